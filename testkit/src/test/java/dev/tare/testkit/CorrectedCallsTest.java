package dev.tare.testkit;

import static dev.tare.testkit.SampleEvents.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.event.EventStatus;
import dev.tare.core.event.UsageBatch;
import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.ChargedEvent;
import dev.tare.core.ledger.EventKey;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.pricing.FailedCalls;
import dev.tare.core.pricing.PerUnitPricing;
import dev.tare.core.pricing.Plan;
import dev.tare.core.pricing.PriceChange;
import dev.tare.core.pricing.RateCard;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls that failed after all, or whose cost their sender knows: what a correction makes them. */
final class CorrectedCallsTest extends RecorderSetting {
    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant TIME = SampleEvents.TIME;

    /** Calls cost 0.04, failed ones nothing; a credit brings in 0.50. */
    @BeforeEach
    void prices() {
        PerUnitPricing calls =
                new PerUnitPricing(new TreeMap<>(Map.of("calls", new BigDecimal("0.04"))), null);
        RateCard card =
                new RateCard(
                        "card",
                        "gemini",
                        "generate",
                        RateCard.ANY,
                        calls,
                        FailedCalls.NOT_BILLED,
                        LONG_AGO,
                        null,
                        "list");
        Plan plan =
                new Plan(
                        "basic",
                        "basic",
                        Plan.Kind.SUBSCRIPTION,
                        BigDecimal.TEN,
                        BigDecimal.valueOf(20),
                        LONG_AGO,
                        null,
                        "list");
        PriceChange change = new PriceChange(List.of(card), List.of(plan), List.of());
        journal.append(new JournalRecord.Prices(clock.instant(), change)).join();
        send(call().credits("2").build());
    }

    @Test
    void aCallThatFailedAfterAllIsChargedByTheTermsOfFailures() {
        correct(call().status(EventStatus.FAILED).build());

        assertThat(now().apiCost()).isEqualByComparingTo("0");
        assertThat(now().event().credits()).isEqualByComparingTo("0");
        assertThat(now().creditValue()).isEqualByComparingTo("0");
    }

    @Test
    void aCostThatTheSenderKnowsTakesThePlaceOfTheBooks() {
        correct(call().cost("0.07").build());

        assertThat(now().apiCost()).isEqualByComparingTo("0.07");
        assertThat(now().pricing()).isEqualTo("client");
        assertThat(now().rateCardId()).isNull();
        assertThat(now().creditValue()).isEqualByComparingTo("1");
    }

    @Test
    void withoutItTheBookPricesTheCallAgain() {
        correct(call().cost("0.07").build());
        correct(call().build());

        assertThat(now().apiCost()).isEqualByComparingTo("0.04");
        assertThat(now().rateCardId()).isEqualTo("card");
    }

    @Test
    void anEstimateStaysOne() {
        send(event("guess").estimated().build());
        correct(event("guess").plan("basic").build());

        assertThat(now("guess").event().plan()).isEqualTo("basic");
        assertThat(now("guess").estimated()).isTrue();
    }

    private static SampleEvents call() {
        return event("a").plan("basic");
    }

    private void correct(UsageEvent event) {
        UsageBatch batch = new UsageBatch("shop", clock.instant(), List.of(event));
        journal.append(new JournalRecord.Correction(batch, "better known", "b")).join();
    }

    private ChargedEvent now() {
        return now("a");
    }

    private ChargedEvent now(String id) {
        recorder().drain();
        return ledger.findCharged(Map.of(new EventKey("shop", id), TIME)).iterator().next();
    }
}
