package dev.tare.server.pricelist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.event.Attributes;
import dev.tare.core.event.EventStatus;
import dev.tare.core.event.Quantities;
import dev.tare.core.pricing.Call;
import dev.tare.core.pricing.Cost;
import dev.tare.core.pricing.PriceBook;
import dev.tare.core.pricing.PriceOrigin;
import dev.tare.core.pricing.PriceSource;
import dev.tare.core.pricing.RateCard;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file of the catalogue is right, and what its cards charge is what the lists read say. */
class CatalogueTest {
    private static final Instant SEPTEMBER = Instant.parse("2026-09-01T00:00:00Z");

    static List<RateCard> all() {
        List<RateCard> cards = new ArrayList<>();
        Catalogue.cards().values().forEach(cards::addAll);
        return cards;
    }

    @Test
    void everyFileOfTheFolderIsOfferedAndEveryIdIsThereOnce() throws Exception {
        try (Stream<Path> files = Files.list(Path.of("../prices/catalogue"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            Catalogue.names().stream().map(name -> name + ".yaml").toList());
        }
        Set<String> ids = new HashSet<>();
        assertThat(all()).allSatisfy(card -> assertThat(ids.add(card.id())).as(card.id()).isTrue());
        assertThat(all()).hasSizeGreaterThan(100);
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyCardNamesItsSourceWithADayAndPricesACall(RateCard card) {
        assertThat(card.origin()).isEqualTo(PriceOrigin.IMPORTED);
        assertThat(PriceSource.of(card).text()).isEqualTo("catalogue");
        assertThat(card.source()).containsPattern("20[0-9]{2}-[0-9]{2}-[0-9]{2}");
        boolean images = card.pricing().defaultUnit() != null;
        boolean bySize = card.model().startsWith("gpt-image") || card.model().startsWith("dall-e");
        Map<String, String> told =
                card.model().startsWith("dall-e")
                        ? Map.of("quality", "hd", "size", "1024x1024")
                        : bySize ? Map.of("quality", "medium", "size", "1024x1024") : Map.of();
        BigDecimal cost =
                images
                        ? cost(new PriceBook(List.of(card)), card, told, "images", "1")
                        : cost(new PriceBook(List.of(card)), card, told, "input_tokens", "1000000");
        assertThat(cost).isPositive().isLessThan(new BigDecimal("200"));
    }

    private static BigDecimal cost(
            PriceBook book, RateCard card, Map<String, String> told, String... quantities) {
        TreeMap<String, BigDecimal> byUnit = new TreeMap<>();
        for (int i = 0; i < quantities.length; i += 2) {
            byUnit.put(quantities[i], new BigDecimal(quantities[i + 1]));
        }
        Cost cost =
                book.explained(
                                card.provider(),
                                card.operation(),
                                card.model(),
                                EventStatus.SUCCESS,
                                new Call(new Quantities(byUnit), SEPTEMBER, Attributes.of(told)))
                        .cost();
        assertThat(cost).as(card.id()).isInstanceOf(Cost.Priced.class);
        return ((Cost.Priced) cost).exact();
    }

    /**
     * USD for 100,000 tokens of each kind, as LiteLLM's map of 2026-03-09 gives it by the token.
     */
    @ParameterizedTest
    @CsvSource({
        "openai,    gpt-4o,                   '',       0.25,  0.125,  1.0",
        "openai,    gpt-4o,                   batch,    0.125, '',     0.5",
        "openai,    gpt-4o,                   priority, 0.425, 0.2125, 1.7",
        "openai,    gpt-4o-mini,              '',       0.015, 0.0075, 0.06",
        "openai,    gpt-4.1,                  '',       0.2,   0.05,   0.8",
        "openai,    gpt-4.1-mini,             '',       0.04,  0.01,   0.16",
        "openai,    gpt-4.1-nano,             '',       0.01,  0.0025, 0.04",
        "openai,    o3,                       flex,     0.1,   0.025,  0.4",
        "openai,    o4-mini,                  '',       0.11,  0.0275, 0.44",
        "openai,    gpt-5,                    '',       0.125, 0.0125, 1.0",
        "openai,    gpt-5,                    flex,     0.0625, 0.00625, 0.5",
        "openai,    gpt-5-mini,               '',       0.025, 0.0025, 0.2",
        "openai,    gpt-5-nano,               '',       0.005, 0.0005, 0.04",
        "openai,    gpt-5.1,                  '',       0.125, 0.0125, 1.0",
        "openai,    gpt-5.2,                  priority, 0.35,  0.035,  2.8",
        "openai,    gpt-5.4,                  '',       0.25,  0.025,  1.5",
        "anthropic, claude-haiku-4-5,         '',       0.1,   0.01,   0.5",
        "anthropic, claude-sonnet-4-5,        '',       0.3,   0.03,   1.5",
        "anthropic, claude-sonnet-4-6,        '',       0.3,   0.03,   1.5",
        "anthropic, claude-opus-4-1,          '',       1.5,   0.15,   7.5",
        "anthropic, claude-opus-4-5,          '',       0.5,   0.05,   2.5",
        "google,    gemini-2.5-flash,         '',       0.03,  0.003,  0.25",
        "google,    gemini-2.5-pro,           '',       0.125, 0.0125, 1.0",
        "google,    gemini-3-flash-preview,   '',       0.05,  0.005,  0.3",
        "google,    gemini-3.1-pro-preview,   '',       0.2,   0.02,   1.2",
        "mistral,   mistral-large-latest,     '',       0.05,  '',     0.15",
        "mistral,   codestral-2508,           '',       0.03,  '',     0.09",
        "deepseek,  deepseek-chat,            '',       0.028, 0.0028, 0.042",
        "xai,       grok-3,                   '',       0.3,   0.075,  1.5",
        "xai,       grok-4-1-fast-reasoning,  '',       0.02,  0.005,  0.05",
        "groq,      llama-3.3-70b-versatile,  '',       0.059, '',     0.079",
        "groq,      openai/gpt-oss-120b,      '',       0.015, 0.0075, 0.06"
    })
    void languageModelsCostWhatTheListSays(
            String provider, String model, String tier, String in, String cached, String out) {
        PriceBook book = new PriceBook(all());
        RateCard card = card(book, provider, model);
        Map<String, String> told = tier.isEmpty() ? Map.of() : Map.of("service_tier", tier);

        assertThat(cost(book, card, told, "input_tokens", "100000")).isEqualByComparingTo(in);
        assertThat(cost(book, card, told, "output_tokens", "100000")).isEqualByComparingTo(out);
        assertThat(cost(book, card, told, "reasoning_tokens", "100000")).isEqualByComparingTo(out);
        if (!cached.isEmpty()) {
            assertThat(cost(book, card, told, "cached_input_tokens", "100000"))
                    .isEqualByComparingTo(cached);
        }
    }

    @Test
    void aLargePromptAndAWrittenCacheHaveTheirOwnRates() {
        PriceBook book = new PriceBook(all());
        RateCard sonnet = card(book, "anthropic", "claude-sonnet-4-5");
        assertThat(cost(book, sonnet, Map.of(), "input_tokens", "200000"))
                .isEqualByComparingTo("0.6");
        assertThat(cost(book, sonnet, Map.of(), "input_tokens", "200001"))
                .isEqualByComparingTo("1.200006");
        RateCard haiku = card(book, "anthropic", "claude-haiku-4-5");
        assertThat(
                        cost(
                                book,
                                haiku,
                                Map.of(),
                                "cache_write_5m_tokens",
                                "1000",
                                "cache_write_1h_tokens",
                                "1000"))
                .isEqualByComparingTo("0.00325");
    }

    private static RateCard card(PriceBook book, String provider, String model) {
        return Objects.requireNonNull(book.find(provider, "chat", model, SEPTEMBER), model);
    }

    @Test
    void imagesCostWhatTheRequirementsSay() {
        PriceBook book = new PriceBook(Catalogue.cards("image-providers"));
        Map<String, String> should =
                Map.of(
                        "deep_image", "0.08",
                        "clipping_magic", "0.125",
                        "vectorizer", "0.2",
                        "openai", "0.04");
        assertThat(book.cards())
                .allSatisfy(card ->
                        assertThat(cost(book, card, Map.of(), "images", "1"))
                                .isEqualByComparingTo(should.get(card.provider())));
    }
}
