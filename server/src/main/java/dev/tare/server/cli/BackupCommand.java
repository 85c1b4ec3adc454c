package dev.tare.server.cli;

import dev.tare.core.ledger.Backups;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tare backup}: a consistent, verified copy of the ledger. */
@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        description = {
            "Writes a copy of the ledger that any DuckDB 1.5 can open; intake goes on meanwhile.",
            "The copy is opened and counted before the command says it is done.",
            "",
            "Example:",
            "  tare backup tare-2026-11-23.duckdb",
            ""
        })
final class BackupCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private DataOption data;

    @Parameters(paramLabel = "FILE", description = "The copy; must not exist yet.")
    private Path file;

    @Override
    public Integer call() {
        Backups.Backup backup;
        try (TareLink link = data.link()) {
            backup = link.backup(file.toAbsolutePath().normalize());
        }
        spec.commandLine()
                .getOut()
                .printf(
                        "%s: %s events, %s bytes%n",
                        backup.file(),
                        ReportText.grouped(Long.toString(backup.events())),
                        ReportText.grouped(Long.toString(backup.bytes())));
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }
}
