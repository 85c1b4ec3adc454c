package dev.tare.testkit;

import static dev.tare.testkit.BilledUsage.IMAGES;
import static dev.tare.testkit.BilledUsage.TOKENS;
import static dev.tare.testkit.BilledUsage.bill;
import static dev.tare.testkit.BilledUsage.line;
import static dev.tare.testkit.BilledUsage.outcomes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.event.EventStatus;
import dev.tare.core.reconcile.Bill;
import dev.tare.core.reconcile.BillItem;
import dev.tare.core.reconcile.BillLine;
import dev.tare.core.reconcile.Outcome;
import dev.tare.core.reconcile.Reconciliation;
import dev.tare.core.rollup.Verification;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Each outcome of comparing a bill with the log, by a bill made by hand. */
class ReconcilingTest {
    private final BilledUsage usage = new BilledUsage();

    private Reconciliation compare(BillLine... lines) {
        return usage.compare(of(lines));
    }

    private static Bill of(BillLine... lines) {
        Bill bill = bill();
        for (BillLine line : lines) {
            assertThat(bill.add(line)).isNull();
        }
        return bill;
    }

    @Test
    void whatAgreesToTheDigitMatchesAndFailedCallsAreExpectedOnNoBill() {
        usage.images("2026-11-01T00:00:00Z", 3)
                .images("2026-11-01T23:59:59Z", 2)
                .failed("2026-11-01T12:00:00Z", 9)
                .tokens("2026-11-01T12:00:00Z", 1_000);

        Reconciliation found =
                compare(
                        line(2, "2026-11-01", IMAGES, 5, "0.20"),
                        line(3, "2026-11-01", TOKENS, 1_000, "0.0025"));

        assertThat(outcomes(found))
                .containsExactly("2026-11-01 upscale MATCHED", "2026-11-01 small MATCHED");
        assertThat(found.isFine()).isTrue();
        assertThat(found.findings().getFirst().notBilled()).isEqualTo(1);
        assertThat(found.amount().captured()).isEqualByComparingTo("100");
    }

    @Test
    void halfAUnitOfTheLastDecimalForEachLineIsRoundingAndMoreIsDrift() {
        // 1,802 tokens cost 0.004505: half a cent is 0.005.
        usage.tokens("2026-11-01T12:00:00Z", 1_802)
                .tokens("2026-11-02T12:00:00Z", 3_000)
                .tokens("2026-11-03T12:00:00Z", 2_001);

        Reconciliation found =
                compare(
                        line(2, "2026-11-01", TOKENS, 1_802, "0.00"),
                        line(3, "2026-11-02", TOKENS, 3_000, "0.02"),
                        line(4, "2026-11-03", TOKENS, 2_001, "0.00"));

        assertThat(outcomes(found))
                .containsExactly(
                        "2026-11-01 small ROUNDING",
                        "2026-11-02 small PRICE_DRIFT",
                        "2026-11-03 small PRICE_DRIFT");
        Reconciliation.Finding drift = BilledUsage.only(found, Outcome.PRICE_DRIFT);
        assertThat(drift.billRate()).isEqualByComparingTo("0.000006666666667");
        assertThat(drift.logRate()).isEqualByComparingTo("0.0000025");
        assertThat(drift.gap()).isEqualByComparingTo("0.0125");
    }

    @Test
    void whatTheLogLacksIsMissingAndWhatItHasAloneIsNamed() {
        usage.images("2026-11-01T10:00:00Z", 7)
                .images("2026-11-03T10:00:00Z", 1)
                .tokens("2026-11-02T10:00:00Z", 50)
                .call(usage.event("2026-11-02T11:00:00Z", "x", "y", "z", 1, EventStatus.SUCCESS));

        Reconciliation found =
                compare(
                        line(2, "2026-11-01", IMAGES, 10, "0.40"),
                        line(3, "2026-11-02", IMAGES, 4, "0.16"),
                        line(4, "2026-11-03", IMAGES, 1, "0.04"));

        assertThat(outcomes(found))
                .containsExactly(
                        "2026-11-01 upscale MISSING",
                        "2026-11-02 chat ONLY_IN_LOG",
                        "2026-11-02 upscale ONLY_ON_BILL",
                        "2026-11-02 x ONLY_IN_LOG",
                        "2026-11-03 upscale MATCHED");
        // 8 of 15 images; what is only in the log captures nothing.
        Reconciliation.Capture images = Objects.requireNonNull(found.captured().get("images"));
        assertThat(images.captured()).isEqualByComparingTo("53.33");
        assertThat(found.amount().captured()).isEqualByComparingTo("53.33");
        assertThat(found.captured()).doesNotContainKey("input_tokens");
    }

    @Test
    void doubledIsToldApartByTheSideThatDoesIt() {
        usage.images("2026-11-01T10:00:00Z", 5)
                .images("2026-11-01T10:00:00Z", 5)
                .images("2026-11-02T10:00:00Z", 5)
                .images("2026-11-03T10:00:00Z", 6);

        Reconciliation found =
                compare(
                        line(2, "2026-11-01", IMAGES, 5, "0.20"),
                        line(3, "2026-11-02", IMAGES, 5, "0.20"),
                        line(4, "2026-11-02", IMAGES, 5, "0.20"),
                        line(5, "2026-11-03", IMAGES, 5, "0.20"));

        assertThat(outcomes(found))
                .containsExactly(
                        "2026-11-01 upscale DOUBLED_IN_LOG",
                        "2026-11-02 upscale DOUBLED_ON_BILL",
                        "2026-11-03 upscale MORE_IN_LOG");
        assertThat(BilledUsage.only(found, Outcome.DOUBLED_ON_BILL).repeats())
                .containsExactly(new Reconciliation.Repeat(4, 3));
    }

    @Test
    void equalLinesThatTheLogHasTooAreNothingToComplainAbout() {
        usage.images("2026-11-02T10:00:00Z", 5).images("2026-11-02T11:00:00Z", 5);

        Reconciliation found =
                compare(
                        line(3, "2026-11-02", IMAGES, 5, "0.20"),
                        line(4, "2026-11-02", IMAGES, 5, "0.20"));

        assertThat(outcomes(found)).containsExactly("2026-11-02 upscale MATCHED");
        assertThat(found.findings().getFirst().repeated()).isEqualTo(1);
    }

    @Test
    void daysOfAnotherZoneAreFoundAndComparedThere() {
        // Days of +08:00 begin at 16:00 UTC.
        usage.images("2026-10-31T16:00:00Z", 1)
                .images("2026-11-01T15:45:00Z", 2)
                .images("2026-11-01T16:00:00Z", 4)
                .images("2026-11-02T15:59:00Z", 8)
                .images("2026-11-02T16:14:00Z", 16);

        Reconciliation found =
                compare(
                        line(2, "2026-11-01", IMAGES, 3, "0.12"),
                        line(3, "2026-11-02", IMAGES, 12, "0.48"),
                        line(4, "2026-11-03", IMAGES, 16, "0.64"));

        Reconciliation.Shift shift = Objects.requireNonNull(found.shift());
        assertThat(shift.offset().getId()).isEqualTo("+08:00");
        assertThat(shift.equallyGood()).isZero();
        assertThat(shift.mended()).isEqualTo(3);
        assertThat(found.findings())
                .extracting(f -> f.outcome())
                .containsOnly(Outcome.TIME_ZONE_SHIFT);
    }

    @Test
    void aLongerPeriodIsComparedWholeAndMustBeWholeDays() {
        usage.images("2026-11-01T10:00:00Z", 5).images("2026-11-30T10:00:00Z", 5);
        Instant from = Instant.parse("2026-11-01T00:00:00Z");
        Instant to = Instant.parse("2026-12-01T00:00:00Z");
        BillLine month = line(2, "2026-11-01", IMAGES, 10, "0.40");
        BillLine whole =
                new BillLine(
                        2,
                        from,
                        to,
                        IMAGES,
                        "images",
                        month.quantity(),
                        BigDecimal.ZERO,
                        month.amount(),
                        2,
                        UUID.nameUUIDFromBytes(new byte[0]));

        assertThat(outcomes(compare(whole))).containsExactly("2026-11-01 upscale MATCHED");

        Bill both = of(whole);
        assertThat(Objects.requireNonNull(both.add(line(3, "2026-11-07", IMAGES, 1, "1"))).code())
                .isEqualTo("overlapping_periods");
        Bill elsewhere = new Bill(ZoneId.of("Europe/Berlin"), null, null);
        assertThat(Objects.requireNonNull(elsewhere.add(whole)).message())
                .contains("Europe/Berlin", "--tz");
    }

    @Test
    void theItemThatSaysMostHasTheEvent() {
        usage.tokens("2026-11-01T10:00:00Z", 10).images("2026-11-01T10:00:00Z", 1);
        BillItem exact = new BillItem("chat", "small");

        Reconciliation found =
                compare(
                        line(2, "2026-11-01", exact, 10, "0.000025"),
                        line(3, "2026-11-01", TOKENS, 7, "0.01"),
                        line(4, "2026-11-01", IMAGES, 1, "0.04"));

        assertThat(outcomes(found))
                .containsExactly(
                        "2026-11-01 chat MATCHED",
                        "2026-11-01 upscale MATCHED",
                        "2026-11-01 small ONLY_ON_BILL");
    }

    @Test
    void daysOutsideThoseAskedForAreCountedOnly() {
        usage.images("2026-11-01T10:00:00Z", 5).images("2026-11-02T10:00:00Z", 5);
        Bill bill = new Bill(ZoneId.of("UTC"), LocalDate.parse("2026-11-02"), null);
        bill.add(line(2, "2026-11-01", IMAGES, 9, "0.40"));
        bill.add(line(3, "2026-11-02", IMAGES, 5, "0.20"));

        Reconciliation found = usage.compare(bill);

        assertThat(outcomes(found)).containsExactly("2026-11-02 upscale MATCHED");
        assertThat(found.linesOutside()).isEqualTo(1);
    }

    @Test
    void aDifferentPriceIsBookedToTheLastDigitAndNotTwice() {
        usage.images("2026-11-01T10:00:00Z", 1)
                .images("2026-11-01T11:00:00Z", 1)
                .images("2026-11-01T12:00:00Z", 1)
                .call(
                        usage.event(
                                "2026-11-02T11:00:00Z",
                                "new",
                                "n",
                                "images",
                                1,
                                EventStatus.SUCCESS));
        BillItem unpriced = new BillItem("new", "n");
        BillLine late = line(3, "2026-11-02", unpriced, 1, "0.30");
        Bill bill =
                of(
                        line(2, "2026-11-01", IMAGES, 3, "1.00"),
                        new BillLine(
                                3,
                                late.start(),
                                late.end(),
                                unpriced,
                                "images",
                                late.quantity(),
                                BigDecimal.ZERO,
                                late.amount(),
                                2,
                                late.text()));

        assertThat(usage.book(bill).events()).isEqualTo(4);

        assertThat(outcomes(usage.compare(bill)))
                .containsExactly("2026-11-01 upscale MATCHED", "2026-11-02 new MATCHED");
        assertThat(usage.book(bill).events()).isZero();
        assertThat(new Verification(usage.ledger, usage.ledger.books()).run())
                .allSatisfy(check -> assertThat(check.findings()).isEmpty());
    }
}
