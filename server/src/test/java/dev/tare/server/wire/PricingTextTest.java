package dev.tare.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.pricing.FailedCalls;
import dev.tare.core.pricing.PriceChange;
import dev.tare.core.pricing.PriceOrigin;
import dev.tare.core.pricing.PricingModel;
import dev.tare.core.pricing.RateCard;
import dev.tare.testkit.RandomPricing;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Prices of every model, as files have them. */
class PricingTextTest {
    private static PriceFile.Parsed card(String pricing) {
        return PriceFile.parse(
                "rate_cards:\n  - { id: c, provider: p, from: 2026-01-01, source: s, pricing: "
                        + pricing
                        + " }\n");
    }

    @RepeatedTest(20)
    void whatIsWrittenIsReadBackExactly() {
        long seed = new SplittableRandom().nextLong();
        PricingModel model = new RandomPricing(new SplittableRandom(seed)).any();

        assertThat(PricingText.read(PricingText.write(model), model.defaultUnit()))
                .as("seed %d", seed)
                .isEqualTo(model);
    }

    @RepeatedTest(20)
    void aWholeFileIsReadBackExactly() {
        long seed = new SplittableRandom().nextLong();
        RandomPricing random = new RandomPricing(new SplittableRandom(seed));
        RateCard card =
                new RateCard(
                        "c",
                        "p",
                        RateCard.ANY,
                        "m",
                        random.any(),
                        FailedCalls.BILLED,
                        Instant.parse("2026-01-01T00:00:00Z"),
                        null,
                        "s",
                        PriceOrigin.NEGOTIATED);
        PriceChange change = new PriceChange(List.of(card), List.of(), List.of());

        assertThat(PriceFile.parse(PriceFile.write(change)))
                .as("seed %d", seed)
                .isEqualTo(new PriceFile.Prices(change));
    }

    @Test
    void aPriceIsWrittenAsPeopleWouldWriteIt() {
        PriceFile.Parsed parsed =
                card(
                        "{ threshold: { measured: [input_tokens], base: { per_unit: {"
                                + " input_tokens: { usd: 3, per: 1000000 } } }, steps: [ { above:"
                                + " 200000, price: { per_unit: { input_tokens: { usd: 6, per:"
                                + " 1000000 } } } } ] } }");

        assertThat(parsed)
                .isInstanceOfSatisfying(
                        PriceFile.Prices.class,
                        prices ->
                                assertThat(
                                                PricingText.write(
                                                        prices.change()
                                                                .rateCards()
                                                                .getFirst()
                                                                .pricing()))
                                        .isEqualTo(
                                                "{\"threshold\":{\"measured\":[\"input_tokens\"],"
                                                        + "\"base\":{\"per_unit\":{\"input_tokens\""
                                                        + ":\"0.000003\"}},\"steps\":[{\"above\":"
                                                        + "\"200000\",\"price\":{\"per_unit\":{"
                                                        + "\"input_tokens\":\"0.000006\"}}}]}}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ per_cal: 1 } | rate_cards[0].pricing | unknown_pricing | per_call",
                "{ per_call: 1, per_unit: { images: 1 } } | rate_cards[0].pricing | unknown_pricing"
                        + " | one key",
                "{ per_call: cheap } | rate_cards[0].pricing.per_call | invalid_number | cheap",
                "{ package: { unit: images, size: 0, usd: 1 } } |"
                        + " rate_cards[0].pricing.package.size | invalid_number | above 0",
                "{ graduated: { unit: images, tiers: [ { up_to: 5, usd: 1 } ] } } |"
                        + " rate_cards[0].pricing.graduated.tiers[0].up_to | bad_tiers | only the"
                        + " last",
                "{ volume: { unit: images, tiers: [ { up_to: 5, usd: 1 }, { up_to: 5, usd: 1 }, {"
                        + " usd: 1 } ] } } | rate_cards[0].pricing.volume.tiers[1].up_to |"
                        + " bad_tiers | rise",
                "{ off_peak: { zone: Mars, windows: ['00:00-01:00'], off_peak: { per_call: 1 },"
                        + " peak: { per_call: 1 } } } | rate_cards[0].pricing.off_peak.zone |"
                        + " invalid_zone | Mars",
                "{ off_peak: { windows: [night], off_peak: { per_call: 1 }, peak: { per_call: 1 } }"
                        + " } | rate_cards[0].pricing.off_peak.windows | invalid_window | night",
                "{ discount: { percent: 120, of: { per_call: 1 } } } |"
                        + " rate_cards[0].pricing.discount.percent | invalid_number | 120",
                "{ by_attribute: { choices: [ { when: {}, price: { per_call: 1 } } ] } } |"
                        + " rate_cards[0].pricing.by_attribute.choices[0].when | missing_key |"
                        + " names no attribute",
                "{ by_attribute: { choices: [ { when: { size: a, quality: null }, price: {"
                        + " per_call: 1 } } ] } } |"
                        + " rate_cards[0].pricing.by_attribute.choices[0].when.quality |"
                        + " missing_key | has no value",
                "{ threshold: { measured: [images], base: { per_call: 1 }, steps: [ { above: 1,"
                        + " from: 2, price: { per_call: 1 } } ] } } |"
                        + " rate_cards[0].pricing.threshold.steps[0].from | bad_steps | not both",
                "{ sum: [] } | rate_cards[0].pricing.sum | missing_key | at least one",
                "{ percentage: { unit: Usd, percent: 3 } } |"
                        + " rate_cards[0].pricing.percentage.unit | invalid_unit | Usd",
                "{ monthly: { unit: images, zone: Mars, table: { per_unit: { images: 1 } } } } |"
                        + " rate_cards[0].pricing.monthly.zone | invalid_zone | Mars",
                "{ monthly: { unit: images, table: { per_unit: { pixels: 1 } } } } |"
                        + " rate_cards[0].pricing.monthly.table | bad_table | images",
                "{ monthly: { unit: images, min: 9, max: 8, table: { per_unit: { images: 1 } }"
                        + " } } | rate_cards[0].pricing.monthly.min | bad_limits | swap",
                "{ discount: { percent: 5, of: { monthly: { unit: images, table: { per_unit: {"
                        + " images: 1 } } } } } } |"
                        + " rate_cards[0].pricing.discount.of.monthly.unit |"
                        + " monthly_inside | into its table",
            })
    void whatIsWrongIsNamedWithItsPlaceAndItsMend(
            String pricing, String path, String code, String says) {
        assertThat(card(pricing))
                .isInstanceOfSatisfying(
                        PriceFile.Bad.class,
                        bad ->
                                assertThat(bad.problems())
                                        .anySatisfy(problem -> {
                                            assertThat(problem.path()).isEqualTo(path);
                                            assertThat(problem.code()).isEqualTo(code);
                                            assertThat(problem.message())
                                                    .startsWith("Line ")
                                                    .contains(says);
                                        }));
    }

    @Test
    void aCardHasOnePriceOnly() {
        assertThat(
                        PriceFile.parse(
                                "rate_cards: [ { id: c, provider: p, from: 2026-01-01, source: s,"
                                        + " pricing: { per_call: 1 }, rates: { images: 1 } } ]"))
                .isInstanceOfSatisfying(
                        PriceFile.Bad.class,
                        bad ->
                                assertThat(bad.problems())
                                        .extracting(PriceFile.Problem::code)
                                        .containsExactly("two_prices"));
    }

    @Test
    void pricesDontNestForEver() {
        String deep = "{ sum: [ ".repeat(20) + "{ per_call: 1 }" + " ] }".repeat(20);

        assertThat(card(deep))
                .isInstanceOfSatisfying(
                        PriceFile.Bad.class,
                        bad ->
                                assertThat(bad.problems())
                                        .extracting(PriceFile.Problem::code)
                                        .contains("too_deep"));
    }
}
