package dev.tare.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.server.postgres.AskedDatabase;
import dev.tare.server.postgres.PostgresAddress;
import dev.tare.server.postgres.PostgresDatabases;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The manual's page "From Supabase to margin": the commands it prints, on the made-up customer, and
 * what the customer's own tables say must come out.
 */
class FromSupabaseTest {
    private static final Path EXAMPLES = Path.of("../docs/examples");
    private static final String GROUPS =
            "SELECT provider || '/' || operation || ' ' || calls || ' ' || TRIM_SCALE(api_cost)"
                    + " || ' ' || TRIM_SCALE(revenue) || ' ' || TRIM_SCALE(gross_profit) || ' ' ||"
                    + " margin_percent FROM expected_profit WHERE grouped_by = 'operation'"
                    + " ORDER BY 1";

    /** The question of the last 30 days, as users write it. */
    private static final String CANONICAL =
            """
            SELECT provider, operation, COUNT(*) as total_operations, SUM(api_cost) as total_cost,
              SUM(credit_value) as total_revenue, SUM(credit_value - api_cost) as gross_profit,
              ROUND((SUM(credit_value - api_cost) / SUM(credit_value)) * 100, 2) as margin_percent
            FROM api_usage_logs WHERE created_at >= NOW() - INTERVAL '30 days'
            GROUP BY provider, operation ORDER BY gross_profit DESC
            """;

    @TempDir Path folder;
    private final PostgresAddress address = PostgresDatabases.make();
    private final AskedDatabase database = new AskedDatabase(address);
    private String out = "";

    private int tare(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--db", "postgres://postgres@" + address.place() + "?schema=tare"));
        if (!words[0].equals("init")) {
            all.addAll(List.of("--data", folder.resolve("data").toString()));
        }
        StringWriter printed = new StringWriter();
        PrintWriter both = new PrintWriter(printed);
        int code = Tare.run(all.toArray(String[]::new), both, both);
        out = printed.toString();
        return code;
    }

    private static String example(String name) throws Exception {
        return Files.readString(EXAMPLES.resolve(name));
    }

    @Test
    void from_errors_to_profit_as_the_page_says_it() throws Exception {
        database.run(example("image-editor.sql"));
        Path prices =
                Files.writeString(
                        folder.resolve("prices.yaml"),
                        database.asked(example("image-editor-prices.sql")).getFirst());

        assertThat(tare("init")).isZero();
        assertThat(tare("import", "prices", prices.toString())).isZero();
        String[] history = {"import", "history", "--mapping", "image-editor"};
        assertThat(tare("import", "history", "--mapping", "image-editor", "--dry-run")).isZero();
        assertThat(out).contains("12,674", "$1,275.035", "$5,651.2997", "$4,376.2647", "77.44 %");
        assertThat(database.asked("SELECT COUNT(*) FROM tare.api_usage_logs")).containsExactly("0");
        assertThat(tare(history)).isZero();
        assertThat(out).containsPattern("inserted +12,674");
        assertThat(tare(history)).isZero();
        assertThat(out).containsPattern("inserted +0").containsPattern("known already +12,674");
        assertThat(tare("verify")).isZero();

        reportsEqualTheSourceTables();
        theCanonicalQuestionEqualsTheReport();
    }

    private void reportsEqualTheSourceTables() throws Exception {
        assertThat(
                        tare(
                                "report",
                                "profit",
                                "--range",
                                "all",
                                "--by",
                                "provider,operation",
                                "--json"))
                .isZero();
        List<String> reported = new ArrayList<>();
        for (JsonNode row : new JsonMapper().readTree(out).path("rows")) {
            reported.add(
                    "%s/%s %s %s %s %s %s"
                            .formatted(
                                    row.path("provider").asString(),
                                    row.path("operation").asString(),
                                    row.path("requests").asString(),
                                    trimmed(row, "api_cost"),
                                    trimmed(row, "revenue"),
                                    trimmed(row, "gross_profit"),
                                    row.path("margin_percent").asString()));
        }
        assertThat(reported).containsExactlyInAnyOrderElementsOf(expected());
    }

    private static String trimmed(JsonNode row, String amount) {
        BigDecimal exact = new BigDecimal(row.path(amount).asString()).stripTrailingZeros();
        return exact.toPlainString();
    }

    private List<String> expected() throws Exception {
        return database.askedAfter(
                "SET jit = off; " + example("image-editor-expected.sql"), GROUPS);
    }

    private void theCanonicalQuestionEqualsTheReport() throws Exception {
        String asTare =
                "SELECT provider || '/' || operation || ' ' || total_operations || ' ' ||"
                        + " TRIM_SCALE(total_cost) || ' ' || TRIM_SCALE(total_revenue) || ' ' ||"
                        + " TRIM_SCALE(gross_profit) || ' ' || margin_percent FROM ("
                        + CANONICAL
                                .replace("FROM api_usage_logs", "FROM tare.api_usage_logs")
                                .replace("30 days", "31 days")
                        + ") x ORDER BY 1";
        assertThat(database.asked(asTare)).isEqualTo(expected());
        assertThat(
                        new BigDecimal(
                                database.asked("SELECT SUM(gross_profit) FROM tare.api_profit_30d")
                                        .getFirst()))
                .isPositive();
    }
}
