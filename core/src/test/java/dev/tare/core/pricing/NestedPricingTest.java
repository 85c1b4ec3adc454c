package dev.tare.core.pricing;

import static dev.tare.core.pricing.PricedCalls.NOON;
import static dev.tare.core.pricing.PricedCalls.assertCost;
import static dev.tare.core.pricing.PricedCalls.assertNoRate;
import static dev.tare.core.pricing.PricedCalls.call;
import static dev.tare.core.pricing.PricedCalls.perUnit;
import static dev.tare.core.pricing.PricedCalls.rules;
import static dev.tare.core.pricing.PricedCalls.usd;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Prices that hold others: sums, sizes, attributes, hours, discounts. */
class NestedPricingTest {
    @Test
    void severalPartsOfOneCallAreAddedUp() {
        var model =
                new CombinedPricing(
                        List.of(
                                perUnit("input_tokens", "0.000003", "output_tokens", "0.000015"),
                                new PerCallPricing(usd("0.01"))),
                        null);

        assertCost(
                model, call("calls", "1", "input_tokens", "1000", "output_tokens", "200"), "0.016");
    }

    @Test
    void aQuantityThatNoPartHasAPriceForLeavesTheCallUnpriced() {
        var model = new CombinedPricing(List.of(perUnit("input_tokens", "0.1")), null);

        assertNoRate(
                model,
                call("input_tokens", "1", "cached_input_tokens", "1", "images", "2"),
                List.of("cached_input_tokens", "images"),
                "0.1");
        assertCost(model, call("input_tokens", "1", "cached_input_tokens", "0"), "0.1");
    }

    @Test
    void aLargeCallTakesOtherRatesForAllOfIt() {
        var model =
                new ThresholdPricing(
                        new TreeSet<>(List.of("input_tokens", "cached_input_tokens")),
                        perUnit("input_tokens", "1", "output_tokens", "2"),
                        List.of(
                                new ThresholdPricing.Step(
                                        usd("100"),
                                        false,
                                        perUnit(
                                                "input_tokens", "3",
                                                "cached_input_tokens", "1",
                                                "output_tokens", "5")),
                                new ThresholdPricing.Step(
                                        usd("200"), true, perUnit("input_tokens", "7"))));

        assertCost(model, call("input_tokens", "100", "output_tokens", "1"), "102");
        assertCost(model, call("input_tokens", "101"), "303");
        assertCost(model, call("input_tokens", "90", "cached_input_tokens", "11"), "281");
        assertCost(model, call("input_tokens", "199"), "597");
        assertCost(model, call("input_tokens", "200"), "1400");
        assertThat(rules(model, call("input_tokens", "101"))).containsExactly("above 100");
    }

    @Test
    void thePriceDependsOnWhatWasAskedFor() {
        var model =
                new AttributePricing(
                        List.of(
                                new AttributePricing.Choice(
                                        new TreeMap<>(
                                                Map.of("size", "1024x1024", "quality", "high")),
                                        perUnit("images", "0.167")),
                                new AttributePricing.Choice(
                                        new TreeMap<>(Map.of("size", "1024x1024")),
                                        perUnit("images", "0.042"))),
                        null);

        assertCost(
                model,
                call(Map.of("size", "1024X1024", "quality", "high"), NOON, "images", "2"),
                "0.334");
        assertCost(model, call(Map.of("size", "1024x1024"), NOON, "images", "2"), "0.084");
        assertThat(model.price(call(Map.of("size", "512x512"), NOON, "images", "1")))
                .isEqualTo(new Calculation.NoChoice("quality not told, size 512x512"));
    }

    @Test
    void whereNoChoiceFitsTheOtherwiseDoes() {
        var model =
                new AttributePricing(
                        List.of(
                                new AttributePricing.Choice(
                                        new TreeMap<>(Map.of("service_tier", "batch")),
                                        perUnit("input_tokens", "1"))),
                        perUnit("input_tokens", "2"));

        assertCost(model, call("input_tokens", "1"), "2");
        assertCost(model, call(Map.of("service_tier", "batch"), NOON, "input_tokens", "1"), "1");
    }

    @Test
    void hoursOfTheDayAreHalfOpenAndMayGoOverMidnight() {
        var day = new OffPeakPricing.Window(LocalTime.of(9, 0), LocalTime.of(17, 0));
        var night = new OffPeakPricing.Window(LocalTime.of(16, 30), LocalTime.of(0, 30));
        var all = new OffPeakPricing.Window(LocalTime.MIDNIGHT, LocalTime.MIDNIGHT);

        assertThat(day.contains(LocalTime.of(8, 59))).isFalse();
        assertThat(day.contains(LocalTime.of(9, 0))).isTrue();
        assertThat(day.contains(LocalTime.of(17, 0))).isFalse();
        assertThat(night.contains(LocalTime.of(0, 29))).isTrue();
        assertThat(night.contains(LocalTime.of(0, 30))).isFalse();
        assertThat(night.contains(LocalTime.of(16, 30))).isTrue();
        assertThat(all.contains(LocalTime.of(13, 0))).isTrue();
    }

    @Test
    void offPeakIsToldInItsOwnZone() {
        var model =
                new OffPeakPricing(
                        ZoneId.of("Asia/Shanghai"),
                        List.of(
                                new OffPeakPricing.Window(
                                        LocalTime.of(0, 30), LocalTime.of(8, 30))),
                        perUnit("input_tokens", "1"),
                        perUnit("input_tokens", "4"));

        assertCost(
                model,
                call(Map.of(), Instant.parse("2026-03-01T16:30:00Z"), "input_tokens", "1"),
                "1");
        assertCost(
                model,
                call(Map.of(), Instant.parse("2026-03-01T16:29:59Z"), "input_tokens", "1"),
                "4");
    }

    @Test
    void aDiscountTakesItsShareOfEachPart() {
        var model =
                new DiscountedPricing(perUnit("input_tokens", "0.03", "images", "1"), usd("20"));
        var markup = new DiscountedPricing(perUnit("images", "1"), usd("-5.5"));

        assertCost(model, call("input_tokens", "10", "images", "1"), "1.04");
        assertCost(markup, call("images", "2"), "2.11");
        assertThat(rules(model, call("images", "1"))).containsExactly("20 % off");
    }
}
