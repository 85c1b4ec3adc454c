package dev.tare.server.pricelist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tare.core.event.Attributes;
import dev.tare.core.event.Quantities;
import dev.tare.core.pricing.Calculation;
import dev.tare.core.pricing.Call;
import dev.tare.core.pricing.FailedCalls;
import dev.tare.core.pricing.PriceBook;
import dev.tare.core.pricing.PriceOrigin;
import dev.tare.core.pricing.PricingModel;
import dev.tare.core.pricing.RateCard;
import dev.tare.server.wire.TextTree;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Entries of LiteLLM's map as prices; the figures are made up for the rule each shows. */
class LiteLlmPriceTest {
    private static final Instant MARCH = Instant.parse("2026-03-09T00:00:00Z");

    private static TextTree.Fields json(String json) throws TextTree.Unreadable {
        return (TextTree.Fields) TextTree.read(json);
    }

    private static PricingModel price(String entry) throws TextTree.Unreadable {
        LiteLlmPrice.Read read = LiteLlmPrice.of(json(entry).byKey());
        assertThat(read.leftOut()).isEmpty();
        return Objects.requireNonNull(read.pricing());
    }

    private static BigDecimal cost(
            PricingModel price, Map<String, String> told, String... quantities) {
        TreeMap<String, BigDecimal> byUnit = new TreeMap<>();
        for (int i = 0; i < quantities.length; i += 2) {
            byUnit.put(quantities[i], new BigDecimal(quantities[i + 1]));
        }
        Calculation calculation =
                price.price(new Call(new Quantities(byUnit), MARCH, Attributes.of(told)));
        return ((Calculation.Amount) calculation).exact();
    }

    private static BigDecimal cost(PricingModel price, String... quantities) {
        return cost(price, Map.of(), quantities);
    }

    @Test
    void theHighestSizeCrossedGovernsAndTheLowerOneHoldsAtTheThreshold() throws Exception {
        PricingModel price =
                price(
                        "{\"input_cost_per_token\":1e-6,"
                                + "\"input_cost_per_token_above_90k_tokens\":5e-6,"
                                + "\"input_cost_per_token_above_128k_tokens\":9e-6}");

        assertThat(cost(price, "input_tokens", "90000")).isEqualByComparingTo("0.09");
        assertThat(cost(price, "input_tokens", "90001")).isEqualByComparingTo("0.450005");
        assertThat(cost(price, "input_tokens", "150000")).isEqualByComparingTo("1.35");
    }

    @Test
    void theTiersOwnRateComesFirstAtOneSizeAndAHigherSizeBeforeIt() throws Exception {
        PricingModel same =
                price(
                        "{\"output_cost_per_token\":2,\"input_cost_per_token\":0,"
                                + "\"output_cost_per_token_above_200k_tokens\":1,"
                                + "\"output_cost_per_token_above_200k_tokens_priority\":1.5}");
        PricingModel lower =
                price(
                        "{\"output_cost_per_token\":2,\"input_cost_per_token\":0,"
                                + "\"output_cost_per_token_above_200k_tokens\":1,"
                                + "\"output_cost_per_token_above_128k_tokens_priority\":1.5}");
        String[] large = {"input_tokens", "250000", "output_tokens", "1"};
        Map<String, String> priority = Map.of("service_tier", "priority");

        assertThat(cost(same, priority, large)).isEqualByComparingTo("1.5");
        assertThat(cost(same, large)).isEqualByComparingTo("1");
        assertThat(cost(same, Map.of("service_tier", "flex"), large)).isEqualByComparingTo("1");
        assertThat(cost(lower, priority, large)).isEqualByComparingTo("1");
    }

    @Test
    void batchesAreATier() throws Exception {
        PricingModel price =
                price("{\"input_cost_per_token\":2,\"input_cost_per_token_batches\":1}");

        assertThat(cost(price, Map.of("service_tier", "batch"), "input_tokens", "3"))
                .isEqualByComparingTo("3");
        assertThat(cost(price, "input_tokens", "3")).isEqualByComparingTo("6");
    }

    @Test
    void whatHasNoPriceOfItsOwnIsBilledAsOutput() throws Exception {
        PricingModel price =
                price(
                        "{\"input_cost_per_token\":1,\"output_cost_per_token\":2,"
                                + "\"output_cost_per_audio_token\":7}");

        assertThat(
                        cost(
                                price,
                                "reasoning_tokens",
                                "1",
                                "output_image_tokens",
                                "1",
                                "output_audio_tokens",
                                "1"))
                .isEqualByComparingTo("11");
    }

    @Test
    void cachedTokensWithoutAPriceAreNeverFree() throws Exception {
        Calculation calculation =
                price("{\"input_cost_per_token\":1}")
                        .price(
                                new Call(
                                        new Quantities(
                                                Map.of(
                                                        "input_tokens", BigDecimal.TWO,
                                                        "cached_input_tokens", BigDecimal.ONE)),
                                        MARCH,
                                        Attributes.NONE));

        assertThat(calculation)
                .isInstanceOfSatisfying(
                        Calculation.NoRate.class,
                        noRate -> {
                            assertThat(noRate.units()).containsExactly("cached_input_tokens");
                            assertThat(noRate.known().exact()).isEqualByComparingTo("2");
                        });
    }

    @Test
    void rangesAreRatesForTheWholeCall() throws Exception {
        PricingModel price =
                price(
                        "{\"tiered_pricing\":[{\"input_cost_per_token\":1,\"range\":[0,100]},"
                                + "{\"input_cost_per_token\":3,\"range\":[100,1000]}]}");

        assertThat(cost(price, "input_tokens", "100")).isEqualByComparingTo("100");
        assertThat(cost(price, "input_tokens", "101")).isEqualByComparingTo("303");
    }

    @Test
    void searchesHaveAPriceBesideTheTokens() throws Exception {
        PricingModel price =
                price(
                        "{\"input_cost_per_token\":1,\"search_context_cost_per_query\":{"
                                + "\"search_context_size_low\":10,"
                                + "\"search_context_size_medium\":20,"
                                + "\"search_context_size_high\":30}}");

        assertThat(cost(price, "input_tokens", "1", "web_searches", "2"))
                .isEqualByComparingTo("41");
        assertThat(
                        cost(
                                price,
                                Map.of("search_context_size", "high"),
                                "input_tokens",
                                "1",
                                "web_searches",
                                "2"))
                .isEqualByComparingTo("61");
    }

    @Test
    void aFieldThatTellsACostAndIsNotUnderstoodIsNamed() throws Exception {
        LiteLlmPrice.Read read =
                LiteLlmPrice.of(
                        json("{\"input_cost_per_token\":1,\"cost_per_moonbeam\":2,"
                                        + "\"output_cost_per_token\":\"cheap\","
                                        + "\"input_dbu_cost_per_token\":3,"
                                        + "\"max_tokens\":4096}")
                                .byKey());

        assertThat(read.leftOut())
                .containsExactlyInAnyOrder("cost_per_moonbeam", "output_cost_per_token");
        assertThat(read.pricing()).isNotNull();
    }

    private static final String MAP =
            "{\"sample_spec\":{\"input_cost_per_token\":0,\"litellm_provider\":\"one of\"},"
                    + "\"gemini/gem-1\":{\"litellm_provider\":\"gemini\","
                    + "\"input_cost_per_token\":1},"
                    + "\"gem-1\":{\"litellm_provider\":\"gemini\",\"input_cost_per_token\":2},"
                    + "\"paint\":{\"litellm_provider\":\"openai\",\"mode\":\"image_generation\","
                    + "\"input_cost_per_image\":0.02},"
                    + "\"256-x-256/paint\":{\"litellm_provider\":\"openai\","
                    + "\"mode\":\"image_generation\",\"input_cost_per_image\":0.01},"
                    + "\"hd/256-x-256/paint\":{\"litellm_provider\":\"openai\","
                    + "\"mode\":\"image_generation\",\"input_cost_per_image\":0.03},"
                    + "\"rerank\":{\"litellm_provider\":\"x\",\"mode\":\"rerank\"}}";

    @Test
    void aMapBecomesCardsOfItsModelsAndNamesWhatItLeftOut() throws Exception {
        ListRead read = LiteLlmList.read(json(MAP), MARCH, "a map");

        assertThat(read.cards())
                .extracting(RateCard::provider, RateCard::model)
                .contains(tuple("gemini", "gem-1"), tuple("openai", "paint"));
        assertThat(read.cards())
                .allSatisfy(card -> assertThat(card.origin()).isEqualTo(PriceOrigin.IMPORTED));
        assertThat(read.leftOut())
                .containsExactly(
                        Map.entry(
                                "gem-1",
                                "names the same model as gemini/gem-1 at another price; the price"
                                        + " of gemini/gem-1 is taken"));
        assertThat(read.withoutCost()).isEqualTo(1);
    }

    @Test
    void sizesAndQualitiesOfPicturesAreChoicesOfTheirModel() throws Exception {
        PricingModel paint =
                LiteLlmList.read(json(MAP), MARCH, "a map").cards().stream()
                        .filter(card -> card.model().equals("paint"))
                        .findFirst()
                        .orElseThrow()
                        .pricing();

        assertThat(cost(paint, "images", "2")).isEqualByComparingTo("0.04");
        assertThat(cost(paint, Map.of("size", "256x256"), "images", "2"))
                .isEqualByComparingTo("0.02");
        assertThat(cost(paint, Map.of("size", "256x256", "quality", "hd"), "images", "2"))
                .isEqualByComparingTo("0.06");
    }

    @Test
    void aPictureOfKnownSizeCostsWhatItsPixelsDoThoughNobodyCountsThem() throws Exception {
        String map =
                "{\"brush\":{\"litellm_provider\":\"openai\",\"mode\":\"image_generation\","
                        + "\"input_cost_per_pixel\":1e-5},\"10-x-20/brush\":{\"litellm_provider\":"
                        + "\"openai\",\"mode\":\"image_generation\","
                        + "\"input_cost_per_pixel\":1e-4}}";
        PricingModel brush =
                LiteLlmList.read(json(map), MARCH, "a map").cards().stream()
                        .filter(card -> card.model().equals("brush"))
                        .findFirst()
                        .orElseThrow()
                        .pricing();

        assertThat(cost(brush, Map.of("size", "10x20"), "images", "3"))
                .isEqualByComparingTo("0.06");
        assertThat(cost(brush, "pixels", "100")).isEqualByComparingTo("0.001");
        assertThat(
                        brush.price(
                                new Call(
                                        new Quantities(Map.of("images", BigDecimal.ONE)),
                                        MARCH,
                                        Attributes.NONE)))
                .isInstanceOf(Calculation.NoRate.class);
    }

    @Test
    void aSecondMapEntersOnlyWhatDiffers() throws Exception {
        List<RateCard> first = LiteLlmList.read(json(MAP), MARCH, "a map").cards();
        List<RateCard> second =
                LiteLlmList.read(
                                json(
                                        MAP.replace(
                                                "\"input_cost_per_token\":1",
                                                "\"input_cost_per_token\":3")),
                                MARCH.plusSeconds(86_400),
                                "a later map")
                        .cards();

        PriceDifferences differences = PriceDifferences.of(second, new PriceBook(first));

        assertThat(differences.added()).isEmpty();
        assertThat(differences.changed())
                .extracting(change -> change.after().model())
                .containsExactly("gem-1");
        assertThat(differences.same()).isEqualTo(first.size() - 1);
        assertThat(differences.news()).hasSize(1);
    }

    @Test
    void anImportedPriceNeverWinsOverOurOwn() throws Exception {
        List<RateCard> imported = LiteLlmList.read(json(MAP), MARCH, "a map").cards();
        RateCard own =
                new RateCard(
                        "own",
                        "gemini",
                        RateCard.ANY,
                        "gem-1",
                        price("{\"input_cost_per_token\":9}"),
                        FailedCalls.UNKNOWN,
                        MARCH.minusSeconds(86_400),
                        null,
                        "our contract");
        PriceBook book = new PriceBook(imported).with(List.of(own));

        assertThat(book.find("gemini", "chat", "gem-1", MARCH)).isEqualTo(own);
    }
}
