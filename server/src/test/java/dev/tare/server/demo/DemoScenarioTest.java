package dev.tare.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.event.Checked;
import dev.tare.core.event.EventRules;
import dev.tare.core.event.EventStatus;
import dev.tare.core.event.UsageEvent;
import dev.tare.core.event.UsageEventDraft;
import dev.tare.core.pricing.Books;
import dev.tare.core.pricing.PricedEvent;
import dev.tare.server.wire.PriceFile;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DemoScenarioTest {
    private static final LocalDate LAST = LocalDate.parse("2026-11-22");
    private static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");
    private static final DemoScenario SCENARIO = new DemoScenario(7, LAST);
    private static final List<PricedEvent> ROWS = rows(SCENARIO);

    @Test
    void theSameSeedGivesTheSameEventsAndAnotherOneOthers() {
        Iterator<UsageEvent> again = new DemoScenario(7, LAST).events().iterator();
        for (PricedEvent row : ROWS) {
            UsageEvent event = again.next();
            if (!event.equals(row.event())) {
                assertThat(event).isEqualTo(row.event());
            }
        }
        assertThat(again.hasNext()).isFalse();
        assertThat(new DemoScenario(8, LAST).events().findFirst())
                .isNotEqualTo(SCENARIO.events().findFirst());
    }

    @Test
    void thereAreEnoughEventsAndNotTooManyWhateverTheSeedAndSeason() {
        assertThat(ROWS).hasSizeBetween(300_000, 430_000);
        assertThat(new DemoScenario(1, LAST).events().count()).isBetween(300_000L, 430_000L);
        assertThat(new DemoScenario(2, LocalDate.parse("2026-06-30")).events().count())
                .isBetween(300_000L, 430_000L);
    }

    @Test
    void eventsComeInOrderOfTimeWithIdsOfTheirOwnWithinTheDays() {
        Instant before = SCENARIO.firstDay().atStartOfDay(ZoneOffset.UTC).toInstant();
        Set<String> ids = new HashSet<>();
        for (PricedEvent row : ROWS) {
            if (row.time().isBefore(before) || !ids.add(row.event().id())) {
                assertThat(row).as("ordered, with an id of its own").isNull();
            }
            before = row.time();
        }
        assertThat(ids).hasSameSizeAs(ROWS);
        assertThat(before).isBefore(NOW);
        assertThat(SCENARIO.firstDay().plusDays(179)).isEqualTo(LAST);
    }

    @Test
    void everyEventKeepsTheRulesOfUsage() {
        for (PricedEvent row : ROWS.subList(0, 5_000)) {
            UsageEvent event = row.event();
            UsageEventDraft draft = new UsageEventDraft();
            draft.id = event.id();
            draft.time = String.valueOf(event.time());
            draft.userId = event.userId();
            draft.provider = event.provider();
            draft.operation = event.operation();
            draft.model = event.model();
            event.quantities()
                    .byUnit()
                    .forEach((unit, n) -> draft.quantities.put(unit, n.toPlainString()));
            draft.status = event.status().text();
            draft.error = event.error();
            draft.processingTimeMs = String.valueOf(event.processingTimeMs());
            draft.credits = event.credits() == null ? null : event.credits().toPlainString();
            draft.plan = event.plan();
            draft.fingerprint = event.fingerprint();
            draft.metadata = event.metadata();
            assertThat(EventRules.check(draft, NOW)).isEqualTo(new Checked.Accepted(event));
        }
    }

    @Test
    void aboutTwoThousandUsersAreOnAllPlansMostOfThemFree() {
        Map<String, String> planOf = new HashMap<>();
        ROWS.stream()
                .filter(row -> row.event().plan() != null)
                .forEach(row -> planOf.put(row.event().userId(), row.plan()));
        Map<String, Integer> users = new TreeMap<>();
        planOf.values().forEach(plan -> users.merge(plan, 1, Integer::sum));
        assertThat(planOf.size()).isBetween(1_800, 2_200);
        assertThat(users.keySet())
                .containsExactly(
                        "basic", "free", "payg_10", "payg_20", "payg_50", "pro", "starter");
        assertThat(users.values()).allMatch(count -> count > 20);
        assertThat(users.getOrDefault("free", 0) * 100 / planOf.size()).isBetween(63, 77);
    }

    @Test
    void freeUsersGetTwoCreditsAMonth() {
        Map<String, BigDecimal> used = new HashMap<>();
        ROWS.stream()
                .filter(row -> row.plan().equals("free") && row.value().credits() != null)
                .forEach(row ->
                        used.merge(
                                row.event().userId() + row.time().toString().substring(0, 7),
                                Objects.requireNonNull(row.value().credits()),
                                BigDecimal::add));
        assertThat(used.values()).allMatch(credits -> credits.compareTo(BigDecimal.TWO) <= 0);
        assertThat(used.values()).anyMatch(credits -> credits.compareTo(BigDecimal.TWO) == 0);
    }

    @Test
    void weekendsAreQuietAndTheServiceGrows() {
        Map<DayOfWeek, Long> byDay = new HashMap<>();
        Map<String, Long> byMonth = new TreeMap<>();
        for (PricedEvent row : ROWS) {
            byDay.merge(date(row).getDayOfWeek(), 1L, Long::sum);
            byMonth.merge(row.time().toString().substring(0, 7), 1L, Long::sum);
        }
        double weekend = count(byDay, DayOfWeek.SATURDAY) + count(byDay, DayOfWeek.SUNDAY);
        double midweek = count(byDay, DayOfWeek.TUESDAY) + count(byDay, DayOfWeek.WEDNESDAY);
        assertThat(weekend / midweek).isBetween(0.4, 0.6);
        assertThat(byMonth.getOrDefault("2026-10", 0L))
                .isGreaterThan(byMonth.getOrDefault("2026-06", 0L) * 13 / 10);
        long night = ROWS.stream().filter(row -> row.time().toString().contains("T05:")).count();
        long afternoon =
                ROWS.stream().filter(row -> row.time().toString().contains("T16:")).count();
        assertThat(afternoon).isGreaterThan(night * 4);
    }

    @Test
    void oneDayCostsFarMoreThanAnyOtherAndOneUserIsWhy() {
        Map<LocalDate, BigDecimal> byDay = sums(ROWS, DemoScenarioTest::date);
        BigDecimal spike = Objects.requireNonNull(byDay.remove(SCENARIO.spikeDay()));
        assertThat(byDay.values())
                .allMatch(cost -> spike.compareTo(cost.multiply(BigDecimal.TWO)) > 0);
        Map<String, BigDecimal> byUser =
                sums(
                        ROWS.stream().filter(row -> date(row).equals(SCENARIO.spikeDay())).toList(),
                        row -> row.event().userId());
        assertThat(byUser.values().stream().max(BigDecimal::compareTo).orElseThrow())
                .isGreaterThan(spike.divide(BigDecimal.TWO));
    }

    @Test
    void fewUsersMakeMuchOfTheUse() {
        List<BigDecimal> costs =
                sums(ROWS, row -> row.event().userId()).values().stream().sorted().toList();
        BigDecimal top =
                costs.subList(costs.size() * 9 / 10, costs.size()).stream()
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(top).isGreaterThan(cost(row -> true).divide(BigDecimal.TWO));
    }

    @Test
    void thePriceOfTheVectorizerChangesOnItsDay() {
        Instant change = SCENARIO.priceChangeDay().atStartOfDay(ZoneOffset.UTC).toInstant();
        for (PricedEvent row : ROWS) {
            if (row.event().provider().equals("vectorizer")) {
                assertThat(row.apiCost())
                        .isEqualByComparingTo(row.time().isBefore(change) ? "0.20" : "0.22");
            }
        }
    }

    @Test
    void thereAreFailuresRepeatsUnknownPlansAndALittleWithoutPrice() {
        for (String provider : List.of("deep_image", "clipping_magic", "vectorizer", "openai")) {
            assertThat(
                            share(
                                    row -> row.event().status() == EventStatus.FAILED,
                                    row -> row.event().provider().equals(provider)))
                    .as(provider)
                    .isBetween(0.003, 0.06);
        }
        Set<String> seen = new HashSet<>();
        long repeats =
                ROWS.stream()
                        .filter(row -> row.event().fingerprint() != null)
                        .filter(row -> !seen.add(row.event().fingerprint()))
                        .count();
        assertThat(repeats).isGreaterThan(5_000);
        assertThat(share(row -> row.apiCost() == null, row -> true)).isBetween(0.0001, 0.002);
        assertThat(share(row -> row.plan().equals("unknown"), row -> true)).isBetween(0.001, 0.01);
    }

    @Test
    void itEarnsButNotEverywhere() {
        assertThat(margin(row -> true)).isBetween(55.0, 85.0);
        assertThat(margin(row -> row.event().operation().equals("chat"))).isGreaterThan(85);
        assertThat(margin(row -> row.event().operation().equals("image_generation")))
                .isBetween(15.0, 55.0);
        assertThat(margin(row -> "claude-opus-4-5".equals(row.event().model()))).isLessThan(5);
        assertThat(cost(row -> row.plan().equals("free"))).isGreaterThan(new BigDecimal("250"));
    }

    @Test
    void thePricesCanBeWrittenToAFile() {
        assertThat(PriceFile.parse(PriceFile.write(SCENARIO.prices())))
                .isEqualTo(new PriceFile.Prices(SCENARIO.prices()));
    }

    private static List<PricedEvent> rows(DemoScenario scenario) {
        Books books = Books.EMPTY.with(scenario.prices());
        return scenario.events()
                .map(event -> PricedEvent.of(event, DemoScenario.SOURCE, NOW, books))
                .toList();
    }

    private static LocalDate date(PricedEvent row) {
        return LocalDate.ofInstant(row.time(), ZoneOffset.UTC);
    }

    private static <K> Map<K, BigDecimal> sums(
            List<PricedEvent> rows, Function<PricedEvent, K> key) {
        Map<K, BigDecimal> sums = new HashMap<>();
        rows.forEach(row -> sums.merge(key.apply(row), zero(row.apiCost()), BigDecimal::add));
        return sums;
    }

    private static BigDecimal cost(Predicate<PricedEvent> which) {
        return ROWS.stream()
                .filter(which)
                .map(row -> zero(row.apiCost()))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Over the rows that have both amounts, as every report takes it. */
    private static double margin(Predicate<PricedEvent> which) {
        Predicate<PricedEvent> both = row -> row.apiCost() != null && row.creditValue() != null;
        BigDecimal cost = cost(which.and(both));
        BigDecimal value =
                ROWS.stream()
                        .filter(which.and(both))
                        .map(row -> zero(row.creditValue()))
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
        return value.subtract(cost).doubleValue() / value.doubleValue() * 100;
    }

    private static double share(Predicate<PricedEvent> which, Predicate<PricedEvent> among) {
        long all = ROWS.stream().filter(among).count();
        return (double) ROWS.stream().filter(among.and(which)).count() / all;
    }

    private static BigDecimal zero(@Nullable BigDecimal amount) {
        return amount == null ? BigDecimal.ZERO : amount;
    }

    private static long count(Map<DayOfWeek, Long> byDay, DayOfWeek day) {
        return byDay.getOrDefault(day, 0L);
    }
}
