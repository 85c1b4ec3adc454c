package dev.tare.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.ledger.StoreUnavailable;
import dev.tare.core.money.Amounts;
import dev.tare.core.pricing.FailedCalls;
import dev.tare.core.pricing.GraduatedPricing;
import dev.tare.core.pricing.PeriodPricing;
import dev.tare.core.pricing.PriceChange;
import dev.tare.core.pricing.RateCard;
import dev.tare.core.pricing.Tier;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Places in a month are given once, whatever the store does in between. */
final class RecorderPeriodsTest extends RecorderSetting {
    private final FragileStore store = new FragileStore(ledger);

    @BeforeEach
    void enterPrices() {
        Tier first = new Tier(BigDecimal.valueOf(2), BigDecimal.TEN);
        Tier then = new Tier(null, BigDecimal.ONE);
        PeriodPricing monthly =
                new PeriodPricing(
                        new GraduatedPricing("calls", List.of(first, then), false),
                        "calls",
                        ZoneOffset.UTC,
                        null,
                        null,
                        null);
        RateCard card =
                new RateCard(
                        "monthly",
                        "acme",
                        RateCard.ANY,
                        RateCard.ANY,
                        monthly,
                        FailedCalls.BILLED,
                        Instant.EPOCH,
                        null,
                        "test");
        PriceChange prices = new PriceChange(List.of(card), List.of(), List.of());
        journal.append(new JournalRecord.Prices(NOW, prices)).join();
    }

    private static UsageEvent call(String id, String user) {
        return LedgerFixtures.event(id, NOW, user, "acme", null, BigDecimal.ONE);
    }

    private List<String> placesAndCosts() {
        List<String> told = new ArrayList<>();
        ledger.eachRow(row ->
                told.add(
                        row.event().key().id()
                                + " at "
                                + row.position()
                                + ": "
                                + Amounts.plain(Objects.requireNonNull(row.apiCost()))));
        return told;
    }

    @Test
    void aRowThatTheStoreNeverTakesHasNoPlace() {
        store.refusedUser = "poison";
        send(call("a", "u"), call("b", "poison"), call("c", "u"), call("d", "u"));

        recorder(store, 10, 10).drain();

        assertThat(placesAndCosts())
                .containsExactly("a at 0: 10.00", "c at 1: 10.00", "d at 2: 1.00");
    }

    @Test
    void whatWasUndoneIsPlacedAnew() {
        var recorder = recorder(store, 10, 10);
        send(call("a", "u"));
        recorder.drain();
        send(call("b", "u"), call("c", "u"));
        store.failingAtCommit = true;
        assertThatThrownBy(recorder::drain).isInstanceOf(StoreUnavailable.class);
        store.failingAtCommit = false;

        recorder.drain();

        assertThat(placesAndCosts())
                .containsExactly("a at 0: 10.00", "b at 1: 10.00", "c at 2: 1.00");
    }

    @Test
    void repeatsTakeNoPlace() {
        send(call("a", "u"), call("a", "u"), call("b", "u"));
        send(call("b", "u"), call("c", "u"));

        recorder(store, 10, 10).drain();

        assertThat(placesAndCosts())
                .containsExactly("a at 0: 10.00", "b at 1: 10.00", "c at 2: 1.00");
    }
}
