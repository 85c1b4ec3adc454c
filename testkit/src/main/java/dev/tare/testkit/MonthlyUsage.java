package dev.tare.testkit;

import static dev.tare.testkit.LedgerFixtures.JOURNAL;
import static dev.tare.testkit.LedgerFixtures.LONG_AGO;

import dev.tare.core.event.EventStatus;
import dev.tare.core.event.Quantities;
import dev.tare.core.event.UsageBatch;
import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.JournalEntry;
import dev.tare.core.ledger.JournalPosition;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.pricing.FailedCalls;
import dev.tare.core.pricing.GraduatedPricing;
import dev.tare.core.pricing.PeriodPricing;
import dev.tare.core.pricing.PeriodUse.Period;
import dev.tare.core.pricing.PriceChange;
import dev.tare.core.pricing.PricingModel;
import dev.tare.core.pricing.RateCard;
import dev.tare.core.pricing.Tier;
import dev.tare.core.pricing.VolumePricing;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Usage of October and November under prices by the month, and what it costs by hand. */
final class MonthlyUsage {
    static final ZoneId PROVIDERS_ZONE = ZoneId.of("America/New_York");
    static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    static final Instant FIRST = Instant.parse("2026-10-20T00:00:00Z");
    static final BigDecimal COMMITMENT = new BigDecimal("25");
    static final Instant NOVEMBER = Instant.parse("2026-11-01T04:00:00Z");

    private MonthlyUsage() {}

    static Period period(YearMonth month) {
        Instant start = month.atDay(1).atStartOfDay(PROVIDERS_ZONE).toInstant();
        return new Period("acme", "upscale", RateCard.ANY, "images", start);
    }

    /** October: 50 at $0.10, 100 more at $0.05, then $0.02; November: all at one rate by volume. */
    static BigDecimal byHand(YearMonth month, BigDecimal images) {
        long whole = images.longValueExact();
        long cents =
                month.getMonthValue() == 10
                        ? 10 * Math.min(whole, 50)
                                + 5 * Math.min(Math.max(whole - 50, 0), 100)
                                + 2 * Math.max(whole - 150, 0)
                        : whole * (whole <= 60 ? 9 : 4);
        return BigDecimal.valueOf(cents, 2);
    }

    static InMemoryJournal journal(Random random) {
        InMemoryJournal journal = new InMemoryJournal(JOURNAL);
        journal.append(new JournalRecord.Prices(NOW, prices())).join();
        List<UsageEvent> sent = new ArrayList<>();
        for (int batch = 0; batch < 30; batch++) {
            List<UsageEvent> events = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                boolean again = !sent.isEmpty() && random.nextInt(5) == 0;
                UsageEvent event =
                        again
                                ? sent.get(random.nextInt(sent.size()))
                                : event(random, batch + "-" + i);
                sent.add(event);
                events.add(event);
            }
            usage(journal, events.toArray(UsageEvent[]::new));
        }
        return journal;
    }

    private static UsageEvent event(Random random, String id) {
        return event(
                id,
                FIRST.plusSeconds(random.nextInt(28 * 86_400)),
                random.nextInt(6) == 0 ? "other" : "acme",
                random.nextBoolean() ? "m-" + random.nextInt(2) : null,
                1L + random.nextInt(4),
                random.nextInt(7) == 0 ? EventStatus.FAILED : EventStatus.SUCCESS);
    }

    private static UsageEvent event(
            String id,
            Instant time,
            String provider,
            @Nullable String model,
            long images,
            EventStatus status) {
        return new UsageEvent(
                id,
                time,
                "user",
                provider,
                "upscale",
                model,
                new Quantities(Map.of("images", BigDecimal.valueOf(images))),
                status,
                null,
                null,
                BigDecimal.ONE,
                null,
                null,
                null,
                null,
                false);
    }

    static PriceChange prices() {
        GraduatedPricing steps =
                new GraduatedPricing(
                        "images",
                        List.of(tier("50", "0.10"), tier("150", "0.05"), tier(null, "0.02")),
                        false);
        VolumePricing volume =
                new VolumePricing("images", List.of(tier("60", "0.09"), tier(null, "0.04")), false);
        return new PriceChange(
                List.of(
                        card("october", steps, COMMITMENT, LONG_AGO),
                        card("november", volume, null, NOVEMBER)),
                List.of(),
                List.of());
    }

    private static Tier tier(@Nullable String upTo, String rate) {
        return new Tier(upTo == null ? null : new BigDecimal(upTo), new BigDecimal(rate));
    }

    private static RateCard card(
            String id, PricingModel table, @Nullable BigDecimal min, Instant from) {
        return new RateCard(
                id,
                "acme",
                "upscale",
                RateCard.ANY,
                new PeriodPricing(table, "images", PROVIDERS_ZONE, min, null, null),
                FailedCalls.NOT_BILLED,
                from,
                null,
                "contract");
    }

    static void usage(InMemoryJournal journal, UsageEvent... events) {
        UsageBatch batch = new UsageBatch("app", NOW, List.of(events));
        journal.append(new JournalRecord.Usage(batch)).join();
    }

    static UsageEvent images(String id, String provider, long images) {
        return event(id, FIRST, provider, null, images, EventStatus.SUCCESS);
    }

    /** The same usage, in another order. */
    static InMemoryJournal shuffled(InMemoryJournal journal, Random random) {
        List<UsageEvent> events = new ArrayList<>();
        for (JournalEntry entry : journal.read(JournalPosition.start(JOURNAL), Integer.MAX_VALUE)) {
            if (entry.record() instanceof JournalRecord.Usage usage) {
                events.addAll(usage.batch().events());
            }
        }
        Collections.shuffle(events, random);
        InMemoryJournal other = new InMemoryJournal(JOURNAL);
        other.append(new JournalRecord.Prices(NOW, prices())).join();
        usage(other, events.toArray(UsageEvent[]::new));
        return other;
    }
}
