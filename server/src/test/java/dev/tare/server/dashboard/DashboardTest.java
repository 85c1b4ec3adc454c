package dev.tare.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.profit.Metric;
import dev.tare.core.profit.ProfitReport;
import dev.tare.core.profit.ProfitReports;
import dev.tare.core.profit.ReportRequest;
import dev.tare.core.rollup.Dimensions;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DashboardTest {
    private static final Dimensions PAID =
            new Dimensions("deep_image", "upscale", "", "pro", "success");
    private static final Dimensions FREE =
            new Dimensions("openai", "image_generation", "gpt-image-1", "free", "success");
    private static final Dimensions UNKNOWN =
            new Dimensions("openai", "image_generation", "gpt-image-2", "unknown", "success");

    private final SeededSums sums = new SeededSums();
    private final Dashboard dashboard =
            new Dashboard(
                    new ProfitReports(sums),
                    new DashboardSettings(
                            Clock.fixed(TestSite.NOW, ZoneOffset.UTC),
                            ZoneId.of("UTC"),
                            false,
                            () -> URI.create("http://127.0.0.1:7373")));

    @Test
    void beforeAnyEventItSaysHowToSendOne() {
        Page page = dashboard.page(Map.of());
        assertThat(page.state()).isEqualTo(Page.State.EMPTY);
        assertThat(page.frame().firstEvent())
                .startsWith("curl -sS http://127.0.0.1:7373/v1/usage \\")
                .contains("Bearer $TARE_KEY");
    }

    @Test
    void aSpanWithoutEventsOffersAllOfThem() {
        sums.add(Instant.parse("2026-03-01T10:00:00Z"), PAID, 1, "0.08", "0.4");
        Page page = dashboard.page(Map.of("range", List.of("7d"), "plan", List.of("pro")));
        assertThat(page.state()).isEqualTo(Page.State.NOTHING_HERE);
        assertThat(page.frame().everythingHref()).isEqualTo("/admin/analytics?plan=pro&range=all");
    }

    @Test
    void theFiguresAreThoseOfTheReport() {
        SeededSums busy = SeededSums.busy(TestSite.NOW, 11);
        ProfitReports reports = new ProfitReports(busy);
        DashboardSettings settings =
                new DashboardSettings(
                        Clock.fixed(TestSite.NOW, ZoneOffset.UTC),
                        ZoneId.of("Asia/Kathmandu"),
                        false,
                        () -> URI.create("http://127.0.0.1:7373"));
        Map<String, List<String>> params =
                Map.of("range", List.of("90d"), "provider", List.of("openai"));
        var parsed = ReportRequest.parse(params, TestSite.NOW, settings.zone(), reports::span);
        ProfitReport report = reports.report(((ReportRequest.Parsed.Query) parsed).query());
        Page page = new Dashboard(reports, settings).page(params);
        for (Metric metric :
                List.of(
                        Metric.REVENUE,
                        Metric.API_COST,
                        Metric.GROSS_PROFIT,
                        Metric.MARGIN_PERCENT,
                        Metric.UNPRICED_REQUESTS,
                        Metric.REQUESTS)) {
            assertThat(tile(page, metric))
                    .isEqualTo(Figure.of(metric, report.total().totals().sums()));
        }
        for (Panel panel : page.content().panels()) {
            if (!panel.table().total().isEmpty()) {
                assertThat(panel.table().total())
                        .as(panel.id())
                        .contains(
                                new Cell.Amount(
                                        Figure.of(
                                                panel.id().equals("cost-by-provider")
                                                        ? Metric.API_COST
                                                        : Metric.GROSS_PROFIT,
                                                report.total().totals().sums())));
            }
        }
    }

    @Test
    void aDayWithoutCallsIsZeroCallsAndHasNoMargin() {
        sums.add(Instant.parse("2026-11-20T10:00:00Z"), PAID, 2, "0.08", "0.4");
        sums.add(Instant.parse("2026-11-22T10:00:00Z"), PAID, 1, "0.08", "0.4");
        Page page =
                dashboard.page(Map.of("from", List.of("2026-11-20"), "to", List.of("2026-11-22")));
        JsonNode chart = chart(page, "revenue-and-cost");
        assertThat(chart.get("buckets")).hasSize(3);
        assertThat(values(chart, "Revenue")).containsExactly("\"0.8\"", "\"0\"", "\"0.4\"");
        assertThat(values(chart, "Margin")).containsExactly("\"80\"", "null", "\"80\"");
        assertThat(values(chart, "Calls")).containsExactly("\"2\"", "\"0\"", "\"1\"");
        assertThat(chart.get("series").get(0).get("texts").get(1).asString()).isEqualTo("$0.00");
    }

    @Test
    void daysAreCutInTheReportsZone() {
        sums.add(Instant.parse("2026-11-20T23:30:00Z"), PAID, 2, "0.08", "0.4");
        Page page =
                dashboard.page(
                        Map.of(
                                "from", List.of("2026-11-20"),
                                "to", List.of("2026-11-21"),
                                "tz", List.of("Asia/Kolkata")));
        assertThat(values(chart(page, "revenue-and-cost"), "Calls"))
                .containsExactly("\"0\"", "\"2\"");
        assertThat(page.frame().zone()).isEqualTo("Asia/Kolkata");
    }

    @Test
    void freePaidAndUnknownStandApartAndAddUp() {
        sums.add(TestSite.NOW.minusSeconds(60), PAID, 4, "0.08", "0.4");
        sums.add(TestSite.NOW.minusSeconds(60), FREE, 10, "0.04", "0");
        sums.add(TestSite.NOW.minusSeconds(60), UNKNOWN, 3, null, null);
        Panel panel = panel(dashboard.page(Map.of()), "free-and-paid");
        assertThat(panel.table().rows())
                .extracting(row -> row.getFirst())
                .containsExactly(
                        Cell.Text.of("Paid"), Cell.Text.of("Free"), Cell.Text.of("Unknown plan"));
        assertThat(cell(panel, 0, 4)).isEqualTo("$1.28");
        assertThat(cell(panel, 1, 4)).isEqualTo("−$0.40");
        assertThat(cell(panel, 2, 4)).isEqualTo("—");
        assertThat(cell(panel, 1, 5)).isEqualTo("—");
    }

    @Test
    void whatHasNoPriceOrValueIsNamedNeverShownAsZero() {
        sums.add(TestSite.NOW.minusSeconds(60), PAID, 4, "0.08", "0.4");
        sums.add(TestSite.NOW.minusSeconds(60), UNKNOWN, 3, null, null);
        Page page = dashboard.page(Map.of());
        assertThat(page.content().notices())
                .extracting(notice -> notice.text() + notice.amount().text())
                .containsExactly(
                        "3 calls have no price: API cost is at least $0.32",
                        "3 calls have no known credit value: revenue is at least $1.60");
        Table byModel = panel(page, "by-model").table();
        assertThat(byModel.rows().getLast().getFirst())
                .isEqualTo(
                        new Cell.Text(
                                "gpt-image-2",
                                -1,
                                "3 unpriced, 3 unvalued",
                                "/calls?model=gpt-image-2"));
        assertThat(((Cell.Amount) byModel.rows().getLast().get(3)).figure().lead()).isEqualTo("—");
    }

    @Test
    void whatCantBeUnderstoodIsToldWithItsField() {
        assertThat(problem("tz", "Mars/Olympus").field()).isEqualTo("tz");
        assertThat(problem("from", "yesterday-ish").field()).isEqualTo("from");
        assertThat(problem("granularity", "fortnight").field()).isEqualTo("granularity");
    }

    @Test
    void aTimeTooLongToShowByDayIsRefusedNotDrawn() {
        Page page =
                dashboard.page(
                        Map.of(
                                "from", List.of("2015-01-01"),
                                "to", List.of("2026-01-01"),
                                "granularity", List.of("day")));
        assertThat(page.problemWith("granularity")).contains("too long");
    }

    @Test
    void providersBeyondThePaletteAreShownTogether() {
        for (int i = 0; i < 12; i++) {
            Dimensions at = new Dimensions("provider-" + i, "upscale", "", "pro", "success");
            sums.add(TestSite.NOW.minusSeconds(60), at, i + 1, "0.1", "0.4");
        }
        JsonNode chart =
                chart(dashboard.page(Map.of("range", List.of("today"))), "cost-by-provider");
        assertThat(chart.get("series")).hasSize(8 + 1 + 1);
        assertThat(values(chart, "Other")).containsExactly("\"1\"");
        assertThat(values(chart, "All providers")).containsExactly("\"7.8\"");
    }

    private Page.Problem problem(String name, String value) {
        Page page = dashboard.page(Map.of(name, List.of(value)));
        assertThat(page.state()).isEqualTo(Page.State.PROBLEM);
        return java.util.Objects.requireNonNull(page.problem());
    }

    private static Figure tile(Page page, Metric metric) {
        return page.content().tiles().stream()
                .filter(tile -> tile.label().equals(metric.label()))
                .findFirst()
                .orElseThrow()
                .figure();
    }

    private static Panel panel(Page page, String id) {
        return page.content().panels().stream()
                .filter(panel -> panel.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static String cell(Panel panel, int row, int column) {
        return ((Cell.Amount) panel.table().rows().get(row).get(column)).figure().text();
    }

    private static JsonNode chart(Page page, String id) {
        return new JsonMapper().readTree(java.util.Objects.requireNonNull(panel(page, id).chart()));
    }

    private static List<String> values(JsonNode chart, String series) {
        return chart.get("series")
                .valueStream()
                .filter(node -> node.get("name").asString().equals(series))
                .flatMap(node -> node.get("values").valueStream())
                .map(JsonNode::toString)
                .toList();
    }

    @Test
    void aSplitKeepsEveryCall() {
        SeededSums busy = SeededSums.busy(TestSite.NOW, 5);
        var query =
                new dev.tare.core.profit.ReportQuery(
                        Instant.EPOCH, TestSite.NOW, ZoneOffset.UTC, List.of(), Map.of());
        ProfitReports reports = new ProfitReports(busy);
        ProfitReport byPlan = reports.report(query.by(dev.tare.core.profit.Dimension.PLAN));
        BigDecimal split =
                Segment.split(byPlan).values().stream()
                        .map(totals -> totals.sums().apiCost())
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(split)
                .isEqualByComparingTo(reports.report(query).total().totals().sums().apiCost());
    }
}
