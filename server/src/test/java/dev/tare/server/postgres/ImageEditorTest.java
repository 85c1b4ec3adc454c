package dev.tare.server.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The data of the made-up customer is what its script's head says. */
final class ImageEditorTest {
    private static final String TOTAL =
            "SELECT calls, failed_calls, api_cost, credits, revenue, gross_profit, margin_percent,"
                    + " unpriced_calls, unvalued_calls, amounts_to_round"
                    + " FROM expected_profit WHERE grouped_by = 'total'";

    private static ImageEditor editor;

    @BeforeAll
    static void open() throws SQLException {
        editor = ImageEditor.filled();
    }

    @AfterAll
    static void close() throws SQLException {
        editor.close();
    }

    /** The figures that the manual shows. Not one amount needs rounding. */
    @Test
    void these_are_the_totals_to_find() throws SQLException {
        assertThat(editor.rows(TOTAL))
                .containsExactly(
                        Arrays.asList(
                                "12674",
                                "439",
                                "1275.035",
                                "14067",
                                "5651.2997",
                                "4376.2647",
                                "77.44",
                                "439",
                                "0",
                                "0"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "processed_images WHERE processing_status = 'completed' | 12235",
                "processed_images WHERE processing_status = 'failed'    | 439",
                "processed_images WHERE processing_status = 'processing'| 44",
                "profiles                                               | 400",
                "profiles WHERE email LIKE '%''%' OR email LIKE '%🦊%'  | 80",
                "credit_transactions WHERE type = 'refund'              | 439",
                "expected_call WHERE without_credit_rows                | 31",
                "api_cost_config                                        | 6",
                "api_usage_logs                                         | 12",
            })
    void of_each_kind_there_are_so_many(String rows, String count) throws SQLException {
        assertThat(editor.value("SELECT count(*) FROM " + rows)).isEqualTo(count);
    }

    /** Each of these would be a fault in the data; none may be found. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "subscriptions of a user overlap | subscriptions a JOIN subscriptions b"
                        + " ON a.user_id = b.user_id AND a.id < b.id AND tstzrange(a.started_at,"
                        + " a.ended_at) && tstzrange(b.started_at, b.ended_at)",
                "a buyer of packages subscribed  | credit_transactions JOIN subscriptions"
                        + " USING (user_id) WHERE type = 'purchase'",
                "two purchases at one moment     | credit_transactions a JOIN credit_transactions b"
                        + " ON a.user_id = b.user_id AND a.id < b.id AND a.type = 'purchase'"
                        + " AND b.type = 'purchase' AND a.created_at = b.created_at",
                "a credit row of no image        | credit_transactions t"
                        + " LEFT JOIN processed_images i ON i.id::text = t.metadata ->> 'image_id'"
                        + " AND i.user_id = t.user_id WHERE type IN ('usage', 'refund')"
                        + " AND i.id IS NULL",
                "a failed call was charged       | expected_call WHERE failed AND (credits <> 0"
                        + " OR without_credit_rows)",
                "a balance isn't the sum         | profiles p LEFT JOIN (SELECT user_id,"
                        + " sum(amount) AS balance FROM credit_transactions GROUP BY 1) b"
                        + " ON user_id = p.id WHERE credits_remaining < 0"
                        + " OR credits_remaining IS DISTINCT FROM balance",
                "a call ends before its start    | processed_images WHERE completed_at < created_at"
                        + " OR (completed_at IS NULL) <> (processing_status = 'processing')",
            })
    void the_data_has_no_such_fault(String fault, String rows) throws SQLException {
        assertThat(editor.value("SELECT count(*) FROM " + rows)).as(fault).isEqualTo("0");
    }

    /** What an importer easily gets wrong is there, so that it shows. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a plan of then that isn't the one of now | expected_call c"
                        + " JOIN profiles p ON p.id = user_id WHERE plan <> subscription_plan"
                        + " AND plan NOT LIKE 'payg%'",
                "two changes of plan in a day             | subscriptions WHERE ended_at"
                        + " < started_at + interval '12 hours'",
                "an upgrade at the moment of a call       | expected_call c JOIN subscriptions s"
                        + " ON s.user_id = c.user_id AND started_at = c.created_at"
                        + " AND s.plan = c.plan AND s.plan = 'professional'",
                "the last microsecond on the old plan     | expected_call c JOIN subscriptions s"
                        + " ON s.user_id = c.user_id"
                        + " AND ended_at = c.created_at + interval '1 microsecond'"
                        + " AND s.plan = c.plan",
                "a gap without subscription               | subscriptions a JOIN subscriptions b"
                        + " ON a.user_id = b.user_id AND a.ended_at < b.started_at"
                        + " JOIN expected_call c ON c.user_id = a.user_id AND c.plan = 'free'"
                        + " AND c.created_at >= a.ended_at AND c.created_at < b.started_at",
                "canceled, but still running              | subscriptions"
                        + " WHERE status = 'canceled' AND ended_at > '2026-11-25T00:00Z'",
                "a purchase at the moment of a call       | expected_call c"
                        + " JOIN credit_transactions t ON t.user_id = c.user_id"
                        + " AND t.created_at = c.created_at AND metadata ->> 'package' = plan",
                "a buyer's call before any purchase       | expected_call c"
                        + " WHERE plan = 'free' AND user_id IN (SELECT user_id"
                        + " FROM credit_transactions WHERE type = 'purchase')",
                "credits that aren't the tariff's         | expected_call"
                        + " WHERE operation = 'vectorization' AND credits = 1",
                "the new price at its instant             | expected_call"
                        + " WHERE created_at = '2026-11-10T00:00Z' AND api_cost = 0.05",
                "the old price one microsecond before     | expected_call WHERE api_cost = 0.04"
                        + " AND created_at = '2026-11-09T23:59:59.999999Z'",
                "midnight at the border of a month        | expected_call"
                        + " WHERE created_at = '2026-11-01T00:00Z'",
                "the hour that New York has twice         | expected_call"
                        + " WHERE created_at IN ('2026-11-01T05:30Z', '2026-11-01T06:30Z')",
            })
    void this_edge_is_there(String edge, String rows) throws SQLException {
        assertThat(editor.value("SELECT count(*) > 0 FROM " + rows)).as(edge).isEqualTo("t");
    }

    @Test
    void another_database_and_time_zone_give_the_same_data() throws SQLException {
        try (ImageEditor other = ImageEditor.empty("America/New_York")) {
            other.fill(ImageEditor.LAST_DAY);
            assertThat(other.fingerprint()).isEqualTo(editor.fingerprint());
        }
    }

    /** A reader of the manual sees its figures on whatever day. Clocks change in these 30 days. */
    @Test
    void another_last_day_changes_no_figure() throws SQLException {
        String profit = "SELECT * FROM expected_profit ORDER BY grouped_by, provider, plan";
        try (ImageEditor other = ImageEditor.empty("Europe/Berlin")) {
            other.fill("2028-03-31");
            assertThat(other.rows(profit)).isEqualTo(editor.rows(profit));
            assertThat(other.value("SELECT max(created_at) FROM processed_images"))
                    .isEqualTo("2028-04-01 01:59:59.999999+02");
        }
    }

    @Test
    void a_second_run_is_refused_and_changes_nothing() throws SQLException {
        String before = editor.fingerprint();
        assertThatThrownBy(() -> editor.run(ImageEditor.text("image-editor.sql")))
                .hasMessageContaining("public.profiles is there already; nothing was changed");
        assertThat(editor.fingerprint()).isEqualTo(before);
    }

    @Test
    void a_setting_out_of_range_is_refused_and_leaves_nothing() throws SQLException {
        try (ImageEditor empty = ImageEditor.empty("UTC")) {
            empty.run("SET image_editor.users = '3'");
            assertThatThrownBy(() -> empty.run(ImageEditor.text("image-editor.sql")))
                    .hasMessageContaining("users 3 (20 to 100000)");
            assertThat(empty.rows("SELECT 1 FROM pg_tables WHERE schemaname = 'public'"))
                    .isEqualTo(List.of());
        }
    }
}
