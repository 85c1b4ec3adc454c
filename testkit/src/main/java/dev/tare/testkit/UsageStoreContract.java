package dev.tare.testkit;

import static dev.tare.testkit.LedgerFixtures.JOURNAL;
import static dev.tare.testkit.LedgerFixtures.batch;
import static dev.tare.testkit.LedgerFixtures.fullRow;
import static dev.tare.testkit.LedgerFixtures.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.core.ledger.EventKey;
import dev.tare.core.ledger.JournalPosition;
import dev.tare.core.ledger.LedgerBatch;
import dev.tare.core.ledger.LedgerState;
import dev.tare.core.ledger.ReceiptProbe;
import dev.tare.core.ledger.StoreRefusedData;
import dev.tare.core.ledger.StoredEvent;
import dev.tare.core.pricing.Books;
import dev.tare.core.pricing.FailedCalls;
import dev.tare.core.pricing.PriceChange;
import dev.tare.core.pricing.PriceOrigin;
import dev.tare.core.pricing.PricedEvent;
import dev.tare.core.pricing.RateCard;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of usage promises. */
public abstract class UsageStoreContract {
    private static final Instant NOW = Instant.parse("2026-11-23T10:15:30.123456Z");

    private LedgerUnderTest ledger;

    /** A new, empty ledger whose days are those of {@code zone}. */
    protected abstract LedgerUnderTest open(ZoneId zone);

    @BeforeEach
    void openEmpty() {
        ledger = open(ZoneOffset.UTC);
    }

    @Test
    void aJournalNeverSeenStandsAtItsStart() {
        assertThat(ledger.store().state(JOURNAL))
                .isEqualTo(new LedgerState(JournalPosition.start(JOURNAL), 0, 0, 0, 0));
    }

    @Test
    void aBatchMovesThePositionAndCountsWhatBecameOfItsEvents() {
        ledger.store()
                .apply(
                        new LedgerBatch(
                                new JournalPosition(JOURNAL, 77),
                                List.of(row("a", NOW, NOW), row("b", NOW, NOW)),
                                List.of(LedgerFixtures.setAside("c", NOW)),
                                PriceChange.NONE,
                                3));
        ledger.store().apply(batch(99, List.of(row("d", NOW, NOW))));

        assertThat(ledger.store().state(JOURNAL))
                .isEqualTo(new LedgerState(new JournalPosition(JOURNAL, 99), 7, 3, 3, 1));
        assertThat(ledger.<Long>audit(audit -> audit.counts().rows())).isEqualTo(3);
        assertThat(ledger.<Long>audit(audit -> audit.counts().quarantined())).isEqualTo(1);
    }

    @Test
    void journalsAreKeptApart() {
        UUID other = UUID.fromString("00000000-0000-4000-8000-000000000001");
        ledger.store().apply(batch(10, List.of(row("a", NOW, NOW))));
        ledger.store()
                .apply(
                        new LedgerBatch(
                                new JournalPosition(other, 5),
                                List.of(),
                                List.of(),
                                PriceChange.NONE,
                                2));

        assertThat(ledger.store().state(JOURNAL).position().offset()).isEqualTo(10);
        assertThat(ledger.store().state(other))
                .isEqualTo(new LedgerState(new JournalPosition(other, 5), 2, 0, 2, 0));
        assertThat(ledger.<Integer>audit(audit -> audit.counts().states().size())).isEqualTo(2);
    }

    @Test
    void booksComeBackExactlyAndInTheOrderEntered() {
        PriceChange prices = LedgerFixtures.prices();
        PriceChange first =
                new PriceChange(prices.rateCards().subList(1, 2), prices.plans(), prices.tariffs());
        ledger.store().apply(pricesAt(1, first));
        ledger.store().apply(pricesAt(2, Books.EMPTY.with(first).newIn(prices)));

        Books read = ledger.store().books();

        assertThat(read.prices().cards())
                .containsExactly(prices.rateCards().get(1), prices.rateCards().get(0));
        assertThat(read.plans().plans()).containsExactlyElementsOf(prices.plans());
        assertThat(read.plans().tariffs()).containsExactlyElementsOf(prices.tariffs());
        assertThat(read.newIn(prices)).isEqualTo(PriceChange.NONE);
    }

    @Test
    void pricesOfEveryModelComeBackExactly() {
        long seed = new SplittableRandom().nextLong();
        RandomPricing prices = new RandomPricing(new SplittableRandom(seed));
        List<RateCard> cards = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            cards.add(
                    new RateCard(
                            "card " + i,
                            "p",
                            RateCard.ANY,
                            "m",
                            prices.any(),
                            FailedCalls.BILLED,
                            NOW,
                            null,
                            "test",
                            i % 2 == 0 ? PriceOrigin.IMPORTED : PriceOrigin.NEGOTIATED));
        }
        ledger.store().apply(pricesAt(1, new PriceChange(cards, List.of(), List.of())));

        assertThat(ledger.store().books().prices().cards())
                .as("seed %d", seed)
                .containsExactlyElementsOf(cards);
    }

    private static LedgerBatch pricesAt(long offset, PriceChange change) {
        return new LedgerBatch(
                new JournalPosition(JOURNAL, offset), List.of(), List.of(), change, 0);
    }

    @Test
    void aRowIsFoundWithEveryFieldAsItWas() {
        PricedEvent full = fullRow("full", NOW, NOW);
        ledger.store().apply(batch(1, List.of(row("plain", NOW, NOW), full)));

        List<StoredEvent> found = at(Map.of(key("full"), NOW));

        assertThat(found).hasSize(1);
        StoredEvent row = found.getFirst();
        assertThat(row.differences(full.event())).isEmpty();
        assertThat(row.key()).isEqualTo(key("full"));
        assertThat(row.time()).isEqualTo(NOW);
        assertThat(row.receivedAt()).isEqualTo(NOW);
        assertThat(row.metadata()).isEqualTo(full.event().metadata());
        assertThat(row.clientCost()).isEqualByComparingTo("0.123456789");
        assertThat(row.credits()).isEqualByComparingTo("3.25");
    }

    @Test
    void whatWasNotSentIsNotThere() {
        PricedEvent plain = row("plain", NOW, NOW);
        ledger.store().apply(batch(1, List.of(plain)));

        StoredEvent row = at(Map.of(key("plain"), NOW)).getFirst();

        assertThat(row.differences(plain.event())).isEmpty();
        assertThat(row.model()).isNull();
        assertThat(row.clientCost()).isNull();
        assertThat(row.processingTimeMs()).isNull();
        assertThat(row.plan()).isEqualTo("unknown");
    }

    @Test
    void anIdentityIsFoundByItsExactTimeHoweverOld() {
        Instant old = NOW.minus(Duration.ofDays(4000));
        ledger.store().apply(batch(1, List.of(row("old", old, NOW.minus(Duration.ofDays(40))))));

        assertThat(at(Map.of(key("old"), old))).hasSize(1);
        assertThat(at(Map.of(key("old"), old.plusNanos(1000)))).isEmpty();
        assertThat(at(Map.of(key("old"), old.minusNanos(1000)))).isEmpty();
        assertThat(at(Map.of(new EventKey("other", "old"), old))).isEmpty();
        assertThat(at(Map.of())).isEmpty();
    }

    @Test
    void anIdentityIsFoundWithinTheStretchOfItsReceiptWhateverItsTime() {
        Instant time = NOW.minus(Duration.ofDays(3));
        Instant end = NOW.plusNanos(1000);
        ledger.store().apply(batch(1, List.of(row("a", time, NOW), row("b", time, NOW))));

        assertThat(received(new ReceiptProbe(key("a"), NOW, end))).hasSize(1);
        assertThat(received(new ReceiptProbe(key("a"), NOW.minusSeconds(9), NOW))).isEmpty();
        assertThat(received(new ReceiptProbe(key("a"), end, end.plusSeconds(9)))).isEmpty();
        assertThat(received(new ReceiptProbe(new EventKey("x", "a"), NOW, end))).isEmpty();
        assertThat(
                        received(
                                new ReceiptProbe(key("a"), NOW, end),
                                new ReceiptProbe(key("b"), end, end.plusSeconds(9)),
                                new ReceiptProbe(key("b"), time, end)))
                .hasSize(2);
        assertThat(received()).isEmpty();
    }

    @Test
    void timesAreFoundHoweverRoundOrFineTheyAre() {
        Instant minute = Instant.parse("2026-11-01T00:00:00Z");
        Instant fine = NOW.plusNanos(789);
        ledger.store().apply(batch(1, List.of(row("minute", minute, minute))));
        List<EventKey> told = new ArrayList<>();

        assertThat(at(Map.of(key("minute"), minute))).hasSize(1);
        assertThat(at(Map.of(key("minute"), fine))).isEmpty();
        assertThat(received(new ReceiptProbe(key("minute"), minute, fine))).hasSize(1);
        ledger.store().eachKey(0, minute, (key, receivedAt) -> told.add(key));
        ledger.store().eachKey(0, fine, (key, receivedAt) -> told.add(key));
        assertThat(told).containsExactly(key("minute"));
    }

    @Test
    void manyIdentitiesScatteredOverYearsAreFoundAtOnce() {
        List<PricedEvent> rows = new ArrayList<>();
        Map<EventKey, Instant> probes = new HashMap<>();
        for (int i = 0; i < 300; i++) {
            Instant time = NOW.minus(Duration.ofHours(i * 97L));
            rows.add(row("e" + i, time, NOW.minus(Duration.ofDays(50))));
            // Half are looked for; each third of these at another time, which must find nothing.
            if (i % 2 == 0) {
                probes.put(key("e" + i), i % 3 == 0 ? time.plusSeconds(1) : time);
            }
        }
        ledger.store().apply(batch(1, rows));

        List<StoredEvent> found = at(probes);

        assertThat(found).hasSize(100);
        assertThat(found).allMatch(row -> row.time().equals(probes.get(row.key())));
    }

    @Test
    void aBatchWithOneImpossibleRowLeavesNoTraceAndTheStoreGoesOn() {
        ledger.store().apply(batch(1, List.of(row("first", NOW, NOW))));
        List<PricedEvent> mixed =
                List.of(row("good", NOW, NOW), LedgerFixtures.unstorable("bad", NOW));
        LedgerBatch refused =
                new LedgerBatch(
                        new JournalPosition(JOURNAL, 2),
                        mixed,
                        List.of(LedgerFixtures.setAside("c", NOW)),
                        LedgerFixtures.prices(),
                        4);

        assertThatThrownBy(() -> ledger.store().apply(refused))
                .isInstanceOf(StoreRefusedData.class);

        assertThat(ledger.store().state(JOURNAL))
                .isEqualTo(new LedgerState(new JournalPosition(JOURNAL, 1), 1, 1, 0, 0));
        assertThat(ledger.store().books().prices().cards()).isEmpty();
        assertThat(ledger.<Long>audit(audit -> audit.counts().rows())).isEqualTo(1);
        assertThat(ledger.<Long>audit(audit -> audit.counts().quarantined())).isZero();
        ledger.store().apply(batch(3, List.of(row("good", NOW, NOW))));
        assertThat(ledger.<Long>audit(audit -> audit.counts().rows())).isEqualTo(2);
    }

    @Test
    void askingWhetherRowsCanBeStoredWritesNothing() {
        PricedEvent bad = LedgerFixtures.unstorable("bad", NOW);

        assertThat(ledger.store().canStore(List.of(row("a", NOW, NOW)))).isTrue();
        assertThat(ledger.store().canStore(List.of(row("a", NOW, NOW), bad))).isFalse();

        assertThat(ledger.<Long>audit(audit -> audit.counts().rows())).isZero();
        assertThat(ledger.sums().span()).isNull();
    }

    private List<StoredEvent> at(Map<EventKey, Instant> times) {
        return List.copyOf(ledger.store().findByTime(times));
    }

    private List<StoredEvent> received(ReceiptProbe... probes) {
        return List.copyOf(ledger.store().findByReceipt(List.of(probes)));
    }

    private static EventKey key(String id) {
        return new EventKey("app", id);
    }
}
