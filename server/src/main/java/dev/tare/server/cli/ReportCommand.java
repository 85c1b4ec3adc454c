package dev.tare.server.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

/** {@code tare report profit}: the figures the API and the dashboard show, in the terminal. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = {
            "Prints a report: what calls cost, what they earned, what is left.",
            "",
            "Examples:",
            "  tare report profit",
            "  tare report profit --by provider,operation --range 90d",
            "  tare report profit --by month --from 2026-01-01 --to 2026-06-30 --tz Europe/Berlin",
            "  tare report profit --by user --plan free --csv > free-users.csv",
            ""
        })
final class ReportCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private DataOption data;

    @Parameters(paramLabel = "NAME", description = "The report: profit.")
    private String name;

    @Option(
            names = {"--by", "--group-by"},
            paramLabel = "DIMENSION",
            split = ",",
            description =
                    "Groups: provider, operation, model, plan, status, user, day, week, month"
                            + " (default: provider,operation).")
    private List<String> groupBy = new ArrayList<>();

    @Mixin private SpanOption span;

    @Option(names = "--provider", paramLabel = "NAME", description = "Only this provider.")
    private List<String> provider = new ArrayList<>();

    @Option(names = "--operation", paramLabel = "NAME", description = "Only this operation.")
    private List<String> operation = new ArrayList<>();

    @Option(names = "--model", paramLabel = "NAME", description = "Only this model.")
    private List<String> model = new ArrayList<>();

    @Option(names = "--plan", paramLabel = "NAME", description = "Only this plan.")
    private List<String> plan = new ArrayList<>();

    @Option(
            names = "--status",
            paramLabel = "NAME",
            description = "Only success, failed or cancelled.")
    private List<String> status = new ArrayList<>();

    @Option(names = "--user", paramLabel = "ID", description = "Only this user.")
    private List<String> user = new ArrayList<>();

    @Option(
            names = "--amounts",
            paramLabel = "WHICH",
            description =
                    "adjusted: with later corrections; as_charged: as recorded (default:"
                            + " adjusted).")
    private @Nullable String amounts;

    @Option(
            names = "--no-quantities",
            description = "Without how much was used, by unit: quicker, above all by user.")
    private boolean noQuantities;

    @Option(names = "--json", description = "Print JSON, as GET /v1/reports/profit.")
    private boolean json;

    @Option(names = "--csv", description = "Print CSV.")
    private boolean csv;

    @Override
    public Integer call() {
        if (!name.equals("profit")) {
            throw new CommandFailed(
                    ExitCode.USAGE, "There is no report \"" + name + "\"; there is: profit.");
        }
        PrintWriter out = spec.commandLine().getOut();
        try (TareLink link = data.link()) {
            String text = link.profit(params(), csv ? "csv" : "json");
            if (json || csv) {
                out.println(text.stripTrailing());
            } else {
                JsonNode report = new JsonMapper().readTree(text);
                out.print(new ReportText(report));
            }
        }
        out.flush();
        return ExitCode.OK;
    }

    private Map<String, List<String>> params() {
        Map<String, List<String>> params = new LinkedHashMap<>();
        params.put("group_by", groupBy.isEmpty() ? List.of("provider,operation") : groupBy);
        params.putAll(span.params());
        params.put("amounts", amounts == null ? List.of() : List.of(amounts));
        params.put("quantities", noQuantities ? List.of("false") : List.of());
        params.put("provider", provider);
        params.put("operation", operation);
        params.put("model", model);
        params.put("plan", plan);
        params.put("status", status);
        params.put("user", user);
        params.values().removeIf(List::isEmpty);
        return params;
    }
}
