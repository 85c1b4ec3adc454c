package dev.tare.server.cli;

import dev.tare.core.ledger.Backups;
import dev.tare.server.wire.Figures;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code tare backup}: a consistent, verified copy of the ledger. */
@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        description = {
            "Writes a copy of the ledger that any DuckDB 1.5 can open; intake goes on meanwhile.",
            "The copy is opened as a ledger of its own and its counts and sums are checked before"
                    + " the command says it is done. FILE.json then tells what it holds.",
            "A running server makes such copies by itself; see `tare serve --help`.",
            "",
            "Examples:",
            "  tare backup tare-2026-11-23.duckdb",
            "  tare restore tare-2026-11-23.duckdb",
            ""
        })
final class BackupCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private DataOption data;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Parameters(paramLabel = "FILE", description = "The copy; must not exist yet.")
    private Path file;

    @Override
    public Integer call() {
        Backups.Backup backup;
        try (TareLink link = data.link()) {
            backup = link.backup(file.toAbsolutePath().normalize());
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(
                    new JsonMapper()
                            .createObjectNode()
                            .put("file", backup.file().toString())
                            .put("events", backup.events())
                            .put("bytes", backup.bytes()));
        } else {
            out.printf(
                    "%s: %s events, %s bytes%n",
                    backup.file(),
                    Figures.grouped(Long.toString(backup.events())),
                    Figures.grouped(Long.toString(backup.bytes())));
        }
        out.flush();
        return ExitCode.OK;
    }
}
