package dev.tare.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.event.EventStatus;
import dev.tare.core.event.Quantities;
import dev.tare.core.event.UsageBatch;
import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.ChargedEvent;
import dev.tare.core.ledger.EventKey;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.ledger.Recorder;
import dev.tare.core.pricing.FailedCalls;
import dev.tare.core.pricing.PerUnitPricing;
import dev.tare.core.pricing.Plan;
import dev.tare.core.pricing.PriceChange;
import dev.tare.core.pricing.RateCard;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Corrections on their way through the recorder: what they change, and what they leave. */
final class CorrectionsTest extends RecorderSetting {
    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

    @BeforeEach
    void prices() {
        price("first", "0.04", LONG_AGO);
        enter(List.of(), List.of(plan("basic", "9.99"), plan("pro", "40")));
    }

    @Test
    void aPlanLearntLateBringsTheValueAndLeavesTheCost() {
        send(call("a", null, BigDecimal.TWO));
        price("dearer, by a list entered later", "0.05", LONG_AGO.plusSeconds(1));
        correct(call("a", "basic", null));

        ChargedEvent now = recordedAs("a");

        assertThat(now.event().plan()).isEqualTo("basic");
        // 2 credits at 9.99 / 20.
        assertThat(now.creditValue()).isEqualByComparingTo("0.999");
        assertThat(now.apiCost()).isEqualByComparingTo("0.04");
        assertThat(now.rateCardId()).isEqualTo("first");
    }

    @Test
    void otherUseCostsWhatTheBookSaysForItsTime() {
        send(call("a", "basic", BigDecimal.ONE));
        price("dearer, by a list entered later", "0.05", LONG_AGO.plusSeconds(1));
        correct(call("a", "basic", null, "images", 3, EventStatus.SUCCESS));

        assertThat(recordedAs("a").apiCost()).isEqualByComparingTo("0.15");
        assertThat(recordedAs("a").creditValue()).isEqualByComparingTo("0.4995");
    }

    @Test
    void aUnitWithoutPriceMakesTheCostUnknownNotZero() {
        send(call("a", "basic", BigDecimal.ONE));
        correct(call("a", "basic", null, "seconds", 3, EventStatus.SUCCESS));

        assertThat(recordedAs("a").apiCost()).isNull();
        assertThat(recordedAs("a").pricing()).isEqualTo("unpriced");
    }

    @Test
    void whatSaysTheSameIsNotBooked() {
        send(call("a", "basic", BigDecimal.ONE));
        correct(call("a", "basic", BigDecimal.ONE));
        correct(call("a", "pro", null));
        correct(call("a", "pro", null));

        recorder().drain();

        assertThat(ledger.compareAdjustments(1).adjustments()).isEqualTo(1);
    }

    @Test
    void whatIsNotThereOrAnotherUsersStays() {
        send(call("a", "basic", BigDecimal.ONE));
        correct(call("b", "pro", null));
        journal.append(correction("another", call("a", "pro", null))).join();
        UsageEvent others = call("a", "pro", null);
        correct(
                new UsageEvent(
                        "a",
                        others.time(),
                        "somebody else",
                        others.provider(),
                        others.operation(),
                        null,
                        others.quantities(),
                        others.status(),
                        null,
                        null,
                        null,
                        "pro",
                        null,
                        null,
                        null,
                        false));

        recorder().drain();

        assertThat(ledger.compareAdjustments(1).adjustments()).isZero();
    }

    @Test
    void whatIsToldTwiceInOneRecordIsAsInTwo() {
        send(call("a", "basic", BigDecimal.ONE), call("b", "basic", BigDecimal.ONE));
        correct(call("a", "pro", null));
        correct(call("a", null, BigDecimal.TWO));
        correct(call("b", "pro", null), call("b", null, BigDecimal.TWO));

        // 2 credits at 40 / 20.
        assertThat(recordedAs("a").creditValue()).isEqualByComparingTo("4");
        assertThat(recordedAs("b").creditValue()).isEqualByComparingTo("4");
        assertThat(recordedAs("b").event().plan()).isEqualTo("pro");
    }

    @Test
    void theSameIdAtAnotherTimeIsAnotherEvent() {
        Instant before = NOW.minus(Duration.ofDays(60));
        sendAt(before, at(before, call("a", "basic", BigDecimal.ONE)));
        recorder().drain();
        send(call("a", "basic", BigDecimal.ONE));
        Instant never = NOW.minusSeconds(60);
        correct(
                at(never, call("a", "pro", BigDecimal.TEN)),
                call("a", "pro", null),
                at(before, call("a", null, BigDecimal.TWO)),
                at(never, call("a", "pro", BigDecimal.TEN)));

        assertThat(recordedAs("a").creditValue()).isEqualByComparingTo("2");
        assertThat(recordedAs("a", before).creditValue()).isEqualByComparingTo("0.999");
        assertThat(ledger.compareAdjustments(1).adjustments()).isEqualTo(2);
    }

    @Test
    void aRecorderThatBeginsAnewGoesOnBehindTheCorrection() {
        send(call("a", "basic", BigDecimal.ONE));
        correct(call("a", "pro", null));
        recorder().drain();
        send(call("c", "basic", BigDecimal.ONE));
        Recorder again = recorder();
        again.drain();

        assertCounts(again, 2, 0, 0);
        assertThat(ledger.compareAdjustments(1).adjustments()).isEqualTo(1);
    }

    private ChargedEvent recordedAs(String id) {
        return recordedAs(id, NOW);
    }

    private ChargedEvent recordedAs(String id, Instant time) {
        recorder().drain();
        return ledger.findCharged(Map.of(new EventKey("shop", id), time)).iterator().next();
    }

    private void correct(UsageEvent... events) {
        journal.append(correction("shop", events)).join();
    }

    private JournalRecord.Correction correction(String source, UsageEvent... events) {
        return new JournalRecord.Correction(
                new UsageBatch(source, clock.instant(), List.of(events)), "better known", "b");
    }

    private static UsageEvent at(Instant time, UsageEvent event) {
        return new UsageEvent(
                event.id(),
                time,
                event.userId(),
                event.provider(),
                event.operation(),
                event.model(),
                event.quantities(),
                event.status(),
                event.error(),
                event.processingTimeMs(),
                event.credits(),
                event.plan(),
                event.fingerprint(),
                event.cost(),
                event.metadata(),
                event.estimated());
    }

    private void price(String id, String rate, Instant from) {
        PerUnitPricing pricing =
                new PerUnitPricing(new TreeMap<>(Map.of("images", new BigDecimal(rate))), null);
        enter(
                List.of(
                        new RateCard(
                                id,
                                "acme",
                                "upscale",
                                RateCard.ANY,
                                pricing,
                                FailedCalls.BILLED,
                                from,
                                null,
                                "list")),
                List.of());
    }

    private void enter(List<RateCard> cards, List<Plan> plans) {
        journal.append(
                        new JournalRecord.Prices(
                                clock.instant(), new PriceChange(cards, plans, List.of())))
                .join();
    }

    private static Plan plan(String id, String price) {
        return new Plan(
                id,
                id,
                Plan.Kind.SUBSCRIPTION,
                new BigDecimal(price),
                BigDecimal.valueOf(20),
                LONG_AGO,
                null,
                "list");
    }

    private static UsageEvent call(String id, @Nullable String plan, @Nullable BigDecimal credits) {
        return call(id, plan, credits, "images", 1, EventStatus.SUCCESS);
    }

    private static UsageEvent call(
            String id,
            @Nullable String plan,
            @Nullable BigDecimal credits,
            String unit,
            int quantity,
            EventStatus status) {
        return new UsageEvent(
                id,
                NOW,
                "u-1",
                "acme",
                "upscale",
                null,
                new Quantities(Map.of(unit, BigDecimal.valueOf(quantity))),
                status,
                null,
                null,
                credits,
                plan,
                null,
                null,
                null,
                false);
    }
}
