package dev.tare.server.cli;

import dev.tare.core.pricing.Books;
import dev.tare.server.history.HistoryLedger;
import dev.tare.server.history.HistoryMapping;
import dev.tare.server.history.HistoryRun;
import dev.tare.server.history.HistorySpan;
import dev.tare.server.history.ShippedMappings;
import dev.tare.server.wiring.HouseSettings;
import dev.tare.server.wiring.ShippedPrices;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tare import history}: usage of the time before Tare, from somebody's own tables. */
@Command(
        name = "history",
        mixinStandardHelpOptions = true,
        description = {
            "Imports past usage from your own PostgreSQL tables, or CSV exports of them, as flagged"
                    + " estimates. Your database is only read. Run again, it adds only what is"
                    + " new.",
            "",
            "A mapping says which rows are calls; see docs/manual/import-history.md. One comes with"
                    + " Tare: image-editor. --suggest writes a first one for your tables.",
            "",
            "Examples:",
            "  export TARE_HISTORY_FROM=postgres://reader:…@host:5432/postgres",
            "  tare import history --suggest --out my.mapping.yaml",
            "  tare import history --mapping my.mapping.yaml --dry-run",
            "  tare import history --mapping my.mapping.yaml",
            "  tare import history --csv exports/ --mapping image-editor --since 2026-10-01",
            ""
        })
final class ImportHistoryCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private DataOption data;

    @Option(
            names = "--from",
            paramLabel = "URL",
            description =
                    "The database, postgres://… (default: $TARE_HISTORY_FROM, else the one that"
                            + " holds the ledger).")
    private @Nullable String from;

    @Option(
            names = "--csv",
            paramLabel = "DIR",
            description = "A folder of CSV exports (.csv, .csv.gz), one file for each table.")
    private @Nullable Path csv;

    @Option(
            names = "--mapping",
            paramLabel = "FILE|NAME",
            description = "A mapping file, or the name of one that comes with Tare.")
    private @Nullable String mapping;

    @Option(names = "--suggest", description = "Look at the tables and write a first mapping.")
    private boolean suggest;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where --suggest writes to (default: standard output).")
    private @Nullable Path out;

    @Option(
            names = "--since",
            paramLabel = "DATE",
            description = "First day (in --zone), or an instant.")
    private @Nullable String since;

    @Option(
            names = "--until",
            paramLabel = "DATE",
            description = "Last day (through its end), or an instant (exclusive).")
    private @Nullable String until;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Read at most N rows, for a first look.")
    private @Nullable Long limit;

    @Option(
            names = "--restart",
            description = "Begin at the beginning, although a run was stopped in the middle.")
    private boolean restart;

    @Option(
            names = "--dry-run",
            description = "Read, check and sum up everything; send and write nothing.")
    private boolean dryRun;

    @Option(names = "--json", description = "Print the summary as JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        String address = from == null ? System.getenv("TARE_HISTORY_FROM") : from;
        if (from != null && csv != null) {
            throw new CommandFailed(ExitCode.USAGE, "Give --from or --csv, not both.");
        }
        if (limit != null && limit < 1) {
            throw new CommandFailed(ExitCode.USAGE, "--limit must be 1 or more.");
        }
        if (suggest) {
            try (HistorySource source = open(address, null)) {
                PrintWriter to = spec.commandLine().getOut();
                return HistorySuggestion.write(source, booksThere(), out, to);
            }
        }
        HistoryMapping chosen = mapping();
        HistorySpan span = HistoryDays.span(since, until, data.settings().zone());
        try (HistorySource source = open(address, chosen)) {
            return dryRun ? dry(source, chosen, span) : real(source, chosen, span);
        }
    }

    private HistorySource open(@Nullable String address, @Nullable HistoryMapping by)
            throws IOException {
        return HistorySource.open(address, data.settings().database(), csv, by);
    }

    private int dry(HistorySource source, HistoryMapping chosen, HistorySpan span)
            throws IOException {
        HistoryReport report = report();
        if (!hasData()) {
            return report.ended(run(source, chosen, span, new EmptyLedger(), booksThere()));
        }
        try (TareLink link = data.link()) {
            return report.ended(run(source, chosen, span, linked(link), books(link)));
        }
    }

    private int real(HistorySource source, HistoryMapping chosen, HistorySpan span)
            throws IOException {
        HistoryReport report = report();
        try (TareLink link = data.linkOrNew()) {
            TareLink.Progress before = link.progress();
            LinkedLedger ledger = linked(link);
            HistoryRun.Outcome outcome = run(source, chosen, span, ledger, books(link));
            if (outcome instanceof HistoryRun.Done) {
                link.awaitRecorded();
                return report.ended(
                        outcome, HistoryReport.InLedger.of(before, link.progress(), ledger));
            }
            return report.ended(outcome);
        }
    }

    private HistoryReport report() {
        return new HistoryReport(spec.commandLine().getOut(), dryRun, json);
    }

    private HistoryRun.Outcome run(
            HistorySource source,
            HistoryMapping chosen,
            HistorySpan span,
            HistoryLedger ledger,
            Books books)
            throws IOException {
        Path folder = data.settings().data().resolve("history");
        try (ImportBar bar = new ImportBar("history", " rows", 1)) {
            HistoryRun run =
                    new HistoryRun(
                            source.database(),
                            ledger,
                            books,
                            (rows, total) -> bar.at(rows, total, rows),
                            Clock.systemUTC());
            return run.run(
                    chosen,
                    new HistoryRun.Options(
                            span, limit, dryRun, folder, restart, HistoryRun.PAGE_ROWS));
        }
    }

    private boolean hasData() {
        HouseSettings settings = data.settings();
        return Files.isDirectory(settings.journal()) || Files.exists(settings.address());
    }

    /** What only looks makes no data folder: a new one would begin with the shipped prices. */
    private Books booksThere() {
        if (!hasData()) {
            return Books.EMPTY.with(ShippedPrices.read());
        }
        try (TareLink link = data.link()) {
            return books(link);
        }
    }

    private static LinkedLedger linked(TareLink link) {
        Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);
        return new LinkedLedger(link, LinkedLedger.BATCH + now);
    }

    private static Books books(TareLink link) {
        return Books.EMPTY.with(PriceFiles.read(link.prices()));
    }

    private HistoryMapping mapping() throws IOException {
        if (mapping == null) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "Which rows are calls? Give --mapping FILE, or --mapping "
                            + String.join(" or ", ShippedMappings.NAMES)
                            + "; `tare import history --suggest` writes a first file.");
        }
        String shipped = ShippedMappings.find(mapping);
        Path file = Path.of(mapping);
        if (shipped == null && !Files.isRegularFile(file)) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "There is no file "
                            + mapping
                            + ", and no mapping of that name comes with Tare: "
                            + String.join(", ", ShippedMappings.NAMES)
                            + ".");
        }
        return switch (HistoryMapping.parse(shipped == null ? Files.readString(file) : shipped)) {
            case HistoryMapping.Good good -> good.mapping();
            case HistoryMapping.Bad bad -> throw HistoryReport.unfit(bad.problems());
        };
    }
}
