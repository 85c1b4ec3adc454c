package dev.tare.server.cli;

import dev.tare.server.wiring.ServerAddress;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code tare status}: is a server running, and how far has the ledger come? */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = {
            "Says whether a server runs on the data folder and how many events it has counted.",
            "",
            "Example:",
            "  tare status",
            ""
        })
final class StatusCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private DataOption data;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        ServerAddress server = ServerAddress.read(data.settings().address());
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("server", server == null ? "not running" : server.address().toString());
        status.put("data", data.settings().data().toString());
        status.put("demo", data.settings().isDemo());
        try (TareLink link = data.link()) {
            TareLink.Progress progress = link.progress();
            status.put("acknowledged", progress.acknowledged());
            status.put("recorded", progress.recorded());
            status.put("duplicates", progress.duplicates());
            status.put("quarantined", progress.quarantined());
            status.put("waiting", progress.waiting());
            String since = progress.rowsKeptSince();
            status.put("rows_kept", since == null ? "all" : "since " + since);
            if (progress.rowsHeldBack() != null) {
                status.put("rows_held_back", progress.rowsHeldBack());
            }
            flow(link.flow(), status);
            TareLink.BackupState backup = link.backupState();
            status.put("last_backup", backup.last() == null ? "none" : backup.last());
            if (backup.trouble() != null) {
                status.put("backup_trouble", backup.trouble());
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(new JsonMapper().writeValueAsString(status));
        } else {
            status.forEach((name, value) -> out.printf("%-14s %s%n", name, value));
        }
        out.flush();
        return ExitCode.OK;
    }

    private static void flow(TareLink.Flow flow, Map<String, Object> status) {
        status.put("bytes_behind", flow.bytesBehind());
        status.put("seconds_behind", flow.secondsBehind());
        if (flow.repricing() != null) {
            status.put("repricing", flow.repricing());
        }
        if (flow.trouble() != null) {
            status.put("trouble", flow.trouble());
        }
        if (flow.trackersDropped() > 0) {
            status.put("dropped", flow.trackersDropped());
        }
        if (flow.correctionsUnmatched() > 0) {
            status.put("corrections_unmatched", flow.correctionsUnmatched());
        }
    }
}
