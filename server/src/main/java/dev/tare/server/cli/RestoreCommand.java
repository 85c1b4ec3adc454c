package dev.tare.server.cli;

import dev.tare.server.wiring.HouseSettings;
import dev.tare.server.wiring.upkeep.Rebuild;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tare restore}: a backup in the ledger's place. */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description = {
            "Puts a backup in the ledger's place and applies what the journal holds beyond it. The"
                    + " server must be stopped.",
            "The backup's checksum is compared with its note FILE.json, and the result is verified"
                    + " before it takes the old ledger's place, which is kept.",
            "",
            "Ends with 0 where it is done, with 1 where it was refused.",
            "",
            "Examples:",
            "  tare restore data/backups/auto-20261123T120000Z.duckdb",
            "  tare restore tare-2026-11-23.duckdb --data /var/lib/tare",
            ""
        })
final class RestoreCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private DataOption data;

    @Parameters(paramLabel = "FILE", description = "A copy made by `tare backup` or the server.")
    private Path file;

    @Option(
            names = "--accept-gap",
            description = "Go on where `tare repair` has given up records in between.")
    private boolean acceptGap;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        HouseSettings settings = data.fileSettings("restore");
        Rebuild.Order order =
                new Rebuild.Order(
                        settings,
                        settings.backups(),
                        file.toAbsolutePath().normalize(),
                        false,
                        acceptGap,
                        "restore");
        return RebuildRun.run(
                order, json, spec.commandLine().getOut(), spec.commandLine().getErr());
    }
}
