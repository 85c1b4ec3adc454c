package dev.tare.server.cli;

import dev.tare.core.ledger.SqlConsole;
import dev.tare.server.wire.Figures;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code tare sql}: the user's own question, read-only. */
@Command(
        name = "sql",
        mixinStandardHelpOptions = true,
        description = {
            "Answers your own SELECT over the ledger; changes nothing.",
            "",
            "The tables: api_usage_logs, api_cost_summaries, api_cost_config, and more in the"
                    + " manual.",
            "Limits: 10,000 rows, 30 seconds. \"-\" reads the query from standard input.",
            "",
            "Example:",
            "  tare sql \"SELECT plan, SUM(api_cost) FROM api_usage_logs GROUP BY plan\"",
            ""
        })
final class SqlCommand implements Callable<Integer> {
    static final int ROWS_MAX = 10_000;
    static final Duration TIME_MAX = Duration.ofSeconds(30);

    @Spec private CommandSpec spec;
    @Mixin private DataOption data;

    @Parameters(paramLabel = "QUERY", description = "One SELECT.")
    private String query;

    @Option(names = "--json", description = "Print rows as JSON objects.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        String sql =
                query.equals("-")
                        ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                        : query;
        try (TareLink link = data.link()) {
            return switch (link.sql(sql)) {
                case SqlConsole.Answer.Refused refused ->
                        throw new CommandFailed(
                                ExitCode.USAGE, refused.message() + " (" + refused.code() + ")");
                case SqlConsole.Answer.Rows rows -> print(rows);
            };
        }
    }

    private int print(SqlConsole.Answer.Rows rows) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(asJson(rows));
        } else {
            TextTable table = new TextTable(rows.columns());
            for (List<@Nullable String> row : rows.rows()) {
                table.row(row.stream().map(value -> value == null ? "NULL" : value).toList());
            }
            out.print(table);
            out.println("(" + Figures.counted(rows.rows().size(), "row") + ")");
        }
        out.flush();
        if (rows.truncated()) {
            spec.commandLine().getErr().println("There are more rows than " + ROWS_MAX + ".");
        }
        return ExitCode.OK;
    }

    private static ArrayNode asJson(SqlConsole.Answer.Rows rows) {
        ArrayNode array = new JsonMapper().createArrayNode();
        for (List<@Nullable String> row : rows.rows()) {
            ObjectNode object = array.addObject();
            for (int i = 0; i < rows.columns().size(); i++) {
                object.put(rows.columns().get(i), row.get(i));
            }
        }
        return array;
    }
}
