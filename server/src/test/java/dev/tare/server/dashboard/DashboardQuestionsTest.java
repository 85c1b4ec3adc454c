package dev.tare.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.profit.Dimension;
import dev.tare.core.profit.ProfitReports;
import dev.tare.core.profit.ReportQuery;
import dev.tare.core.profit.UsageSums;
import java.net.URI;
import java.time.Clock;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a page asks of the ledger: each look takes time. */
class DashboardQuestionsTest {
    private final List<ReportQuery> asked = new ArrayList<>();

    @Test
    void quantitiesAreAskedForByTheOnePanelThatShowsThem() {
        page(Map.of("range", List.of("90d")));

        assertThat(asked).hasSizeGreaterThan(5);
        assertThat(asked.stream().filter(ReportQuery::quantities).toList())
                .extracting(ReportQuery::groupBy)
                .containsExactly(List.of(Dimension.PROVIDER));
    }

    @Test
    void anAddressThatDoesWithoutThemTakesThePanelNothing() {
        Page page = page(Map.of("range", List.of("90d"), "quantities", List.of("false")));

        assertThat(page.content().panels())
                .filteredOn(panel -> panel.id().equals("quantities"))
                .singleElement()
                .satisfies(panel -> assertThat(panel.table().rows()).isNotEmpty());
    }

    /** One user's days alone are known for ever, what else there is of a user isn't. */
    @Test
    void allThatIsComparedAboutAUserComesFromTheSameEvents() {
        page(Map.of("range", List.of("90d"), "user", List.of("user-1")));

        assertThat(asked.stream().filter(query -> query.concerns(Dimension.USER)).toList())
                .hasSizeGreaterThan(2)
                .allMatch(query ->
                        query.groupBy().stream()
                                .anyMatch(one -> one != Dimension.USER && !one.isTime()));
    }

    private Page page(Map<String, List<String>> params) {
        SeededSums sums = SeededSums.busy(TestSite.NOW, 3);
        UsageSums listened =
                new UsageSums() {
                    @Override
                    public List<SumRow> sums(ReportQuery query) {
                        asked.add(query);
                        return sums.sums(query);
                    }

                    @Override
                    public @Nullable Span span() {
                        return sums.span();
                    }
                };
        return new Dashboard(
                        new ProfitReports(listened),
                        new DashboardSettings(
                                Clock.fixed(TestSite.NOW, ZoneOffset.UTC),
                                ZoneId.of("UTC"),
                                false,
                                () -> URI.create("http://127.0.0.1:7373")))
                .page(params);
    }
}
