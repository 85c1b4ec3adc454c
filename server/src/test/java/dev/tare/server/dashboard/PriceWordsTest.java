package dev.tare.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tare.core.pricing.PriceLines;
import dev.tare.core.pricing.PricingModel;
import dev.tare.server.wire.PriceFile;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What prices are in plain words: whole, true, and in the order in which they are asked. */
class PriceWordsTest {
    private static PricingModel price(String pricing) {
        String file =
                "rate_cards:\n  - { id: c, provider: p, operation: o, from: 2026-01-01, source: s,"
                        + " pricing: "
                        + pricing
                        + " }\n";
        return switch (PriceFile.parse(file)) {
            case PriceFile.Prices prices -> prices.change().rateCards().getFirst().pricing();
            case PriceFile.Bad bad -> throw new AssertionError(bad.problems().toString());
        };
    }

    private static List<String> words(String pricing) {
        return PriceWords.of(price(pricing)).stream().map(PriceWords.Phrase::text).toList();
    }

    @Test
    void aPackageSaysItsBlockWhatIsFreeItsEndAndItsRounding() {
        assertThat(
                        words(
                                "{ package: { unit: pixels, size: 1000000, usd: \"0.05\","
                                        + " free: 500000, up_to: 90000000, blocks: down } }"))
                .containsExactly(
                        "$0.05 per block of 1,000,000 pixels, the first 500,000 free,"
                                + " up to 90,000,000 in all, only full blocks count");
        assertThat(words("{ package: { unit: megapixels, size: 1, usd: \"0.05\" } }"))
                .containsExactly("$0.05 per block of 1 megapixel, a block begun counts");
    }

    @Test
    void hoursAndWhatMakesACallLargeAreSaid() {
        assertThat(
                        words(
                                "{ off_peak: { zone: Asia/Shanghai, windows: [\"00:30-08:30\"],"
                                        + " off_peak: { per_call: \"0.1\" },"
                                        + " peak: { per_call: \"0.2\" } } }"))
                .containsExactly(
                        "Off-peak hours: 00:30 to 08:30 Asia/Shanghai",
                        "$0.10 per call, off-peak",
                        "$0.20 per call");
        assertThat(
                        words(
                                "{ threshold: { measured: [input_tokens, cached_input_tokens],"
                                        + " base: { per_unit: { input_tokens: \"0.000001\" } },"
                                        + " steps: [ { above: 200000, price: { per_unit: {"
                                        + " input_tokens: \"0.000002\" } } } ] } }"))
                .containsExactly(
                        "$1.00 per 1,000,000 input tokens",
                        "The size of a call: its cached input tokens and input tokens",
                        "$2.00 per 1,000,000 input tokens, above 200,000");
    }

    @Test
    void tiersRiseAndTheFirstChoiceThatFitsStandsFirst() {
        assertThat(
                        words(
                                "{ graduated: { unit: images, tiers: ["
                                        + " { up_to: 9, usd: \"0.03\" },"
                                        + " { up_to: 1000, usd: \"0.02\" },"
                                        + " { usd: \"0.01\" } ] } }"))
                .containsExactly(
                        "$0.03 per image, graduated, up to 9",
                        "$0.02 per image, graduated, up to 1,000",
                        "$0.01 per image, graduated, beyond");
        assertThat(
                        words(
                                "{ by_attribute: { choices: [ { when: { size: 1024x1024 }, price: {"
                                        + " per_unit: { images: \"0.04\" } } }, { when: { quality:"
                                        + " \"2048\" }, price: { per_unit: { images: \"0.02\" } } }"
                                        + " ] } }"))
                .containsExactly(
                        "The first case that fits holds; where none does there is no price",
                        "$0.04 per image, size 1024x1024",
                        "$0.02 per image, quality 2048");
    }

    @Test
    void oneOfWhatIsCountedIsAWord() {
        assertThat(
                        words(
                                "{ per_unit: { queries: \"0.3\", web_searches: \"0.01\","
                                        + " images: \"0.1\", passes: \"0.2\" } }"))
                .containsExactly(
                        "$0.10 per image",
                        "$0.20 per pass",
                        "$0.30 per query",
                        "$0.01 per web search");
    }

    @Test
    void whatDiffersThoughItIsNoRateStandsOldBesideNew() {
        PricingModel before =
                price("{ package: { unit: pixels, size: 1000, usd: \"0.05\", blocks: up } }");
        PricingModel after =
                price(
                        "{ package: { unit: pixels, size: 1000, usd: \"0.05\", blocks: down,"
                                + " free: 5000 } }");

        assertThat(PriceWords.of(PriceLines.beside(before, after)))
                .extracting(
                        PricePreviewView.Rate::what,
                        PricePreviewView.Rate::now,
                        PricePreviewView.Rate::then,
                        PricePreviewView.Rate::change)
                .containsExactly(
                        tuple("per block of 1,000 pixels", "$0.05", "$0.05", ""),
                        tuple(
                                "Pixels, per 1000, rounding",
                                "a block begun counts",
                                "only full blocks count",
                                "changed"),
                        tuple("Pixels, per 1000, free before", "—", "5,000", ""));
    }
}
