package dev.tare.server.cli;

import dev.tare.server.wiring.HouseSettings;
import dev.tare.server.wiring.upkeep.Rebuild;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tare rebuild}: the ledger anew, from a backup and the journal. */
@Command(
        name = "rebuild",
        mixinStandardHelpOptions = true,
        description = {
            "Makes the ledger anew: the newest good backup, and everything the journal holds beyond"
                    + " it. The server must be stopped.",
            "The new ledger is verified before it takes the old one's place, and the old one is"
                    + " kept. Where records are missing in between it refuses, says which, and"
                    + " changes nothing.",
            "",
            "Ends with 0 where it is done, with 1 where it was refused.",
            "",
            "Examples:",
            "  tare rebuild",
            "  tare rebuild --from-start",
            "  tare rebuild --backup-dir /mnt/backups",
            ""
        })
final class RebuildCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private DataOption data;

    @Option(
            names = "--from",
            paramLabel = "FILE",
            description = "Begin with this backup instead of the newest good one.")
    private @Nullable Path from;

    @Option(
            names = "--from-start",
            description = "Use no backup: the journal must reach back to its beginning.")
    private boolean fromStart;

    @Option(
            names = "--backup-dir",
            paramLabel = "DIR",
            description =
                    "Where to look for backups (default: $TARE_BACKUP_DIR, else backups in"
                            + " the data folder).")
    private @Nullable String backupDir;

    @Option(
            names = "--accept-gap",
            description = "Go on where `tare repair` has given up records in between.")
    private boolean acceptGap;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        HouseSettings settings = data.fileSettings("rebuild");
        if (!Files.isDirectory(settings.journal())) {
            throw new CommandFailed(
                    ExitCode.ENVIRONMENT,
                    "There is no journal in "
                            + settings.data()
                            + "; name another folder with"
                            + " --data, or put back a backup with `tare restore`.");
        }
        if (from != null && fromStart) {
            throw new CommandFailed(
                    ExitCode.USAGE, "Give either --from or --from-start, not both.");
        }
        Rebuild.Order order =
                new Rebuild.Order(
                        settings,
                        UpkeepOption.folder(settings, backupDir),
                        from,
                        fromStart,
                        acceptGap,
                        "rebuild");
        return RebuildRun.run(
                order, json, spec.commandLine().getOut(), spec.commandLine().getErr());
    }
}
