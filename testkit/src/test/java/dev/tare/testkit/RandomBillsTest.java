package dev.tare.testkit;

import static dev.tare.testkit.BilledUsage.IMAGES;
import static dev.tare.testkit.BilledUsage.IMAGE_USD;
import static dev.tare.testkit.BilledUsage.TOKENS;
import static dev.tare.testkit.BilledUsage.TOKEN_USD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.event.EventStatus;
import dev.tare.core.event.UsageEvent;
import dev.tare.core.reconcile.Bill;
import dev.tare.core.reconcile.BillItem;
import dev.tare.core.reconcile.Outcome;
import dev.tare.core.reconcile.Reconciliation;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A random log, and its bill made call by call beside it, with faults planted in some days of some
 * items: each is diagnosed, and nothing else is.
 */
class RandomBillsTest {
    private static final Instant FROM = Instant.parse("2026-11-01T00:00:00Z");
    private static final int DAYS = 8;
    private static final int CALLS = 2_500;

    private enum Fault {
        NONE,
        LOST,
        TOLD_TWICE,
        BILLED_TWICE,
        DEARER
    }

    /** What the bill says of a day of an item, and what was done to it. */
    private static final class Day {
        final Fault fault;
        long count;
        long calls;

        Day(Fault fault) {
            this.fault = fault;
        }
    }

    private final BilledUsage usage = new BilledUsage();
    private final Map<String, Day> days = new TreeMap<>();
    private final Bill bill = BilledUsage.bill();

    /** Days of the bill begin so many seconds before those of UTC. */
    private void make(Random random, int offset) {
        for (int i = 0; i < CALLS; i++) {
            Instant time = FROM.plusSeconds(random.nextInt(DAYS * 86_400));
            boolean image = random.nextBoolean();
            int count = 1 + random.nextInt(image ? 3 : 5_000);
            UsageEvent event =
                    usage.event(
                            time.toString(),
                            image ? "upscale" : "chat",
                            image ? null : "small",
                            image ? "images" : "input_tokens",
                            count,
                            EventStatus.SUCCESS);
            String date = time.plusSeconds(offset).toString().substring(0, 10);
            Day day =
                    days.computeIfAbsent(date + (image ? " i" : " t"), d -> new Day(fault(random)));
            day.count += count;
            day.calls++;
            if (day.fault == Fault.LOST && day.calls % 4 == 1) {
                continue;
            }
            usage.call(event);
            if (day.fault == Fault.TOLD_TWICE) {
                usage.call(event.withId(event.id() + "-again"));
            }
        }
        writeBill();
    }

    private static Fault fault(Random random) {
        return random.nextInt(3) > 0
                ? Fault.NONE
                : Fault.values()[1 + random.nextInt(Fault.values().length - 1)];
    }

    private void writeBill() {
        long number = 1;
        for (Map.Entry<String, Day> entry : days.entrySet()) {
            Day day = entry.getValue();
            boolean image = entry.getKey().endsWith("i");
            BigDecimal exact =
                    BigDecimal.valueOf(day.count).multiply(image ? IMAGE_USD : TOKEN_USD);
            String usd =
                    (day.fault == Fault.DEARER ? exact.multiply(new BigDecimal("1.07")) : exact)
                            .toPlainString();
            BillItem item = image ? IMAGES : TOKENS;
            String date = entry.getKey().substring(0, 10);
            for (int i = day.fault == Fault.BILLED_TWICE ? 0 : 1; i < 2; i++) {
                assertThat(bill.add(BilledUsage.line(++number, date, item, day.count, usd)))
                        .isNull();
            }
        }
    }

    private Outcome expected(Reconciliation.Finding finding) {
        String key = finding.first() + (finding.item().equals(IMAGES) ? " i" : " t");
        Day day = Objects.requireNonNull(days.get(key), key);
        return switch (day.fault) {
            case NONE -> Outcome.MATCHED;
            case LOST -> day.calls == 1 ? Outcome.ONLY_ON_BILL : Outcome.MISSING;
            case TOLD_TWICE -> Outcome.DOUBLED_IN_LOG;
            case BILLED_TWICE -> Outcome.DOUBLED_ON_BILL;
            case DEARER -> Outcome.PRICE_DRIFT;
        };
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void plantedFaultsAreFoundAndWhatCostsMoreIsBooked(long seed) {
        make(new Random(seed), 0);

        Reconciliation found = usage.compare(bill);

        assertThat(found.shift()).as("seed %s", seed).isNull();
        assertThat(found.findings()).as("seed %s", seed).hasSize(days.size());
        assertThat(found.findings())
                .allSatisfy(f ->
                        assertThat(f.outcome()).as("seed %s, %s", seed, f).isEqualTo(expected(f)));

        usage.book(bill);

        for (Reconciliation.Finding after : usage.compare(bill).findings()) {
            Outcome should =
                    expected(after) == Outcome.PRICE_DRIFT ? Outcome.MATCHED : expected(after);
            assertThat(after.outcome()).as("seed %s, %s", seed, after).isEqualTo(should);
        }
        assertThat(usage.book(bill).events()).as("seed %s", seed).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 8, 9, 10, 11, 12})
    void theSameInDaysOfAnotherZone(long seed) {
        Random random = new Random(seed);
        int quarter = 8 + random.nextInt(40);
        int offset = (quarter < 28 ? -quarter : quarter) * 900;
        make(random, offset);

        Reconciliation found = usage.compare(bill);

        Reconciliation.Shift shift = Objects.requireNonNull(found.shift(), "seed " + seed);
        assertThat(shift.offset().getTotalSeconds()).as("seed %s", seed).isEqualTo(offset);
        for (Reconciliation.Finding one : found.findings()) {
            Outcome should = expected(one);
            if (should == Outcome.MATCHED) {
                // A day may agree in both, where none of its calls lie in between.
                assertThat(one.outcome())
                        .as("seed %s, %s", seed, one)
                        .isIn(Outcome.MATCHED, Outcome.TIME_ZONE_SHIFT);
            } else {
                assertThat(one.outcome()).as("seed %s, %s", seed, one).isEqualTo(should);
            }
        }
        assertThat(found.first()).isBetween(LocalDate.of(2026, 10, 31), LocalDate.of(2026, 11, 1));
    }
}
