package dev.tare.testkit;

import static dev.tare.testkit.LedgerFixtures.JOURNAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tare.core.event.UsageBatch;
import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.ChargedEvent;
import dev.tare.core.ledger.EventKey;
import dev.tare.core.ledger.EventScope;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.ledger.PricedAnew;
import dev.tare.core.ledger.Recorder;
import dev.tare.core.ledger.RecorderSetup;
import dev.tare.core.pricing.PeriodUse.Period;
import dev.tare.core.rollup.Verification;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every ledger promises of prices by the month: each event is charged at its place in it. */
public abstract class PeriodsContract {

    /** A new, empty ledger whose days are those of {@code zone}. */
    protected abstract LedgerUnderTest open(ZoneId zone);

    @Test
    void eachEventIsChargedAtItsPlaceInTheProvidersMonth() {
        long seed = new Random().nextLong();
        LedgerUnderTest ledger = open(ZoneId.of("UTC"));
        record(new Random(seed), ledger);
        Map<YearMonth, List<ChargedEvent>> months = new TreeMap<>();
        ledger.audit(audit -> {
            audit.eachRow(row -> {
                if (row.position() != null) {
                    YearMonth month =
                            YearMonth.from(row.event().time().atZone(MonthlyUsage.PROVIDERS_ZONE));
                    months.computeIfAbsent(month, _ -> new ArrayList<>()).add(row);
                }
            });
            return 0;
        });

        assertThat(months.keySet()).containsExactly(YearMonth.of(2026, 10), YearMonth.of(2026, 11));
        months.forEach((month, rows) -> {
            BigDecimal reached = BigDecimal.ZERO;
            rows.sort(Comparator.comparing(ChargedEvent::position));
            for (ChargedEvent row : rows) {
                BigDecimal images = row.event().quantities().byUnit().get("images");
                assertThat(row.position()).as("seed %d", seed).isEqualByComparingTo(reached);
                assertThat(row.apiCost())
                        .as("seed %d, %s after %s in %s", seed, images, reached, month)
                        .isEqualByComparingTo(
                                MonthlyUsage.byHand(month, reached.add(images))
                                        .subtract(MonthlyUsage.byHand(month, reached))
                                        .setScale(9, RoundingMode.HALF_EVEN));
                reached = reached.add(images);
            }
            Period period = MonthlyUsage.period(month);
            assertThat(ledger.store().used(Set.of(period)).get(period))
                    .as("seed %d", seed)
                    .isEqualByComparingTo(reached);
        });
        assertThat(verified(ledger))
                .allSatisfy(check -> assertThat(check.findings()).as("seed %d", seed).isEmpty());
    }

    @Test
    void aCorrectedEventKeepsItsPlaceInItsMonthAndComesLastInAnother() {
        LedgerUnderTest ledger = open(ZoneId.of("UTC"));
        InMemoryJournal journal = new InMemoryJournal(JOURNAL);
        journal.append(new JournalRecord.Prices(MonthlyUsage.NOW, MonthlyUsage.prices())).join();
        MonthlyUsage.usage(
                journal,
                MonthlyUsage.images("a", "acme", 40),
                MonthlyUsage.images("b", "acme", 20),
                MonthlyUsage.images("c", "x", 5));

        correct(journal, MonthlyUsage.images("a", "acme", 60));
        correct(journal, MonthlyUsage.images("c", "acme", 10));
        new Recorder(journal, ledger.store(), new SettableClock(MonthlyUsage.NOW), state -> {})
                .drain();

        Map<EventKey, Instant> keys = new HashMap<>();
        List.of("a", "b", "c").forEach(id -> keys.put(new EventKey("app", id), MonthlyUsage.FIRST));
        assertThat(ledger.store().findCharged(keys))
                .extracting(row -> row.event().key().id() + " after " + plain(row.position()))
                .containsExactlyInAnyOrder("a after 0", "b after 40", "c after 60");
        assertThat(ledger.store().findCharged(keys))
                .extracting(row -> row.event().key().id() + " costs " + plain(row.apiCost()))
                // 50 at 10 and 10 at 5 cents; 10 at 10 and 10 at 5; 10 at 5.
                .containsExactlyInAnyOrder("a costs 5.5", "b costs 1.5", "c costs 0.5");
        assertThat(verified(ledger)).allSatisfy(check -> assertThat(check.findings()).isEmpty());
    }

    private static String plain(@Nullable BigDecimal number) {
        return number == null ? "null" : number.stripTrailingZeros().toPlainString();
    }

    private static void correct(InMemoryJournal journal, UsageEvent event) {
        UsageBatch batch = new UsageBatch("app", MonthlyUsage.NOW, List.of(event));
        journal.append(new JournalRecord.Correction(batch, "counted anew", "b")).join();
    }

    @Test
    void whenTheMonthIsOverEachEventComesToItsShareOfIt() {
        long seed = new Random().nextLong();
        LedgerUnderTest ledger = open(ZoneId.of("UTC"));
        InMemoryJournal journal = MonthlyUsage.journal(new Random(seed));
        drain(journal, ledger);
        settle(journal, ledger);
        Map<String, BigDecimal> shares = new TreeMap<>();
        BigDecimal[] sums = {BigDecimal.ZERO, BigDecimal.ZERO};
        october(
                ledger,
                row -> {
                    BigDecimal images = row.event().quantities().byUnit().get("images");
                    BigDecimal cost = Objects.requireNonNull(row.apiCost());
                    shares.put(row.event().key().id(), cost);
                    sums[0] = sums[0].add(images);
                    sums[1] = sums[1].add(cost);
                });

        BigDecimal due =
                MonthlyUsage.byHand(YearMonth.of(2026, 10), sums[0]).max(MonthlyUsage.COMMITMENT);
        assertThat(sums[1]).as("seed %d", seed).isEqualByComparingTo(due);
        october(
                ledger,
                row -> {
                    BigDecimal images = row.event().quantities().byUnit().get("images");
                    assertThat(shares.get(row.event().key().id()))
                            .as("seed %d", seed)
                            .isCloseTo(
                                    due.multiply(images).divide(sums[0], 9, RoundingMode.HALF_EVEN),
                                    within(new BigDecimal("0.000001")));
                });
        assertThat(verified(ledger))
                .allSatisfy(check -> assertThat(check.findings()).as("seed %d", seed).isEmpty());
    }

    @Test
    void aMonthSettledAgainIsSettledToNothing() {
        long seed = new Random().nextLong();
        LedgerUnderTest ledger = open(ZoneId.of("UTC"));
        InMemoryJournal journal = MonthlyUsage.journal(new Random(seed));
        drain(journal, ledger);
        settle(journal, ledger);
        long booked = verified(ledger).getLast().looked();

        settle(journal, ledger);

        assertThat(verified(ledger).getLast().looked()).as("seed %d", seed).isEqualTo(booked);
        assertThat(booked).isPositive();
    }

    @Test
    void theSharesAreTheSameInAnotherOrder() {
        long seed = new Random().nextLong();
        LedgerUnderTest ledger = open(ZoneId.of("UTC"));
        InMemoryJournal journal = MonthlyUsage.journal(new Random(seed));
        drain(journal, ledger);
        settle(journal, ledger);
        LedgerUnderTest other = LedgerUnderTest.of(new InMemoryLedger(ZoneId.of("UTC")));
        InMemoryJournal shuffled = MonthlyUsage.shuffled(journal, new Random(seed + 1));
        drain(shuffled, other);
        settle(shuffled, other);

        assertThat(costs(other)).as("seed %d", seed).isEqualTo(costs(ledger));
    }

    private static Map<String, BigDecimal> costs(LedgerUnderTest ledger) {
        Map<String, BigDecimal> costs = new TreeMap<>();
        october(
                ledger,
                row -> costs.put(row.event().key().id(), Objects.requireNonNull(row.apiCost())));
        return costs;
    }

    private static void settle(InMemoryJournal journal, LedgerUnderTest ledger) {
        EventScope scope =
                EventScope.of(
                        Instant.parse("2026-09-30T00:00:00Z"),
                        Instant.parse("2026-11-02T00:00:00Z"));
        PricedAnew.Aim months = new PricedAnew.Aim(false, true);
        journal.append(
                        new JournalRecord.Repricing(
                                MonthlyUsage.NOW, "october", "settled", scope, months))
                .join();
        drain(journal, ledger);
    }

    private static void drain(InMemoryJournal journal, LedgerUnderTest ledger) {
        SettableClock clock = new SettableClock(MonthlyUsage.NOW);
        new Recorder(journal, ledger.store(), clock, state -> {}).drain();
    }

    private static List<Verification.Check> verified(LedgerUnderTest ledger) {
        return ledger.audit(audit -> new Verification(audit, ledger.store().books()).run());
    }

    /** The events charged by that month, as they are now. */
    private static void october(LedgerUnderTest ledger, Consumer<ChargedEvent> sink) {
        Instant first =
                YearMonth.of(2026, 10)
                        .atDay(1)
                        .atStartOfDay(MonthlyUsage.PROVIDERS_ZONE)
                        .toInstant();
        ledger.store()
                .now()
                .each(
                        EventScope.of(first, MonthlyUsage.NOVEMBER),
                        row -> {
                            if (row.position() != null) {
                                sink.accept(row);
                            }
                        });
    }

    @Test
    void aMonthThatNothingWasRecordedOfHasNoUse() {
        LedgerUnderTest ledger = open(ZoneId.of("UTC"));

        Period period = MonthlyUsage.period(YearMonth.of(2026, 10));

        assertThat(ledger.store().used(Set.of(period)).getOrDefault(period, BigDecimal.ZERO))
                .isEqualByComparingTo("0");
    }

    private static void record(Random random, LedgerUnderTest ledger) {
        InMemoryJournal journal = MonthlyUsage.journal(random);
        // Sometimes the same recorder goes on, sometimes one that knows nothing yet.
        while (ledger.store().state(JOURNAL).position().offset() < journal.end().offset()) {
            RecorderSetup setup = RecorderSetup.ALONE.withSizes(7, 20);
            SettableClock clock = new SettableClock(MonthlyUsage.NOW);
            Recorder recorder = new Recorder(journal, ledger.store(), clock, state -> {}, setup);
            for (int steps = random.nextInt(4); steps >= 0; steps--) {
                int _ = recorder.step();
            }
        }
    }
}
