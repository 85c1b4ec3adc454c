package dev.tare.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.core.event.UsageEvent;
import dev.tare.core.profit.Dimension;
import dev.tare.core.profit.Metric;
import dev.tare.core.profit.ProfitReport;
import dev.tare.core.profit.ReportQuery;
import dev.tare.server.postgres.AskedDatabase;
import dev.tare.server.postgres.PostgresAddress;
import dev.tare.server.postgres.PostgresDatabases;
import dev.tare.testkit.SampleEvents;
import dev.tare.testkit.SettableClock;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users ask of the tables in PostgreSQL by themselves is what Tare reports. */
final class UsersOwnQueryTest {
    /** Word for word. */
    private static final String CANONICAL =
            """
            SELECT provider, operation, COUNT(*) as total_operations, SUM(api_cost) as total_cost,
              SUM(credit_value) as total_revenue, SUM(credit_value - api_cost) as gross_profit,
              ROUND((SUM(credit_value - api_cost) / SUM(credit_value)) * 100, 2) as margin_percent
            FROM api_usage_logs WHERE created_at >= NOW() - INTERVAL '30 days'
            GROUP BY provider, operation ORDER BY gross_profit DESC;
            """;

    private static final long SEED = 20_261_126;
    private static final int EVENTS = 2_000;
    private static final Duration SPAN = Duration.ofDays(30);

    /** Each costs credits under every plan, and has a price. */
    private static final List<List<String>> CALLS =
            List.of(
                    List.of("deep_image", "upscale"),
                    List.of("clipping_magic", "background_removal"),
                    List.of("openai", "image_generation"));

    private static final List<String> PLANS = List.of("basic", "pro", "payg_10", "free");

    @TempDir Path folder;
    private final PostgresAddress address = PostgresDatabases.make();
    private final AskedDatabase database = new AskedDatabase(address);

    /** The query asks for the database's own time. */
    private final Instant now = Instant.now();

    private House house;

    @BeforeEach
    void open() {
        house =
                House.open(
                        new HouseSettings(folder.resolve("data"), ZoneOffset.UTC, address),
                        new SettableClock(now),
                        ShippedPrices::read,
                        state -> {});
    }

    @AfterEach
    void close() {
        house.close();
    }

    private void send(List<UsageEvent> events) throws InterruptedException {
        house.accept("editor", events);
        assertThat(house.awaitRecorded(Duration.ofSeconds(60))).isTrue();
    }

    /** Some lie before the span, none near its edges. */
    private List<UsageEvent> calls() {
        Random random = new Random(SEED);
        List<UsageEvent> events = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            List<String> call = CALLS.get(random.nextInt(CALLS.size()));
            Duration age =
                    random.nextInt(10) == 0
                            ? SPAN.plusHours(1 + random.nextInt(300))
                            : Duration.ofSeconds(60 + random.nextInt(29 * 86_400));
            events.add(
                    call(i, call.getFirst(), call.getLast(), now.minus(age))
                            .plan(PLANS.get(random.nextInt(PLANS.size())))
                            .quantity("images", String.valueOf(1 + random.nextInt(4)))
                            .build());
        }
        return events;
    }

    private static SampleEvents call(int number, String provider, String operation, Instant time) {
        return SampleEvents.event(operation + number)
                .time(time)
                .provider(provider)
                .operation(operation)
                .model(null);
    }

    /** As the query's columns are. */
    private List<List<String>> reported() {
        ReportQuery query =
                new ReportQuery(
                        now.minus(SPAN),
                        now.plusSeconds(60),
                        ZoneOffset.UTC,
                        List.of(Dimension.PROVIDER, Dimension.OPERATION),
                        Map.of());
        List<List<String>> rows = new ArrayList<>();
        for (ProfitReport.Row row : house.reports().report(query).rows()) {
            assertThat(row.get(Metric.UNPRICED_REQUESTS)).isEqualByComparingTo("0");
            assertThat(row.get(Metric.UNVALUED_REQUESTS)).isEqualByComparingTo("0");
            List<String> cells = new ArrayList<>(row.keys());
            for (Metric metric :
                    List.of(
                            Metric.REQUESTS,
                            Metric.API_COST,
                            Metric.REVENUE,
                            Metric.GROSS_PROFIT,
                            Metric.MARGIN_PERCENT)) {
                cells.add(String.valueOf(row.get(metric)));
            }
            rows.add(cells);
        }
        return normal(rows);
    }

    /** Numbers without zeros at their ends. */
    private static List<List<String>> normal(List<List<String>> rows) {
        return rows.stream()
                .map(row -> row.stream().map(UsersOwnQueryTest::normal).toList())
                .toList();
    }

    private static String normal(String cell) {
        return cell.matches("-?[0-9.]+(E-[0-9]+)?")
                ? new BigDecimal(cell).stripTrailingZeros().toPlainString()
                : cell;
    }

    @Test
    void the_query_as_written_is_the_report() throws Exception {
        send(calls());

        List<List<String>> answer = normal(database.rows(CANONICAL));
        assertThat(answer)
                .as("seed %d", SEED)
                .hasSize(CALLS.size())
                .containsExactlyInAnyOrderElementsOf(reported());
        assertThat(normal(database.rows("SELECT * FROM api_profit_30d"))).isEqualTo(answer);
        assertThat(answer.stream().map(row -> new BigDecimal(row.get(5))).toList())
                .isSortedAccordingTo((a, b) -> b.compareTo(a));
    }

    @Test
    void where_a_group_earned_nothing_the_view_answers_and_is_the_report() throws Exception {
        send(calls());
        send(
                List.of(
                        call(1, "vectorizer", "vectorization", now.minusSeconds(600))
                                .plan("free")
                                .build()));

        assertThatThrownBy(() -> database.rows(CANONICAL))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        failure ->
                                assertThat(failure.getSQLState()).as("by zero").isEqualTo("22012"));
        List<List<String>> answer = normal(database.rows("SELECT * FROM api_profit_30d"));
        assertThat(answer)
                .as("seed %d", SEED)
                .hasSize(CALLS.size() + 1)
                .containsExactlyInAnyOrderElementsOf(reported());
        assertThat(answer).filteredOn(row -> row.getLast().equals("null")).hasSize(1);
    }
}
