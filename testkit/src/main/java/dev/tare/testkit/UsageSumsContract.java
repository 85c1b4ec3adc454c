package dev.tare.testkit;

import static dev.tare.testkit.LedgerFixtures.batch;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.pricing.PricedEvent;
import dev.tare.core.profit.Dimension;
import dev.tare.core.profit.ReportQuery;
import dev.tare.core.profit.UsageSums;
import dev.tare.core.rollup.Rollups;
import dev.tare.core.rollup.Sums;
import dev.tare.core.rollup.Totals;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What everything that answers {@link UsageSums} promises: the answers of the ledger in memory. */
public abstract class UsageSumsContract {
    /** The year's two changes of the clock in America/New_York lie in here. */
    private static final LocalDate FIRST_DAY = LocalDate.of(2026, 2, 20);

    private static final LocalDate LAST_DAY = LocalDate.of(2026, 11, 15);

    private static final List<Dimension> ALL = List.of(Dimension.values());

    private static final List<String> ZONES =
            List.of("UTC", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "+05:45");

    /** A new, empty ledger whose days are those of {@code zone}. */
    protected abstract LedgerUnderTest open(ZoneId zone);

    @Test
    void anEmptyLedgerHasNoGroupsAndNoSpan() {
        LedgerUnderTest ledger = open(ZoneId.of("UTC"));

        assertThat(ledger.sums().span()).isNull();
        assertThat(ledger.sums().sums(year(ZoneId.of("UTC"), List.of()))).isEmpty();
    }

    @Test
    void theSpanReachesFromTheFirstToTheLastEvent() {
        LedgerUnderTest ledger = open(ZoneId.of("UTC"));
        Instant first = Instant.parse("2026-03-08T06:59:59.999999Z");
        Instant last = Instant.parse("2026-11-01T05:30:00.000001Z");
        ledger.store()
                .apply(
                        batch(
                                1,
                                List.of(
                                        LedgerFixtures.row("b", last, last),
                                        LedgerFixtures.row("a", first, last))));

        assertThat(ledger.sums().span()).isEqualTo(new UsageSums.Span(first, last));
    }

    @Test
    void aTotalOverNoEventIsNoGroup() {
        LedgerUnderTest ledger = open(ZoneId.of("UTC"));
        Instant time = Instant.parse("2026-03-08T06:59:59Z");
        ledger.store().apply(batch(1, List.of(LedgerFixtures.row("a", time, time))));
        ReportQuery query = year(ZoneId.of("UTC"), List.of());

        assertThat(ledger.sums().sums(query)).hasSize(1);
        assertThat(ledger.sums().sums(query.only(Dimension.PROVIDER, "nobody"))).isEmpty();
        assertThat(ledger.sums().sums(query.over(query.from(), query.from()))).isEmpty();
    }

    @Test
    void allOfTimeMayBeAskedFor() {
        LedgerUnderTest ledger = open(ZoneId.of("UTC"));
        Instant time = Instant.parse("2026-03-08T06:59:59Z");
        ledger.store().apply(batch(1, List.of(LedgerFixtures.row("a", time, time))));
        ReportQuery ever =
                new ReportQuery(
                        Instant.MIN,
                        Instant.MAX,
                        ZoneId.of("America/New_York"),
                        List.of(),
                        Map.of());

        assertThat(ledger.sums().sums(ever).getFirst().totals().sums().requests()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"})
    void everyQuestionHasTheAnswerOfTheLedgerInMemory(String workspaceZone) {
        long seed = 20_261_123L + workspaceZone.hashCode();
        Random random = new Random(seed);
        ZoneId zone = ZoneId.of(workspaceZone);
        LedgerUnderTest ledger = open(zone);
        InMemoryLedger reference = new InMemoryLedger(zone);
        for (int i = 0; i < 4; i++) {
            List<PricedEvent> rows = randomRows(random, i, zone);
            ledger.store().apply(batch(i + 1, rows));
            reference.apply(batch(i + 1, rows));
        }

        for (int i = 0; i < 60; i++) {
            ReportQuery query = randomQuery(random, zone);
            assertThat(readable(ledger.sums().sums(query)))
                    .as("seed %d, question %d: %s", seed, i, query)
                    .isEqualTo(readable(reference.sums(query)));
        }
    }

    /** Asked with quantities a question needs rows of the log; the sums must be the same. */
    @ParameterizedTest
    @ValueSource(strings = {"UTC", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"})
    void whatUsersComeToOverWholeDaysIsTheSameFromSumsAndFromRows(String workspaceZone) {
        long seed = 20_261_127L + workspaceZone.hashCode();
        Random random = new Random(seed);
        ZoneId zone = ZoneId.of(workspaceZone);
        LedgerUnderTest ledger = open(zone);
        new CorrectedUsage(randomRows(random, 0, zone), random).record(ledger.store());

        for (int i = 0; i < 40; i++) {
            ReportQuery query = UserQueries.random(random, zone, FIRST_DAY, LAST_DAY);
            assertThat(ledger.sums().needsRows(query)).as("%s", query).isFalse();
            assertThat(ledger.sums().needsRows(query.quantities(true))).isTrue();
            assertThat(readable(ledger.sums().sums(query)))
                    .as("seed %d, question %d: %s", seed, i, query)
                    .isEqualTo(readable(withQuantitiesLeftOut(ledger.sums(), query)));
        }
    }

    private static List<UsageSums.SumRow> withQuantitiesLeftOut(UsageSums sums, ReportQuery query) {
        return sums.sums(query.quantities(true)).stream()
                .map(row ->
                        new UsageSums.SumRow(
                                row.keys(), new Totals(row.totals().sums(), new TreeMap<>())))
                .toList();
    }

    static List<PricedEvent> randomRows(Random random, int part, ZoneId zone) {
        Instant from = FIRST_DAY.atStartOfDay(zone).toInstant();
        Instant to = LAST_DAY.atStartOfDay(zone).toInstant();
        List<PricedEvent> rows = new ArrayList<>();
        rows.addAll(LedgerFixtures.randomRows(random, "y" + part + "-", 150, from, to));
        // Most around the changes of the clock.
        for (String change :
                List.of("2026-03-08T07:00:00Z", "2026-11-01T06:00:00Z", "2026-04-04T15:00:00Z")) {
            Instant around = Instant.parse(change);
            rows.addAll(
                    LedgerFixtures.randomRows(
                            random,
                            "d" + part + change,
                            50,
                            around.minusSeconds(90_000),
                            around.plusSeconds(90_000)));
        }
        return rows;
    }

    static ReportQuery randomQuery(Random random, ZoneId workspaceZone) {
        ZoneId zone =
                random.nextBoolean()
                        ? workspaceZone
                        : ZoneId.of(ZONES.get(random.nextInt(ZONES.size())));
        List<Dimension> groupBy = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            Dimension dimension = ALL.get(random.nextInt(ALL.size()));
            if (!groupBy.contains(dimension)) {
                groupBy.add(dimension);
            }
        }
        Map<Dimension, Set<String>> filters = new EnumMap<>(Dimension.class);
        switch (random.nextInt(6)) {
            case 0 -> filters.put(Dimension.PROVIDER, Set.of("acme", "nobody"));
            case 1 -> filters.put(Dimension.MODEL, Set.of(""));
            case 2 -> filters.put(Dimension.USER, Set.of("user-1", "user-2"));
            case 3 -> {
                filters.put(Dimension.STATUS, Set.of("success"));
                filters.put(Dimension.PLAN, Set.of("pro", "o'clock"));
            }
            default -> {
                // No filter.
            }
        }
        Instant a = edge(random, zone);
        Instant b = edge(random, zone);
        ReportQuery query =
                a.isBefore(b)
                        ? new ReportQuery(a, b, zone, groupBy, filters)
                        : new ReportQuery(b, a, zone, groupBy, filters);
        return query.quantities(random.nextBoolean());
    }

    /** The begin of a day, or of a quarter hour, or any time. */
    private static Instant edge(Random random, ZoneId zone) {
        long days = LAST_DAY.toEpochDay() - FIRST_DAY.toEpochDay();
        LocalDate day =
                random.nextInt(3) == 0
                        ? LocalDate.of(2026, random.nextBoolean() ? 3 : 11, 1)
                        : FIRST_DAY.plusDays(random.nextLong(days + 1));
        Instant midnight = day.atStartOfDay(zone).toInstant();
        return switch (random.nextInt(4)) {
            case 0 -> midnight.plusSeconds(random.nextLong(86_400));
            case 1 -> Rollups.quarterHour(midnight.plusSeconds(random.nextLong(86_400)));
            default -> midnight;
        };
    }

    private static ReportQuery year(ZoneId zone, List<Dimension> groupBy) {
        return new ReportQuery(
                FIRST_DAY.atStartOfDay(zone).toInstant(),
                LAST_DAY.atStartOfDay(zone).toInstant(),
                zone,
                groupBy,
                Map.of());
    }

    /** In one order, with amounts that are equal in value made equal in digits. */
    static Map<String, String> readable(List<UsageSums.SumRow> rows) {
        Map<String, String> readable = new TreeMap<>();
        for (UsageSums.SumRow row : rows) {
            String was = readable.put(row.keys().toString(), readable(row.totals()));
            assertThat(was).as("group %s given twice", row.keys()).isNull();
        }
        return readable;
    }

    private static String readable(Totals totals) {
        Sums sums = totals.sums();
        Map<String, String> quantities = new TreeMap<>();
        totals.quantities().forEach((unit, quantity) -> quantities.put(unit, plain(quantity)));
        return String.join(
                " ",
                List.of(
                        "requests " + sums.requests(),
                        "complete " + sums.completeRequests(),
                        "unpriced " + sums.unpricedRequests(),
                        "unvalued " + sums.unvaluedRequests(),
                        "failed " + sums.failedRequests(),
                        "estimated " + sums.estimatedRequests(),
                        "cost " + plain(sums.apiCost()),
                        "revenue " + plain(sums.revenue()),
                        "profit " + plain(sums.grossProfit()),
                        "unvalued cost " + plain(sums.unvaluedCost()),
                        "unpriced revenue " + plain(sums.unpricedRevenue()),
                        "failed cost " + plain(sums.failedCost()),
                        "estimated cost " + plain(sums.estimatedCost()),
                        "adjustments " + plain(sums.costAdjustment()),
                        plain(sums.revenueAdjustment()),
                        "credits " + plain(sums.credits()),
                        "ms " + sums.processingTimeMs() + "/" + sums.timedRequests(),
                        quantities.toString()));
    }

    private static String plain(BigDecimal amount) {
        return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
    }
}
