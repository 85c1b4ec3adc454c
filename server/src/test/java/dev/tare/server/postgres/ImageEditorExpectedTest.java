package dev.tare.server.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.event.Checked;
import dev.tare.core.event.EventRules;
import dev.tare.core.event.UsageEvent;
import dev.tare.core.event.UsageEventDraft;
import dev.tare.core.pricing.Books;
import dev.tare.server.wire.PriceFile;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Tare has to find in the made-up customer's data is itself held to be right. */
final class ImageEditorExpectedTest {
    private static ImageEditor editor;

    @BeforeAll
    static void open() throws SQLException {
        editor = ImageEditor.filled();
    }

    @AfterAll
    static void close() throws SQLException {
        editor.close();
    }

    @Test
    void the_expected_sums_are_those_of_a_second_reckoning() throws SQLException {
        Map<String, String> expected = new TreeMap<>();
        for (List<@Nullable String> row :
                editor.rows(
                        "SELECT CASE grouped_by WHEN 'operation' THEN grouped_by || ' ' || provider"
                                + " || '/' || operation WHEN 'plan' THEN grouped_by || ' ' || plan"
                                + " ELSE grouped_by END, concat_ws(' ', calls, failed_calls,"
                                + " api_cost, credits, revenue, gross_profit,"
                                + " coalesce(margin_percent::text, 'null'), unpriced_calls)"
                                + " FROM expected_profit")) {
            expected.put(row.get(0), row.get(1));
        }
        assertThat(ImageEditorBooks.sums(editor)).isEqualTo(expected).hasSize(12);
    }

    @Test
    void the_price_file_beside_the_script_is_the_one_that_the_data_gives() throws SQLException {
        assertThat(editor.value(ImageEditor.text("image-editor-prices.sql")) + "\n")
                .isEqualTo(ImageEditor.text("image-editor.prices.yaml"));
    }

    /** Tare's own books, filled from the price file, give each call the amounts expected of it. */
    @Test
    void the_price_file_prices_every_call_as_expected() throws SQLException {
        PriceFile.Parsed file = PriceFile.parse(ImageEditor.text("image-editor.prices.yaml"));
        Books books = Books.EMPTY.with(((PriceFile.Prices) file).change());
        List<String> differing = new ArrayList<>();
        for (List<@Nullable String> call :
                editor.rows(
                        "SELECT id, replace(created_at::text, '+00', 'Z'), provider, operation,"
                                + " plan, CASE WHEN failed THEN 'failed' ELSE 'success' END,"
                                + " CASE WHEN NOT without_credit_rows THEN credits END,"
                                + " round(api_cost, 9), round(credit_value, 9)"
                                + " FROM expected_call")) {
            Instant time = Instant.parse(String.valueOf(call.get(1)).replace(' ', 'T'));
            UsageEvent event = event(call, time);
            BigDecimal cost = books.prices().cost(event, time).amount();
            BigDecimal value = books.plans().value(event, time).amount();
            if (!Objects.equals(call.get(7), plain(cost))
                    || !Objects.equals(call.get(8), plain(value))) {
                differing.add(call + ": " + cost + ", " + value);
            }
        }
        assertThat(differing).isEmpty();
    }

    private static @Nullable String plain(@Nullable BigDecimal amount) {
        return amount == null ? null : amount.toPlainString();
    }

    /** Exact halves go to the even neighbour, which PostgreSQL's own ROUND doesn't do. */
    @ParameterizedTest
    @CsvSource({
        "0.12345,  1, 12.34",
        "0.12355,  1, 12.36",
        "0.123451, 1, 12.35",
        "-0.12345, 1, -12.34",
        "-0.12355, 1, -12.36",
        "0.00005,  1, 0.00",
        "1,        3, 33.33",
        "2,        3, 66.67",
        "-2,       3, -66.67",
        "5,        0, "
    })
    void margins_are_rounded_half_even(String profit, String revenue, @Nullable String margin)
            throws SQLException {
        String views = ImageEditor.text("image-editor-expected.sql");
        String last = "GROUP BY GROUPING SETS ((provider, operation), (plan), ())";
        String begin =
                views.substring(views.indexOf("CREATE OR REPLACE TEMP VIEW expected_profit"));
        String view =
                begin.substring(0, begin.indexOf("SELECT CASE WHEN GROUPING"))
                                .replace("VIEW expected_profit", "VIEW margin_of_one")
                        + """
                        SELECT 'total' AS grouped_by, '' AS provider, '' AS operation, '' AS plan,
                            1 AS calls, 0 AS failed_calls, 0.0 AS api_cost, 1 AS credits,
                            0.0 AS revenue, %s AS gross_profit, %s AS revenue_of_priced,
                            0 AS unpriced_calls, 0 AS unvalued_calls, 0 AS amounts_to_round
                        """
                                .formatted(profit, revenue)
                        + begin.substring(
                                begin.indexOf(last) + last.length(), begin.lastIndexOf("SELECT"));
        editor.run("DROP VIEW IF EXISTS margin_of_one; " + view);
        assertThat(editor.value("SELECT margin_percent FROM margin_of_one"))
                .isEqualTo(String.valueOf(margin));
    }

    private static UsageEvent event(List<@Nullable String> call, Instant now) {
        UsageEventDraft draft = new UsageEventDraft();
        draft.id = call.get(0);
        draft.userId = "u";
        draft.provider = call.get(2);
        draft.operation = call.get(3);
        draft.plan = call.get(4);
        draft.status = call.get(5);
        draft.credits = call.get(6);
        return ((Checked.Accepted) EventRules.check(draft, now)).event();
    }
}
