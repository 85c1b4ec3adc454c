package dev.tare.core.pricing;

import static dev.tare.core.pricing.PricedCalls.assertCost;
import static dev.tare.core.pricing.PricedCalls.assertNoRate;
import static dev.tare.core.pricing.PricedCalls.call;
import static dev.tare.core.pricing.PricedCalls.rules;
import static dev.tare.core.pricing.PricedCalls.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.core.money.Blocks;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each way of charging one quantity, with figures worked out by hand. */
class PricingModelsTest {
    @Test
    void aFeeForEachCallCountsCalls() {
        var model = new PerCallPricing(usd("0.03"));

        assertCost(model, call("calls", "1"), "0.03");
        assertCost(model, call("calls", "3"), "0.09");
    }

    @Test
    void aFeeForEachCallDoesNotPriceWhatElseWasUsed() {
        assertNoRate(
                new PerCallPricing(usd("0.03")),
                call("calls", "1", "images", "2"),
                List.of("images"),
                "0.03");
    }

    @Test
    void blocksAreChargedWhole() {
        var up =
                new PackagePricing(
                        "units", usd("10"), usd("100"), BigDecimal.ZERO, null, Blocks.UP);
        var down =
                new PackagePricing(
                        "units", usd("10"), usd("100"), BigDecimal.ZERO, null, Blocks.DOWN);
        var half =
                new PackagePricing(
                        "units", usd("10"), usd("100"), BigDecimal.ZERO, null, Blocks.HALF_UP);

        assertCost(up, call("units", "121"), "1300");
        assertCost(down, call("units", "129"), "1200");
        assertCost(half, call("units", "124"), "1200");
        assertCost(half, call("units", "125"), "1300");
        assertCost(up, call("units", "0"), "0");
    }

    @Test
    void whatIsFreeComesOffBeforeTheFirstBlock() {
        var model = new PackagePricing("units", usd("10"), usd("1"), usd("5"), null, Blocks.UP);

        assertCost(model, call("units", "5"), "0");
        assertCost(model, call("units", "6"), "1");
        assertCost(model, call("units", "15"), "1");
        assertCost(model, call("units", "15.001"), "2");
    }

    @Test
    void blocksOfSeveralSizesFollowOneAnother() {
        var model =
                new CombinedPricing(
                        List.of(
                                new PackagePricing(
                                        "units",
                                        usd("10"),
                                        usd("5"),
                                        usd("0"),
                                        usd("100"),
                                        Blocks.UP),
                                new PackagePricing(
                                        "units", usd("50"), usd("8"), usd("100"), null, Blocks.UP)),
                        null);

        assertCost(model, call("units", "100"), "50");
        assertCost(model, call("units", "101"), "58");
        assertCost(model, call("units", "151"), "66");
    }

    private static List<Tier> tiers() {
        return List.of(
                new Tier(usd("10"), usd("10"), usd("2")),
                new Tier(usd("20"), usd("5"), usd("3")),
                new Tier(null, usd("1"), usd("0")));
    }

    @Test
    void graduatedChargesEachPartAtItsTier() {
        var model = new GraduatedPricing("units", tiers(), false);

        assertCost(model, call("units", "0"), "0");
        assertCost(model, call("units", "1"), "12");
        assertCost(model, call("units", "10"), "102");
        assertCost(model, call("units", "12"), "115");
        assertCost(model, call("units", "25"), "160");
        assertThat(rules(model, call("units", "12")))
                .containsExactly(
                        "tier 1, 0 to 10",
                        "tier 1, 0 to 10, flat",
                        "tier 2, 10 to 20",
                        "tier 2, 10 to 20, flat");
    }

    @Test
    void volumeChargesAllAtTheTierItFallsInto() {
        var model = new VolumePricing("units", tiers(), false);

        assertCost(model, call("units", "0"), "0");
        assertCost(model, call("units", "10"), "102");
        assertCost(model, call("units", "11"), "58");
        assertCost(model, call("units", "30"), "30");
    }

    @Test
    void aFlatAmountIsChargedForNothingOnlyWhereThePriceSaysSo() {
        assertCost(new GraduatedPricing("units", tiers(), true), call("units", "0"), "2");
        assertCost(new VolumePricing("units", tiers(), true), call("units", "0"), "2");
    }

    @Test
    void aTableThatDoesNotRiseIsRefused() {
        assertThatThrownBy(() ->
                        new VolumePricing(
                                "units",
                                List.of(
                                        new Tier(usd("5"), usd("1")),
                                        new Tier(usd("5"), usd("1")),
                                        new Tier(null, usd("1"))),
                                false))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new GraduatedPricing("units", List.of(), false))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPercentageHasAFixedPartAndLimits() {
        var stripe = new PercentagePricing("usd", usd("2.9"), usd("0.30"), null, null);
        var limited = new PercentagePricing("usd", usd("2.99"), usd("0"), usd("1.75"), usd("12"));

        assertCost(stripe, call("usd", "9.99"), "0.58971");
        assertCost(limited, call("usd", "10"), "1.75");
        assertCost(limited, call("usd", "80"), "2.392");
        assertCost(limited, call("usd", "10000"), "12");
    }

    @Test
    void anExplanationOfBlocksSaysWhatOfTheQuantityTheyAreMadeOf() {
        PricingModel price =
                new PackagePricing(
                        "pixels",
                        usd("1000000"),
                        usd("0.05"),
                        usd("500000"),
                        usd("3000000"),
                        Blocks.UP);

        assertThat(rule(price, "500000.000000001"))
                .isEqualTo(
                        "500000.000000001 less 500000 free, blocks of 1000000, a block begun"
                                + " counts");
        assertThat(rule(price, "4000000"))
                .isEqualTo(
                        "the first 3000000 of 4000000 less 500000 free, blocks of 1000000, a block"
                                + " begun counts");
    }

    private static String rule(PricingModel price, String pixels) {
        return ((Calculation.Amount) price.price(call("pixels", pixels))).parts().getFirst().rule();
    }
}
