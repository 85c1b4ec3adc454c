package dev.tare.server.cli;

import dev.tare.server.importer.ImportRun;
import dev.tare.server.importer.ImportSummary;
import dev.tare.server.importer.Mapping;
import dev.tare.server.importer.UsageSink;
import dev.tare.server.security.AccessKey;
import dev.tare.server.wire.Figures;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tare import usage}: a log you have already. */
@Command(
        name = "usage",
        mixinStandardHelpOptions = true,
        description = {
            "Imports past usage from a CSV or NDJSON file (.gz too). The same file again adds"
                    + " nothing; a longer one adds what is new.",
            "",
            "A mapping says which column is which field; see docs/manual/import-usage.md. NDJSON"
                    + " lines that are usage events already need none.",
            "",
            "Examples:",
            "  tare import usage calls.ndjson",
            "  tare import usage calls.csv --mapping calls.mapping.yaml --dry-run",
            "  tare import usage calls.csv --column user_id=customer --column time=called_at"
                    + " --constant provider=openai --constant operation=chat",
            ""
        })
final class ImportUsageCommand implements Callable<Integer> {
    private static final int PROBLEMS_SHOWN = 10;

    @Spec private CommandSpec spec;
    @Mixin private DataOption data;

    @Parameters(paramLabel = "FILE", description = "The file: .csv, .ndjson, .jsonl, or .gz.")
    private Path file;

    @Option(names = "--mapping", paramLabel = "FILE", description = "A mapping file (YAML).")
    private @Nullable Path mapping;

    @Option(
            names = "--column",
            paramLabel = "FIELD=COLUMN",
            description = "A field's column; adds to the mapping.")
    private Map<String, String> columns = new LinkedHashMap<>();

    @Option(
            names = "--constant",
            paramLabel = "FIELD=VALUE",
            description = "A field's value in every row; adds to the mapping.")
    private Map<String, String> constants = new LinkedHashMap<>();

    @Option(
            names = "--source",
            paramLabel = "NAME",
            description =
                    "The application the events belong to; part of their identity (default:"
                            + " default).")
    private String source = AccessKey.DEFAULT_SOURCE;

    @Option(names = "--dry-run", description = "Read and check everything, send nothing.")
    private boolean dryRun;

    @Override
    public Integer call() throws IOException {
        if (!AccessKey.isSource(source)) {
            throw new CommandFailed(ExitCode.USAGE, "A source can't be \"" + source + "\".");
        }
        if (!Files.isRegularFile(file)) {
            throw new CommandFailed(ExitCode.USAGE, "There is no file " + file + ".");
        }
        Mapping chosen = mapping();
        if (dryRun) {
            UsageSink nowhere = (from, events) -> new UsageSink.Taken(events.size(), List.of());
            return report(run(nowhere, chosen), null, null);
        }
        try (TareLink link = data.linkOrNew()) {
            TareLink.Progress before = link.progress();
            ImportRun.Outcome outcome = run(sink(link), chosen);
            link.awaitRecorded();
            return report(outcome, before, link.progress());
        }
    }

    private ImportRun.Outcome run(UsageSink sink, Mapping chosen) {
        try (ImportBar bar = new ImportBar(String.valueOf(file.getFileName()), " KiB", 1_024)) {
            return new ImportRun(sink, bar, Clock.systemUTC())
                    .run(file, chosen, new ImportRun.Options(source, dryRun, null));
        }
    }

    private static UsageSink sink(TareLink link) {
        return (from, events) -> {
            try {
                link.send(from, events);
                return new UsageSink.Taken(events.size(), List.of());
            } catch (CommandFailed failed) {
                return new UsageSink.Failed("not_sent", String.valueOf(failed.getMessage()));
            }
        };
    }

    private Mapping mapping() throws IOException {
        Mapping.Parsed parsed =
                mapping == null
                        ? new Mapping.Good(Mapping.NONE)
                        : Mapping.parse(Files.readString(mapping));
        if (parsed instanceof Mapping.Good good && !(columns.isEmpty() && constants.isEmpty())) {
            parsed = good.mapping().with(columns, constants);
        }
        return switch (parsed) {
            case Mapping.Good good -> good.mapping();
            case Mapping.Bad bad ->
                    throw new CommandFailed(
                            ExitCode.USAGE,
                            "The mapping has these problems:\n"
                                    + bad.problems().stream()
                                            .map(p -> "  " + p.path() + ": " + p.message())
                                            .collect(Collectors.joining("\n")));
        };
    }

    private int report(
            ImportRun.Outcome outcome,
            TareLink.@Nullable Progress before,
            TareLink.@Nullable Progress after) {
        return switch (outcome) {
            case ImportRun.Unusable unusable ->
                    throw new CommandFailed(
                            ExitCode.USAGE, unusable.message() + " (" + unusable.code() + ")");
            case ImportRun.Stopped stopped -> {
                print(stopped.summary(), before, after);
                throw new CommandFailed(
                        ExitCode.ENVIRONMENT,
                        stopped.message()
                                + " Run the same command again: it adds only what isn't"
                                + " in yet.");
            }
            case ImportRun.Done done -> print(done.summary(), before, after);
        };
    }

    private int print(
            ImportSummary summary,
            TareLink.@Nullable Progress before,
            TareLink.@Nullable Progress after) {
        PrintWriter out = spec.commandLine().getOut();
        line(out, dryRun ? "rows (dry run)" : "rows", summary.rows());
        if (before != null && after != null) {
            line(out, "added", after.recorded() - before.recorded());
            line(out, "known already", after.duplicates() - before.duplicates());
            line(out, "in quarantine", after.quarantined() - before.quarantined());
        }
        line(out, "broken", summary.broken() + summary.rejected());
        if (summary.first() != null && summary.last() != null) {
            out.printf("%-16s %s … %s%n", "times (UTC)", summary.first(), summary.last());
        }
        names(out, "providers", summary.providers());
        names(out, "operations", summary.operations());
        names(out, "models", summary.models());
        summary.quantities()
                .forEach((unit, sum) ->
                        out.printf(
                                "%-16s %s%n",
                                unit, Figures.grouped(sum.stripTrailingZeros().toPlainString())));
        summary.neverSeen()
                .forEach(column -> out.println("Column \"" + column + "\" was in no row."));
        broken(out, summary);
        out.flush();
        return summary.broken() + summary.rejected() > 0 ? ExitCode.FINDING : ExitCode.OK;
    }

    private static void broken(PrintWriter out, ImportSummary summary) {
        summary.firstBroken().stream()
                .limit(PROBLEMS_SHOWN)
                .forEach(row ->
                        out.println(
                                "Line "
                                        + row.line()
                                        + ": "
                                        + row.message()
                                        + " ("
                                        + row.code()
                                        + ")"));
        if (summary.rejectedFile() != null) {
            out.println(
                    "They are kept in "
                            + summary.rejectedFile()
                            + ": mend them in the file they came from and import it again; what is"
                            + " in already is known by its id.");
        }
    }

    private static void names(PrintWriter out, String label, Map<String, Long> counts) {
        if (!counts.isEmpty()) {
            out.printf(
                    "%-16s %s%n",
                    label,
                    counts.entrySet().stream()
                            .limit(PROBLEMS_SHOWN)
                            .map(e -> e.getKey() + " " + Figures.grouped("" + e.getValue()))
                            .collect(Collectors.joining(", ")));
        }
    }

    private static void line(PrintWriter out, String label, long count) {
        out.printf("%-16s %s%n", label, Figures.grouped(Long.toString(count)));
    }
}
