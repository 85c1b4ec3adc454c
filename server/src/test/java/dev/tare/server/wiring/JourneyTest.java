package dev.tare.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.SqlConsole;
import dev.tare.core.profit.Dimension;
import dev.tare.core.profit.Metric;
import dev.tare.core.profit.ProfitReport;
import dev.tare.core.profit.ReportQuery;
import dev.tare.core.rollup.Verification;
import dev.tare.testkit.SampleEvents;
import dev.tare.testkit.SettableClock;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events in at one end, figures out at the other. */
class JourneyTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    /** The users' own query, word for word. */
    private static final String CANONICAL =
            """
            SELECT provider, operation, COUNT(*) as total_operations, SUM(api_cost) as total_cost,
              SUM(credit_value) as total_revenue, SUM(credit_value - api_cost) as gross_profit,
              ROUND((SUM(credit_value - api_cost) / SUM(credit_value)) * 100, 2) as margin_percent
            FROM api_usage_logs WHERE created_at >= NOW() - INTERVAL '30 days'
            GROUP BY provider, operation ORDER BY gross_profit DESC;
            """;

    @TempDir Path folder;
    private final SettableClock clock = new SettableClock(NOW);
    private House house;

    @BeforeEach
    void open() {
        house = open(ZoneOffset.UTC);
    }

    private House open(ZoneId zone) {
        return House.open(
                new HouseSettings(folder.resolve("data"), zone),
                clock,
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

    private ProfitReport report(Dimension... by) {
        return house.reports().report(query(by));
    }

    private static ReportQuery query(Dimension... by) {
        return new ReportQuery(
                NOW.minus(Duration.ofDays(10)),
                NOW.plus(Duration.ofDays(1)),
                ZoneOffset.UTC,
                List.of(by),
                Map.of());
    }

    /** 60 upscales, 45 background removals, 15 vectorizations, 30 generations of one user. */
    private static List<UsageEvent> fixture(@Nullable String plan, String prefix, Instant time) {
        List<UsageEvent> events = new ArrayList<>();
        add(events, 60, prefix, "deep_image", "upscale", plan, time);
        add(events, 45, prefix, "clipping_magic", "background_removal", plan, time);
        add(events, 15, prefix, "vectorizer", "vectorization", plan, time);
        add(events, 30, prefix, "openai", "image_generation", plan, time);
        return events;
    }

    private static void add(
            List<UsageEvent> events,
            int count,
            String prefix,
            String provider,
            String operation,
            @Nullable String plan,
            Instant time) {
        for (int i = 0; i < count; i++) {
            events.add(
                    SampleEvents.event(prefix + operation + i)
                            .time(time)
                            .provider(provider)
                            .operation(operation)
                            .model(null)
                            .plan(plan)
                            .build());
        }
    }

    @Test
    void the_fixture_costs_14_625_and_earns_what_each_plan_pays() throws InterruptedException {
        send(fixture("basic", "b-", NOW));
        send(fixture("pro", "p-", NOW));
        send(fixture("payg_10", "g-", NOW));
        send(fixture("free", "f-", NOW));
        send(fixture(null, "u-", NOW));

        // 60 + 45 + 15 × 2 + 30 = 165 credits; cost 60 × .08 + 45 × .125 + 15 × .20 + 30 × .04.
        assertRow("basic", "82.4175", "67.7925", "82.25"); // 165 × 9.99 / 20
        assertRow("pro", "65.967", "51.342", "77.83"); // 165 × 19.99 / 50
        assertRow("payg_10", "131.835", "117.21", "88.91"); // 165 × 7.99 / 10
        assertRow("free", "0", "-14.625", null);
        assertRow("unknown", null, null, null);
    }

    private void assertRow(
            String plan,
            @Nullable String revenue,
            @Nullable String profit,
            @Nullable String margin) {
        ProfitReport.Row row =
                report(Dimension.PLAN).rows().stream()
                        .filter(r -> r.keys().equals(List.of(plan)))
                        .findFirst()
                        .orElseThrow();
        assertFigure(row, Metric.API_COST, "14.625");
        assertFigure(row, Metric.REVENUE, revenue);
        assertFigure(row, Metric.GROSS_PROFIT, profit);
        assertFigure(row, Metric.MARGIN_PERCENT, margin);
    }

    private static void assertFigure(
            ProfitReport.Row row, Metric metric, @Nullable String expected) {
        BigDecimal figure = row.get(metric);
        if (expected == null) {
            assertThat(figure).as("%s of %s", metric, row.keys()).isNull();
        } else {
            assertThat(figure).as("%s of %s", metric, row.keys()).isEqualByComparingTo(expected);
        }
    }

    @Test
    void sending_everything_again_after_a_restart_adds_nothing() throws InterruptedException {
        send(fixture("basic", "b-", NOW));
        house.close();
        house = open(ZoneOffset.UTC);
        send(fixture("basic", "b-", NOW));
        assertThat(house.state().recorded()).isEqualTo(150);
        assertThat(house.state().duplicates()).isEqualTo(150);
        assertFigure(report().total(), Metric.API_COST, "14.625");
        assertThat(house.verify()).allMatch(Verification.Check::passed);
    }

    @Test
    void what_was_accepted_while_nobody_recorded_is_recorded_at_the_next_start()
            throws InterruptedException {
        house.accept("editor", fixture("basic", "b-", NOW));
        house.close();
        house = open(ZoneOffset.UTC);
        assertThat(house.awaitRecorded(Duration.ofSeconds(60))).isTrue();
        assertThat(house.state().recorded()).isEqualTo(150);
    }

    @Test
    void the_users_own_query_runs_as_written_in_the_console_and_on_a_backup() throws Exception {
        Instant today = Instant.now().minusSeconds(3_600);
        clock.set(today.plusSeconds(60));
        send(fixture("basic", "b-", today));
        List<List<@Nullable String>> expected =
                List.of(
                        row("clipping_magic", "background_removal", "45", "5.625", "22.4775"),
                        row("deep_image", "upscale", "60", "4.8", "29.97"),
                        row("openai", "image_generation", "30", "1.2", "14.985"),
                        row("vectorizer", "vectorization", "15", "3", "14.985"));

        SqlConsole.Answer answer = house.sql().ask(CANONICAL, 100, Duration.ofSeconds(30));
        assertThat(answer).isInstanceOf(SqlConsole.Answer.Rows.class);
        assertThat(normal(((SqlConsole.Answer.Rows) answer).rows()))
                .containsExactlyInAnyOrderElementsOf(expected);

        Path copy = folder.resolve("copy.duckdb");
        assertThat(Objects.requireNonNull(house.backups()).backup(copy).events()).isEqualTo(150);
        List<List<@Nullable String>> rows = new ArrayList<>();
        try (Connection jdbc = DriverManager.getConnection("jdbc:duckdb:" + copy);
                ResultSet result = jdbc.createStatement().executeQuery(CANONICAL)) {
            while (result.next()) {
                List<@Nullable String> row = new ArrayList<>();
                for (int i = 1; i <= 5; i++) {
                    row.add(result.getString(i));
                }
                rows.add(row);
            }
        }
        assertThat(normal(rows)).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static List<@Nullable String> row(String... cells) {
        return new ArrayList<>(List.of(cells));
    }

    /** The first five columns, decimals without trailing zeros. */
    private static List<List<@Nullable String>> normal(List<List<@Nullable String>> rows) {
        List<List<@Nullable String>> normal = new ArrayList<>();
        for (List<@Nullable String> row : rows) {
            List<@Nullable String> cells = new ArrayList<>(row.subList(0, 2));
            for (String cell : row.subList(2, 5)) {
                cells.add(new BigDecimal(cell).stripTrailingZeros().toPlainString());
            }
            normal.add(cells);
        }
        return normal;
    }

    @Test
    void another_workspace_zone_cuts_the_days_anew_and_changes_no_total()
            throws InterruptedException {
        Instant late = Instant.parse("2026-11-20T20:00:00Z");
        send(fixture("basic", "b-", late));
        house.close();
        ZoneId kathmandu = ZoneId.of("Asia/Kathmandu");
        house = open(kathmandu);
        ReportQuery byDay =
                new ReportQuery(
                        Instant.parse("2026-11-19T18:15:00Z"),
                        Instant.parse("2026-11-22T18:15:00Z"),
                        kathmandu,
                        List.of(Dimension.DAY),
                        Map.of());
        ProfitReport report = house.reports().report(byDay);
        assertThat(report.rows()).hasSize(1);
        assertThat(report.rows().getFirst().keys()).containsExactly("2026-11-21");
        assertFigure(report.total(), Metric.API_COST, "14.625");
        assertThat(house.verify()).allMatch(Verification.Check::passed);
    }
}
