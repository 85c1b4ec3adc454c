package dev.tare.testkit;

import static dev.tare.testkit.SampleEvents.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.event.EventStatus;
import dev.tare.core.event.UsageBatch;
import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.ChargedEvent;
import dev.tare.core.ledger.EventKey;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.pricing.CreditTariff;
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
        tariff("generate", "1");
        send(event("b").plan("basic").build());
        correct(event("b").plan("basic").status(EventStatus.FAILED).build());

        assertThat(now("b").apiCost()).isEqualByComparingTo("0");
        assertThat(now("b").event().credits()).isEqualByComparingTo("0");
        assertThat(now("b").creditValue()).isEqualByComparingTo("0");

        correct(event("b").plan("basic").build());

        assertThat(now("b").apiCost()).isEqualByComparingTo("0.04");
        assertThat(now("b").event().credits()).isEqualByComparingTo("1");
        assertThat(now("b").creditValue()).isEqualByComparingTo("0.5");
    }

    @Test
    void creditsThatWereSentStayWhateverBecomesOfTheCall() {
        tariff("generate", "1");
        correct(call().status(EventStatus.FAILED).build());
        assertCredits("2", "1");
        assertThat(now().apiCost()).isEqualByComparingTo("0");
        correct(call().status(EventStatus.CANCELLED).build());
        correct(call().operation("edit").build());
        assertCredits("2", "1");
        correct(call().build());

        assertCredits("2", "1");
    }

    @Test
    void creditsThatWereGivenBackAreSent() {
        correct(call().status(EventStatus.FAILED).credits("0").build());

        assertCredits("0", "0");
    }

    @Test
    void whatATariffMayHaveGivenGoesWithTheOperation() {
        tariff("generate", "2");
        tariff("edit", "5");
        correct(call().operation("edit").build());

        assertCredits("5", "2.5");
    }

    @Test
    void aTariffEnteredLaterChargesNothingThatIsToldAgain() {
        send(event("b").plan("basic").build());
        tariff("generate", "3");
        correct(event("b").plan("basic").build());

        assertThat(now("b").event().credits()).isNull();
        assertThat(now("b").creditValue()).isNull();
        assertThat(ledger.compareAdjustments(1).adjustments()).isZero();

        correct(event("b").plan("basic").model("m").build());

        assertThat(now("b").event().model()).isEqualTo("m");
        assertThat(now("b").event().credits()).isNull();
        assertThat(now("b").creditValue()).isNull();
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

    private void tariff(String operation, String credits) {
        CreditTariff tariff =
                new CreditTariff(operation, new BigDecimal(credits), LONG_AGO, null, "list");
        PriceChange change = new PriceChange(List.of(), List.of(), List.of(tariff));
        journal.append(new JournalRecord.Prices(clock.instant(), change)).join();
    }

    private void assertCredits(String credits, String value) {
        assertThat(now().event().credits()).isEqualByComparingTo(credits);
        assertThat(now().creditValue()).isEqualByComparingTo(value);
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
