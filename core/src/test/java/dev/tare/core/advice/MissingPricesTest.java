package dev.tare.core.advice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.advice.MissingPrice.Reason;
import dev.tare.core.event.EventStatus;
import dev.tare.core.pricing.AttributePricing;
import dev.tare.core.pricing.FailedCalls;
import dev.tare.core.pricing.PerUnitPricing;
import dev.tare.core.pricing.PriceBook;
import dev.tare.core.pricing.PriceOrigin;
import dev.tare.core.pricing.PricingModel;
import dev.tare.core.pricing.RateCard;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Why calls have no price by the book, and which card is likely meant. */
class MissingPricesTest {
    private static final Instant MAY = Instant.parse("2026-05-01T00:00:00Z");
    private static final Instant JUNE = Instant.parse("2026-06-01T00:00:00Z");
    private static final PricingModel TOKENS =
            new PerUnitPricing(Map.of("input_tokens", new BigDecimal("0.01")));

    private static RateCard card(
            String provider,
            String model,
            PricingModel pricing,
            Instant from,
            @Nullable Instant to) {
        return new RateCard(
                provider + " " + model + " " + from,
                provider,
                "*",
                model,
                pricing,
                FailedCalls.UNKNOWN,
                from,
                to,
                "a page",
                PriceOrigin.OWN);
    }

    private static MissingPrice judged(
            PriceBook book,
            Map<String, List<RateCard>> catalogue,
            String provider,
            String model,
            Map<String, String> used,
            String... metadata) {
        TreeMap<String, BigDecimal> quantities = new TreeMap<>();
        used.forEach((unit, sum) -> quantities.put(unit, new BigDecimal(sum)));
        UnpricedUsage.Group group =
                new UnpricedUsage.Group(
                        provider,
                        "chat",
                        model,
                        EventStatus.SUCCESS,
                        7,
                        quantities,
                        MAY,
                        JUNE,
                        List.of(metadata));
        return new MissingPrices(book, catalogue).of(List.of(group)).getFirst();
    }

    private static final Map<String, String> TEN = Map.of("input_tokens", "10");

    @ParameterizedTest
    @CsvSource({
        "openai,    gpt-4o-2024-08-06,        gpt-4o",
        "openai,    gpt-4o-latest,            gpt-4o",
        "openai,    openai/gpt-4o,            gpt-4o",
        "OpenAI,    GPT-4o,                   gpt-4o",
        "open-ai,   gpt-4o,                   gpt-4o",
        "gemini,    gem-2.5-flash,            gem-2.5-flash",
        "google_ai_studio, gem-2.5-flash-001, gem-2.5-flash",
        "google,    gem-2-5-flash,            gem-2.5-flash",
        "google,    gem-2.5-flahs,            gem-2.5-flash",
        // Another number is another model, and so is another word.
        "openai,    gpt-4,                    ''",
        "openai,    gpt-5o,                   ''",
        "openai,    gpt-4o-mini,              ''",
        "google,    gem-2.0-flash,            ''",
        "google,    gem-2.5-pro,              ''",
        "mistral,   gpt-4o,                   ''"
    })
    void theNearestNameIsTheOneLikelyMeant(String provider, String model, String near) {
        PriceBook book =
                new PriceBook(
                        List.of(
                                card("openai", "gpt-4o", TOKENS, MAY, null),
                                card("google", "gem-2.5-flash", TOKENS, MAY, null)));
        RateCard found = NearestPrice.find(book, provider, "chat", model, JUNE);

        assertThat(found == null ? "" : found.model()).isEqualTo(near);
    }

    @Test
    void aCardThatEndedIsSaidToHaveEnded() {
        PriceBook book = new PriceBook(List.of(card("a", "m", TOKENS, Instant.EPOCH, MAY)));

        MissingPrice missing = judged(book, Map.of(), "a", "m", TEN);

        assertThat(missing.reason()).isEqualTo(Reason.CARD_OF_OTHER_TIMES);
        assertThat(missing.cure()).contains("until 2026-05-01T00:00:00Z");
        assertThat(missing.command()).endsWith("--from 2026-05-01");
    }

    @Test
    void aGroupOnlyWhoseFirstCallsAreTooEarlyIsFoundToo() {
        Instant between = Instant.parse("2026-05-20T00:00:00Z");
        PriceBook book = new PriceBook(List.of(card("a", "m", TOKENS, between, null)));

        MissingPrice missing = judged(book, Map.of(), "a", "m", TEN);

        assertThat(missing.reason()).isEqualTo(Reason.CARD_OF_OTHER_TIMES);
        assertThat(missing.command()).endsWith("--from 2026-05-01");
    }

    @Test
    void theCatalogueComesBeforeANearName() {
        RateCard listed = card("a", "m-20260101", TOKENS, MAY, null);
        PriceBook book = new PriceBook(List.of(card("a", "m", TOKENS, MAY, null)));

        MissingPrice missing =
                judged(book, Map.of("a-list", List.of(listed)), "a", "m-20260101", TEN);

        assertThat(missing.command()).isEqualTo("tare import prices --catalogue a-list");
        assertThat(judged(book, Map.of(), "a", "m-20260101", TEN).command())
                .startsWith("tare prices copy 'a m ");
    }

    @Test
    void whatThePriceDependsOnIsNamed() {
        PricingModel bySize =
                new AttributePricing(
                        List.of(
                                new AttributePricing.Choice(
                                        new TreeMap<>(Map.of("size", "large")), TOKENS)),
                        null);
        PriceBook book = new PriceBook(List.of(card("a", "m", bySize, MAY, null)));

        MissingPrice missing = judged(book, Map.of(), "a", "m", TEN, "{\"size\":\"tiny\"}");

        assertThat(missing.reason()).isEqualTo(Reason.NO_RATE_FOR_ATTRIBUTES);
        assertThat(missing.detail()).isEqualTo("size tiny");
        assertThat(missing.command()).isNull();
    }

    @Test
    void aRateNobodyKnowsIsNoCommand() {
        PriceBook book = new PriceBook(List.of(card("a", "m", TOKENS, MAY, null)));

        MissingPrice missing =
                judged(book, Map.of(), "a", "m", Map.of("input_tokens", "1", "moonbeams", "2"));

        assertThat(missing.reason()).isEqualTo(Reason.NO_RATE_FOR_UNIT);
        assertThat(missing.detail()).isEqualTo("moonbeams");
        assertThat(missing.cure()).contains("--rate UNIT=USD");
        assertThat(missing.command()).isNull();
    }

    @Test
    void whatIsPricedByNowIsSaidToBe() {
        PriceBook book = new PriceBook(List.of(card("a", "m", TOKENS, MAY, null)));

        assertThat(judged(book, Map.of(), "a", "m", TEN).reason()).isEqualTo(Reason.PRICED_BY_NOW);
    }
}
