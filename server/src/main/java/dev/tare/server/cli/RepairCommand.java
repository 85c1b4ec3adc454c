package dev.tare.server.cli;

import dev.tare.server.journal.RepairReport;
import dev.tare.server.wiring.HouseSettings;
import dev.tare.server.wiring.upkeep.Repair;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code tare repair}: what is wrong with the journal, and the way out. */
@Command(
        name = "repair",
        mixinStandardHelpOptions = true,
        description = {
            "Reads every byte of the journal and names each damaged place. The server must be"
                    + " stopped.",
            "Without --apply nothing is changed. With it, every record that checks out is saved"
                    + " under the offset it always had, damaged files are kept as *.damaged, and it"
                    + " says what was lost and whether the ledger has it.",
            "",
            "Ends with 0 where nothing is wrong or nothing was lost, with 1 where something was"
                    + " found or lost.",
            "",
            "Examples:",
            "  tare repair",
            "  tare repair --apply",
            ""
        })
final class RepairCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private DataOption data;

    @Option(names = "--apply", description = "Do it, rather than say what would be done.")
    private boolean apply;

    @Option(
            names = "--backup-dir",
            paramLabel = "DIR",
            description =
                    "Where backups are (default: $TARE_BACKUP_DIR, else backups in the data"
                            + " folder).")
    private @Nullable String backupDir;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        HouseSettings settings = data.settings();
        ServeCommand.refuseSecond(settings);
        if (!Files.isDirectory(settings.journal())) {
            throw new CommandFailed(
                    ExitCode.ENVIRONMENT,
                    "There is no journal in "
                            + settings.data()
                            + "; name another folder with"
                            + " --data.");
        }
        RepairReport report =
                new Repair(settings, UpkeepOption.folder(settings, backupDir)).run(apply);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(new JsonMapper().writeValueAsString(RepairText.map(report, apply)));
        } else {
            RepairText.print(report, apply, out);
        }
        out.flush();
        boolean fine =
                report.isClean()
                        || (apply && report.impossible() == null && !report.losesRecords());
        return fine ? ExitCode.OK : ExitCode.FINDING;
    }
}
