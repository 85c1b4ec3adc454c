package dev.tare.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.advice.ToldCostsReport;
import dev.tare.core.event.UsageBatch;
import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.ChargedEvent;
import dev.tare.core.ledger.ExplainedCost;
import dev.tare.core.ledger.ExplainedEvent;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.ledger.LoggedEvents.Search;
import dev.tare.core.ledger.Recorder;
import dev.tare.core.ledger.RowsKept;
import dev.tare.core.pricing.Cost;
import dev.tare.core.pricing.PeriodPricing;
import dev.tare.core.pricing.PriceBook;
import dev.tare.core.pricing.PriceChange;
import dev.tare.core.pricing.RateCard;
import dev.tare.testkit.ExplainedAmounts;
import dev.tare.testkit.InMemoryJournal;
import dev.tare.testkit.InMemoryLedger;
import dev.tare.testkit.RandomPricing;
import dev.tare.testkit.SettableClock;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;

/**
 * Random books and events through the real recorder: the explanation of each adds up to what is
 * stored, and to what {@link PriceOracle} says; told costs beside it likewise.
 */
final class ExplainedEventsTest {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("2027-06-01T00:00:00Z");

    /** A month: several calls of each month that is charged as a whole. */
    private static final long SPAN = 2_600_000;

    private static final int CARDS = 40;
    private static final int EVENTS = 200;
    private static final BigDecimal ROUNDING = new BigDecimal("0.000000001");

    private final long seed = new SplittableRandom().nextLong();
    private final SplittableRandom random = new SplittableRandom(seed);
    private final List<RateCard> cards = new ArrayList<>();
    private final List<UsageEvent> events = new ArrayList<>();
    private final Map<String, Map<String, String>> told = new HashMap<>();
    private final InMemoryLedger ledger = new InMemoryLedger(ZoneOffset.UTC);

    private void record() {
        RandomPricing prices = new RandomPricing(random);
        for (int i = 0; i < CARDS; i++) {
            cards.add(PriceOracleTest.card(i, prices, random));
        }
        for (int i = 0; i < EVENTS; i++) {
            Map<String, String> attributes = new HashMap<>();
            UsageEvent event = PriceOracleTest.event(random, attributes);
            told.put("e" + i, attributes);
            events.add(at(event, "e" + i, BEGIN.plusSeconds(random.nextLong(SPAN))));
        }
        InMemoryJournal journal = new InMemoryJournal(UUID.randomUUID());
        PriceChange change = new PriceChange(cards, List.of(), List.of());
        journal.append(new JournalRecord.Prices(END, change)).join();
        journal.append(new JournalRecord.Usage(new UsageBatch("app", END, events))).join();
        new Recorder(journal, ledger, new SettableClock(END), state -> {}).drain();
    }

    private UsageEvent at(UsageEvent event, String id, Instant time) {
        BigDecimal cost =
                random.nextInt(3) == 0 ? BigDecimal.valueOf(random.nextInt(99_999), 4) : null;
        return new UsageEvent(
                id,
                time,
                event.userId(),
                event.provider(),
                event.operation(),
                event.model(),
                event.quantities(),
                event.status(),
                null,
                null,
                BigDecimal.ONE,
                null,
                null,
                cost,
                event.metadata(),
                false);
    }

    private ExplainedEvent explained(UsageEvent event) {
        return ExplainedEvent.of(
                ledger.events().find(new Search(event.id(), null, null)).events().getFirst(),
                ledger.books());
    }

    @RepeatedTest(10)
    void everyExplanationAddsUpToTheStoredCostAndToTheSlowWay() {
        record();
        int parts = 0;
        for (UsageEvent event : events) {
            ExplainedEvent one = explained(event);
            String what = "seed " + seed + ", event " + event.id();
            parts += ExplainedAmounts.check(what, one);
            if (one.charged().cost() instanceof ExplainedCost.ByCard card) {
                ChargedEvent row = one.charged().row();
                BigDecimal soFar = Objects.requireNonNullElse(row.position(), BigDecimal.ZERO);
                assertThat(((Cost.Priced) card.explanation().cost()).exact())
                        .as(what)
                        .isEqualByComparingTo(slowly(event, soFar));
            }
        }
        assertThat(parts).as("seed %d", seed).isPositive();
    }

    private @Nullable BigDecimal slowly(UsageEvent event, BigDecimal soFar) {
        return PriceOracleTest.slowly(
                cards,
                event,
                Objects.requireNonNull(told.get(event.id())),
                Objects.requireNonNull(event.time()),
                soFar);
    }

    @RepeatedTest(10)
    void toldCostsAreComparedWithTheSlowWay() {
        record();
        Instant from = BEGIN.plusSeconds(SPAN / 10);
        Instant to = BEGIN.plusSeconds(SPAN / 10 * 9);
        PriceBook book = new PriceBook(cards);
        Slow slow = new Slow();
        for (UsageEvent event : events) {
            Instant time = Objects.requireNonNull(event.time());
            if (event.cost() != null && !time.isBefore(from) && time.isBefore(to)) {
                boolean monthly = isByTheMonth(book, event);
                slow.add(event.cost(), monthly ? null : slowly(event, BigDecimal.ZERO));
            }
        }

        ToldCostsReport report = ToldCostsReport.of(ledger.now(), RowsKept.ALL, book, from, to);

        assertThat(report.total().events()).as("seed %d", seed).isEqualTo(slow.count).isPositive();
        assertThat(report.total().told()).as("seed %d", seed).isEqualByComparingTo(slow.sum);
        assertThat(report.total().compared()).as("seed %d", seed).isEqualTo(slow.compared);
        assertThat(report.total().differing()).as("seed %d", seed).isEqualTo(slow.differing);
        assertThat(report.total().difference())
                .as("seed %d", seed)
                .isEqualByComparingTo(slow.difference);
        assertThat(report.more()).isNull();
        assertThat(
                        report.groups().stream()
                                .map(group -> group.sum().difference())
                                .reduce(BigDecimal.ZERO, BigDecimal::add))
                .as("seed %d", seed)
                .isEqualByComparingTo(slow.difference);
        assertThat(report.groups())
                .isSortedAccordingTo(
                        (a, b) -> b.sum().difference().abs().compareTo(a.sum().difference().abs()));
    }

    /** Added up the slow way. */
    private static final class Slow {
        private long count;
        private long compared;
        private long differing;
        private BigDecimal sum = BigDecimal.ZERO;
        private BigDecimal difference = BigDecimal.ZERO;

        void add(BigDecimal told, @Nullable BigDecimal slow) {
            count++;
            sum = sum.add(told);
            if (slow != null) {
                compared++;
                BigDecimal more = told.subtract(slow.setScale(9, RoundingMode.HALF_EVEN));
                difference = difference.add(more);
                differing += more.abs().compareTo(ROUNDING) > 0 ? 1 : 0;
            }
        }
    }

    /** Such a call is counted in a month where it is charged at all. */
    private static boolean isByTheMonth(PriceBook book, UsageEvent event) {
        RateCard card =
                book.find(
                        event.provider(),
                        event.operation(),
                        event.model(),
                        Objects.requireNonNull(event.time()));
        boolean charged =
                event.status().text().equals("success")
                        || (card != null && card.failedCalls().text().equals("billed"));
        if (card == null || !charged || !(card.pricing() instanceof PeriodPricing pricing)) {
            return false;
        }
        Map<String, BigDecimal> used = event.quantities().byUnit();
        boolean onlyCalls = used.size() == 1 && used.containsKey("calls");
        return used.containsKey(pricing.unit())
                || (onlyCalls && pricing.unit().equals(pricing.defaultUnit()));
    }
}
