package dev.tare.testkit;

import static dev.tare.testkit.LedgerFixtures.JOURNAL;
import static dev.tare.testkit.LedgerFixtures.LONG_AGO;

import dev.tare.core.event.UsageBatch;
import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.EventScope;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.ledger.Recorder;
import dev.tare.core.ledger.RecorderSetup;
import dev.tare.core.ledger.UsageStore;
import dev.tare.core.pricing.CreditTariff;
import dev.tare.core.pricing.FailedCalls;
import dev.tare.core.pricing.PerUnitPricing;
import dev.tare.core.pricing.Plan;
import dev.tare.core.pricing.PriceChange;
import dev.tare.core.pricing.PricedEvent;
import dev.tare.core.pricing.RateCard;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A journal of usage, of prices entered too late for it, and of what prices it anew. The later
 * prices change some costs, give some calls one that had none, and take it from others.
 */
public final class RepricedUsage {
    /** The first moment of the usage. */
    public static final Instant FROM = Instant.parse("2026-11-01T00:00:00Z");

    /** Behind its last. */
    public static final Instant TO = Instant.parse("2026-11-04T00:00:00Z");

    /** All of it. */
    public static final EventScope ALL = EventScope.of(FROM, TO);

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final String NOTE = "entered late";

    /** Slices of 40 events, in pieces of 7. */
    public static final RecorderSetup SMALL = RecorderSetup.ALONE.withSizes(7, 80);

    private final InMemoryJournal journal;
    private int batches;

    /** An empty journal. */
    public RepricedUsage() {
        this(JOURNAL);
    }

    /** An empty journal of that name. */
    public RepricedUsage(UUID name) {
        journal = new InMemoryJournal(name);
    }

    /** So many calls at the prices of {@link LedgerFixtures#prices()}. */
    public RepricedUsage usage(Random random, int count) {
        enter(LedgerFixtures.prices());
        return calls(random, "e", count);
    }

    /** So many calls. */
    public RepricedUsage calls(Random random, String prefix, int count) {
        List<UsageEvent> events =
                LedgerFixtures.randomRows(random, prefix, count, FROM, TO).stream()
                        .map(PricedEvent::event)
                        .toList();
        for (int from = 0; from < events.size(); from += 50) {
            List<UsageEvent> batch = events.subList(from, Math.min(events.size(), from + 50));
            journal.append(new JournalRecord.Usage(new UsageBatch("app", NOW, batch))).join();
        }
        return this;
    }

    /** Corrects some of the calls made by {@link #usage} with that seed. */
    public RepricedUsage corrected(Random random, Random sameCalls, int count) {
        List<UsageEvent> anew = new ArrayList<>();
        for (PricedEvent row : LedgerFixtures.randomRows(sameCalls, "e", count, FROM, TO)) {
            if (random.nextInt(4) == 0) {
                anew.add(LedgerFixtures.randomAnew(random, row.event(), row.time()));
            }
        }
        UsageBatch batch = new UsageBatch("app", NOW, anew);
        journal.append(new JournalRecord.Correction(batch, "better known", "before")).join();
        return this;
    }

    /** Enters prices. */
    public RepricedUsage enter(PriceChange change) {
        journal.append(new JournalRecord.Prices(NOW, change)).join();
        return this;
    }

    /** Prices events anew; the first is {@code again-1}. */
    public RepricedUsage reprice(EventScope scope, boolean creditValues) {
        String batch = "again-" + ++batches;
        journal.append(new JournalRecord.Repricing(NOW, batch, "late price", scope, creditValues))
                .join();
        return this;
    }

    /** The journal. */
    public InMemoryJournal journal() {
        return journal;
    }

    /** Applies all of it. */
    public void record(UsageStore store) {
        new Recorder(journal, store, new SettableClock(NOW), state -> {}, SMALL).drain();
    }

    /** What is entered late. */
    public static PriceChange latePrices() {
        Instant second = Instant.parse("2026-11-02T00:00:00Z");
        return new PriceChange(
                List.of(
                        card("late-img", "acme", "upscale", second, "images", "0.0511111111115"),
                        card("late-caption", "acme", "caption", FROM, "seconds", "0.0003"),
                        card("late-nobody", "nobody", RateCard.ANY, FROM, "images", "1")),
                List.of(
                        new Plan(
                                "gone",
                                "Gone",
                                Plan.Kind.SUBSCRIPTION,
                                new BigDecimal("10"),
                                new BigDecimal("3"),
                                LONG_AGO,
                                null,
                                NOTE)),
                List.of(
                        new CreditTariff("caption", new BigDecimal("2.25"), FROM, null, NOTE),
                        new CreditTariff("chat", new BigDecimal("7.25"), second, null, NOTE)));
    }

    private static RateCard card(
            String id, String provider, String operation, Instant from, String unit, String rate) {
        return new RateCard(
                id,
                provider,
                operation,
                RateCard.ANY,
                new PerUnitPricing(new TreeMap<>(Map.of(unit, new BigDecimal(rate))), unit),
                FailedCalls.NOT_BILLED,
                from,
                null,
                NOTE);
    }
}
