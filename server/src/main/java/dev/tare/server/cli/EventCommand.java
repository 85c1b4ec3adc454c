package dev.tare.server.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code tare event}: what a logged call cost and earned, and why. */
@Command(
        name = "event",
        mixinStandardHelpOptions = true,
        description = {
            "Explains a call of the log: its cost, its revenue, and every correction since.",
            "The cost with every part and its rate card; the revenue with the plan's terms.",
            "",
            "Examples:",
            "  tare event call-1",
            "  tare event call-1 --source image-editor --json",
            ""
        })
final class EventCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private DataOption data;

    @Parameters(paramLabel = "ID", description = "The event's id, as its sender gave it.")
    private String id;

    @Option(
            names = "--source",
            paramLabel = "NAME",
            description = "The application it came from (default: any that has such an id).")
    private @Nullable String source;

    @Option(names = "--json", description = "Print JSON, as GET /v1/events/{id}.")
    private boolean json;

    @Override
    public Integer call() {
        String answer;
        try (TareLink link = data.link()) {
            answer = link.event(id, source);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(answer);
        } else {
            JsonNode found = new JsonMapper().readTree(answer);
            String gap = "";
            for (JsonNode event : found.path("events")) {
                out.print(gap + new EventText(event).text());
                gap = "\n────\n\n";
            }
            if (found.path("more").asBoolean()) {
                out.println("\nMore events have this id; --source narrows it.");
            }
        }
        out.flush();
        return ExitCode.OK;
    }
}
