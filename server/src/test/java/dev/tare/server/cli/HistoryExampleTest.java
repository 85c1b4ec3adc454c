package dev.tare.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.server.postgres.ForeignTables;
import dev.tare.server.postgres.PostgresAddress;
import dev.tare.server.postgres.PostgresDatabases;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The made-up customer of the examples, through the mapping and the prices that come with it. */
class HistoryExampleTest {
    private static final Path EXAMPLES = Path.of("../docs/examples");

    @TempDir Path folder;

    private static String text(String name) throws Exception {
        return Files.readString(EXAMPLES.resolve(name));
    }

    @Test
    void the_examples_come_to_what_their_own_sums_say() throws Exception {
        PostgresAddress from = PostgresDatabases.make();
        EditorShape.execute(
                from,
                "SET LOCAL TIME ZONE 'UTC'; SET image_editor.last_day = '2026-11-24';\n"
                        + text("image-editor.sql"));
        HistoryShell shell = new HistoryShell(folder);
        String prices = EXAMPLES.resolve("image-editor.prices.yaml").toString();
        assertThat(shell.tare("import", "prices", prices)).as(shell.err()).isZero();
        assertThat(shell.imported(from)).as(() -> shell.out() + shell.err()).isZero();
        for (String group : new String[] {"operation", "plan"}) {
            assertThat(reported(shell, group)).isNotEmpty().isEqualTo(expected(from, group));
        }
        assertThat(shell.imported(from)).isZero();
        assertThat(shell.figure("the ledger: added")).isEqualTo("0");
        assertThat(shell.figure("changed since")).isNull();
    }

    private static Map<String, String> reported(HistoryShell shell, String group) {
        shell.tare("report", "profit", "--by", group, "--range", "all", "--json");
        Map<String, String> figures = new TreeMap<>();
        for (JsonNode row : new JsonMapper().readTree(shell.out()).path("rows")) {
            figures.put(
                    row.path(group).asString(),
                    row.path("requests").asString()
                            + " calls, cost "
                            + plain(row.path("api_cost").asString())
                            + ", revenue "
                            + plain(row.path("revenue").asString())
                            + ", profit "
                            + plain(row.path("gross_profit").asString())
                            + ", unpriced "
                            + row.path("unpriced_requests").asString());
        }
        return figures;
    }

    private static Map<String, String> expected(PostgresAddress from, String group)
            throws Exception {
        Map<String, String> figures = new TreeMap<>();
        try (Connection connection = new ForeignTables(from).open();
                Statement statement = connection.createStatement()) {
            statement.execute("SET jit = off; SET TIME ZONE 'UTC'");
            statement.execute(text("image-editor-expected.sql"));
            String sql = "SELECT * FROM expected_profit WHERE grouped_by = '" + group + "'";
            try (ResultSet row = statement.executeQuery(sql)) {
                while (row.next()) {
                    figures.put(
                            row.getString(group),
                            row.getString("calls")
                                    + " calls, cost "
                                    + plain(row.getString("api_cost"))
                                    + ", revenue "
                                    + plain(row.getString("revenue"))
                                    + ", profit "
                                    + plain(row.getString("gross_profit"))
                                    + ", unpriced "
                                    + row.getString("unpriced_calls"));
                }
            }
        }
        return figures;
    }

    private static String plain(String number) {
        BigDecimal exact = new BigDecimal(number).stripTrailingZeros();
        return exact.signum() == 0 ? "0" : exact.toPlainString();
    }
}
