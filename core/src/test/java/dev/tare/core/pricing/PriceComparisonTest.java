package dev.tare.core.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tare.core.money.Blocks;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What sources of one book say of the same thing. */
class PriceComparisonTest {
    private static final Instant JANUARY = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant MARCH = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant MAY = Instant.parse("2026-05-01T00:00:00Z");

    private static PricingModel rates(String... unitsAndRates) {
        TreeMap<String, BigDecimal> rates = new TreeMap<>();
        for (int i = 0; i < unitsAndRates.length; i += 2) {
            rates.put(unitsAndRates[i], new BigDecimal(unitsAndRates[i + 1]));
        }
        return new PerUnitPricing(rates);
    }

    private static RateCard card(
            String id, String model, Instant from, PriceOrigin origin, PricingModel pricing) {
        return new RateCard(
                id, "p", "*", model, pricing, FailedCalls.UNKNOWN, from, null, "a page", origin);
    }

    @Test
    void theCardInForceStandsAgainstWhatOthersSay() {
        RateCard own = card("own", "m", JANUARY, PriceOrigin.OWN, rates("in", "2", "out", "4"));
        RateCard listed =
                card("listed p/m", "m", MARCH, PriceOrigin.IMPORTED, rates("in", "3", "more", "1"));
        PriceBook book = new PriceBook(List.of(listed, own));

        PriceComparison comparison = PriceComparison.of(book, MAY);

        assertThat(comparison.compared()).isEqualTo(1);
        PriceComparison.Contested one = comparison.differing().getFirst();
        assertThat(one.inForce()).isEqualTo(own);
        assertThat(one.others()).hasSize(1);
        assertThat(one.others().getFirst().card()).isEqualTo(listed);
        assertThat(one.others().getFirst().lines())
                .extracting(
                        PriceComparison.Line::what,
                        line -> String.valueOf(line.inForce()),
                        line -> String.valueOf(line.other()),
                        line -> String.valueOf(line.percent()))
                .containsExactly(
                        tuple("in", "2", "3", "50.00"),
                        tuple("more", "null", "1", "null"),
                        tuple("out", "4", "null", "null"));
        assertThat(PriceComparison.of(book, JANUARY).compared())
                .as("before the list has a price there is one source")
                .isZero();
    }

    @Test
    void anEarlierPriceOfTheSameSourceIsHistoryAndNoDifference() {
        PriceBook book =
                new PriceBook(
                        List.of(
                                card("a 1", "m", JANUARY, PriceOrigin.IMPORTED, rates("in", "1")),
                                card("a 2", "m", MARCH, PriceOrigin.IMPORTED, rates("in", "2"))));

        assertThat(PriceComparison.of(book, MAY)).isEqualTo(new PriceComparison(MAY, 0, List.of()));
    }

    @Test
    void sourcesThatAgreeAreComparedAndNotNamed() {
        PriceBook book =
                new PriceBook(
                        List.of(
                                card("a 1", "m", JANUARY, PriceOrigin.IMPORTED, rates("in", "1")),
                                card("b 1", "m", MARCH, PriceOrigin.IMPORTED, rates("in", "1.0")),
                                card("b 2", "n", MARCH, PriceOrigin.IMPORTED, rates("in", "1"))));

        assertThat(PriceComparison.of(book, MAY)).isEqualTo(new PriceComparison(MAY, 1, List.of()));
    }

    @Test
    void aPriceThatDecidesIsATableOfItsRatesAndWhenTheyHold() {
        PricingModel large =
                new ThresholdPricing(
                        new TreeSet<>(List.of("in")),
                        rates("in", "1"),
                        List.of(
                                new ThresholdPricing.Step(
                                        new BigDecimal("200"), false, rates("in", "2"))));
        PricingModel price =
                new AttributePricing(
                        List.of(
                                new AttributePricing.Choice(
                                        new TreeMap<>(Map.of("tier", "flex")), rates("in", "0.5"))),
                        large);

        assertThat(PriceLines.of(price))
                .extracting(
                        PriceLines.Entry::what,
                        line -> String.valueOf(line.amount()),
                        line -> String.valueOf(line.rule()))
                .containsExactly(
                        tuple("choices", "null", "tier flex; else the rest"),
                        tuple("in, tier flex", "0.5", "null"),
                        tuple("size of a call", "null", "in, above 200"),
                        tuple("in", "1", "null"),
                        tuple("in, above 200", "2", "null"));
    }

    @Test
    void whatIsAddedUpToAChoiceIsNoPartOfIt() {
        PricingModel small = rates("in", "1");
        PricingModel sum =
                new CombinedPricing(List.of(choice(small, rates("c", "3")), rates("b", "2")), null);
        PricingModel inTheChoice = choice(small, rates("b", "2", "c", "3"));

        assertThat(PriceLines.beside(inTheChoice, sum))
                .filteredOn(PriceComparison.Line::differs)
                .extracting(
                        PriceComparison.Line::what,
                        PriceComparison.Line::ruleInForce,
                        PriceComparison.Line::otherRule)
                .containsExactly(tuple("added up", null, "(choices, c)"));
    }

    private static PricingModel choice(PricingModel small, PricingModel otherwise) {
        return new AttributePricing(
                List.of(new AttributePricing.Choice(new TreeMap<>(Map.of("size", "small")), small)),
                otherwise);
    }

    @Test
    void aRuleThatIsAnotherIsADifferenceThoughAllRatesAreAlike() {
        PricingModel up = blocks(Blocks.UP, "0");
        PricingModel down = blocks(Blocks.DOWN, "5");
        PriceBook book =
                new PriceBook(
                        List.of(
                                card("own", "m", JANUARY, PriceOrigin.OWN, up),
                                card("list m", "m", JANUARY, PriceOrigin.IMPORTED, down)));

        assertThat(PriceComparison.of(book, MAY).differing().getFirst().others())
                .flatExtracting(PriceComparison.Other::lines)
                .extracting(
                        PriceComparison.Line::what,
                        PriceComparison.Line::ruleInForce,
                        PriceComparison.Line::otherRule)
                .containsExactly(
                        tuple(
                                "images, per 10, rounding",
                                "a block begun counts",
                                "only full blocks count"),
                        tuple("images, per 10, free before", null, "5"));
    }

    private static PricingModel blocks(Blocks blocks, String free) {
        return new PackagePricing(
                "images", BigDecimal.TEN, BigDecimal.ONE, new BigDecimal(free), null, blocks);
    }
}
