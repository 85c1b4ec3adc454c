package dev.tare.core.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.event.Attributes;
import dev.tare.core.event.Quantities;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makers of calls and prices for tests, and what a call is expected to cost. */
final class PricedCalls {
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private PricedCalls() {}

    static BigDecimal usd(String text) {
        return new BigDecimal(text);
    }

    static Call call(String... quantities) {
        return call(Map.of(), NOON, quantities);
    }

    static Call call(Map<String, String> told, Instant time, String... quantities) {
        TreeMap<String, BigDecimal> byUnit = new TreeMap<>();
        for (int i = 0; i < quantities.length; i += 2) {
            byUnit.put(quantities[i], usd(quantities[i + 1]));
        }
        return new Call(new Quantities(byUnit), time, Attributes.of(told));
    }

    static PricingModel perUnit(String... rates) {
        TreeMap<String, BigDecimal> byUnit = new TreeMap<>();
        for (int i = 0; i < rates.length; i += 2) {
            byUnit.put(rates[i], usd(rates[i + 1]));
        }
        return new PerUnitPricing(byUnit);
    }

    static void assertCost(PricingModel model, Call call, String usd) {
        assertThat(model.price(call))
                .isInstanceOfSatisfying(
                        Calculation.Amount.class,
                        amount -> {
                            assertThat(amount.exact()).isEqualByComparingTo(usd);
                            assertThat(
                                            amount.parts().stream()
                                                    .map(CostPart::exact)
                                                    .reduce(BigDecimal.ZERO, BigDecimal::add))
                                    .as("the parts explain all of it")
                                    .isEqualByComparingTo(usd);
                        });
    }

    static void assertNoRate(PricingModel model, Call call, List<String> units, String atLeast) {
        assertThat(model.price(call))
                .isInstanceOfSatisfying(
                        Calculation.NoRate.class,
                        noRate -> {
                            assertThat(noRate.units()).isEqualTo(units);
                            assertThat(noRate.known().exact()).isEqualByComparingTo(atLeast);
                        });
    }

    static List<String> rules(PricingModel model, Call call) {
        return ((Calculation.Amount) model.price(call))
                .parts().stream().map(CostPart::rule).toList();
    }
}
