package dev.tare.testkit;

import static dev.tare.testkit.LedgerFixtures.JOURNAL;
import static dev.tare.testkit.LedgerFixtures.LONG_AGO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.event.EventStatus;
import dev.tare.core.event.Quantities;
import dev.tare.core.event.UsageBatch;
import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.ChargedEvent;
import dev.tare.core.ledger.EventKey;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.ledger.Recorder;
import dev.tare.core.ledger.RecorderSetup;
import dev.tare.core.pricing.FailedCalls;
import dev.tare.core.pricing.GraduatedPricing;
import dev.tare.core.pricing.PeriodPricing;
import dev.tare.core.pricing.PeriodUse.Period;
import dev.tare.core.pricing.PriceChange;
import dev.tare.core.pricing.PricingModel;
import dev.tare.core.pricing.RateCard;
import dev.tare.core.pricing.Tier;
import dev.tare.core.pricing.VolumePricing;
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
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every ledger promises of prices by the month: each event is charged at its place in it. */
public abstract class PeriodsContract {
    private static final ZoneId PROVIDERS_ZONE = ZoneId.of("America/New_York");
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final Instant FIRST = Instant.parse("2026-10-20T00:00:00Z");
    private static final Instant NOVEMBER = Instant.parse("2026-11-01T04:00:00Z");

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
                    YearMonth month = YearMonth.from(row.event().time().atZone(PROVIDERS_ZONE));
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
                                byHand(month, reached.add(images))
                                        .subtract(byHand(month, reached))
                                        .setScale(9, RoundingMode.HALF_EVEN));
                reached = reached.add(images);
            }
            Period period = period(month);
            assertThat(ledger.store().used(Set.of(period)).get(period))
                    .as("seed %d", seed)
                    .isEqualByComparingTo(reached);
        });
        assertThat(
                        ledger.<List<Verification.Check>>audit(
                                audit -> new Verification(audit, ledger.store().books()).run()))
                .allSatisfy(check -> assertThat(check.findings()).as("seed %d", seed).isEmpty());
    }

    @Test
    void aCorrectedEventKeepsItsPlaceInItsMonthAndComesLastInAnother() {
        LedgerUnderTest ledger = open(ZoneId.of("UTC"));
        InMemoryJournal journal = new InMemoryJournal(JOURNAL);
        journal.append(new JournalRecord.Prices(NOW, prices())).join();
        usage(journal, images("a", "acme", 40), images("b", "acme", 20), images("c", "x", 5));

        correct(journal, images("a", "acme", 60));
        correct(journal, images("c", "acme", 10));
        new Recorder(journal, ledger.store(), new SettableClock(NOW), state -> {}).drain();

        Map<EventKey, Instant> keys = new HashMap<>();
        List.of("a", "b", "c").forEach(id -> keys.put(new EventKey("app", id), FIRST));
        assertThat(ledger.store().findCharged(keys))
                .extracting(row -> row.event().key().id() + " after " + plain(row.position()))
                .containsExactlyInAnyOrder("a after 0", "b after 40", "c after 60");
        assertThat(ledger.store().findCharged(keys))
                .extracting(row -> row.event().key().id() + " costs " + plain(row.apiCost()))
                // 50 at 10 and 10 at 5 cents; 10 at 10 and 10 at 5; 10 at 5.
                .containsExactlyInAnyOrder("a costs 5.5", "b costs 1.5", "c costs 0.5");
        assertThat(
                        ledger.<List<Verification.Check>>audit(
                                audit -> new Verification(audit, ledger.store().books()).run()))
                .allSatisfy(check -> assertThat(check.findings()).isEmpty());
    }

    private static String plain(@Nullable BigDecimal number) {
        return number == null ? "null" : number.stripTrailingZeros().toPlainString();
    }

    private static void usage(InMemoryJournal journal, UsageEvent... events) {
        UsageBatch batch = new UsageBatch("app", NOW, List.of(events));
        journal.append(new JournalRecord.Usage(batch)).join();
    }

    private static void correct(InMemoryJournal journal, UsageEvent event) {
        UsageBatch batch = new UsageBatch("app", NOW, List.of(event));
        journal.append(new JournalRecord.Correction(batch, "counted anew", "b")).join();
    }

    private static UsageEvent images(String id, String provider, long images) {
        return event(id, FIRST, provider, null, images, EventStatus.SUCCESS);
    }

    @Test
    void aMonthThatNothingWasRecordedOfHasNoUse() {
        LedgerUnderTest ledger = open(ZoneId.of("UTC"));

        Period period = period(YearMonth.of(2026, 10));

        assertThat(ledger.store().used(Set.of(period)).getOrDefault(period, BigDecimal.ZERO))
                .isEqualByComparingTo("0");
    }

    private static Period period(YearMonth month) {
        Instant start = month.atDay(1).atStartOfDay(PROVIDERS_ZONE).toInstant();
        return new Period("acme", "upscale", RateCard.ANY, "images", start);
    }

    /** October: 50 at $0.10, 100 more at $0.05, then $0.02; November: all at one rate by volume. */
    private static BigDecimal byHand(YearMonth month, BigDecimal images) {
        long whole = images.longValueExact();
        long cents =
                month.getMonthValue() == 10
                        ? 10 * Math.min(whole, 50)
                                + 5 * Math.min(Math.max(whole - 50, 0), 100)
                                + 2 * Math.max(whole - 150, 0)
                        : whole * (whole <= 60 ? 9 : 4);
        return BigDecimal.valueOf(cents, 2);
    }

    private static void record(Random random, LedgerUnderTest ledger) {
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
            journal.append(new JournalRecord.Usage(new UsageBatch("app", NOW, events))).join();
            if (random.nextInt(3) == 0) {
                // Sometimes the same recorder goes on, sometimes one that knows nothing yet.
                RecorderSetup setup = RecorderSetup.ALONE.withSizes(7, 20);
                SettableClock clock = new SettableClock(NOW);
                new Recorder(journal, ledger.store(), clock, state -> {}, setup).drain();
            }
        }
        new Recorder(journal, ledger.store(), new SettableClock(NOW), state -> {}).drain();
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

    private static PriceChange prices() {
        GraduatedPricing steps =
                new GraduatedPricing(
                        "images",
                        List.of(tier("50", "0.10"), tier("150", "0.05"), tier(null, "0.02")),
                        false);
        VolumePricing volume =
                new VolumePricing("images", List.of(tier("60", "0.09"), tier(null, "0.04")), false);
        return new PriceChange(
                List.of(card("october", steps, LONG_AGO), card("november", volume, NOVEMBER)),
                List.of(),
                List.of());
    }

    private static Tier tier(@Nullable String upTo, String rate) {
        return new Tier(upTo == null ? null : new BigDecimal(upTo), new BigDecimal(rate));
    }

    private static RateCard card(String id, PricingModel table, Instant from) {
        return new RateCard(
                id,
                "acme",
                "upscale",
                RateCard.ANY,
                new PeriodPricing(table, "images", PROVIDERS_ZONE, null, null, null),
                FailedCalls.NOT_BILLED,
                from,
                null,
                "contract");
    }
}
