package dev.tare.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.event.Checked;
import dev.tare.core.event.EventRules;
import dev.tare.core.event.UsageEvent;
import dev.tare.core.event.UsageEventDraft;
import dev.tare.core.pricing.Books;
import dev.tare.core.pricing.Cost;
import dev.tare.core.pricing.CreditValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The files under prices/ are right, and price what their users send. */
class ShippedPricesTest {
    private static final Instant TIME = Instant.parse("2026-06-01T12:00:00Z");
    private static final Books BOOKS = books();

    @ParameterizedTest
    @CsvSource({
        "deep_image,    upscale,            0.080000000",
        "clipping_magic, background_removal, 0.125000000",
        "vectorizer,    vectorization,      0.200000000",
        "openai,        image_generation,   0.040000000"
    })
    void anImageIsPricedHoweverItIsCounted(String provider, String operation, String usd) {
        for (Map<String, String> quantities :
                List.of(
                        Map.<String, String>of(),
                        Map.of("calls", "1"),
                        Map.of("images", "1"),
                        Map.of("calls", "1", "images", "1"))) {
            assertThat(cost(provider, operation, null, quantities)).isEqualTo(usd);
        }
    }

    @Test
    void theProcessorsFeeIsPerTransactionAndPerDollar() {
        assertThat(cost("stripe", "transaction", null, Map.of("transactions", "1", "usd", "9.99")))
                .isEqualTo("0.589710000");
        assertThat(cost("stripe", "transaction", null, Map.of())).isNull();
    }

    @Test
    void tokensArePricedPerBucket() {
        assertThat(
                        cost(
                                "openai",
                                "chat",
                                "gpt-4o",
                                Map.of(
                                        "input_tokens", "1000",
                                        "cached_input_tokens", "2000",
                                        "output_tokens", "100")))
                .isEqualTo("0.006000000");
        assertThat(cost("anthropic", "chat", "claude-haiku-4-5", Map.of("output_tokens", "1")))
                .isEqualTo("0.000005000");
        assertThat(cost("google", "chat", "gemini-2.5-flash", Map.of("input_tokens", "1000")))
                .isEqualTo("0.000300000");
    }

    @ParameterizedTest
    @CsvSource({
        "free, upscale, 0",
        "basic, upscale, 0.4995",
        "starter, vectorization, 0.999",
        "pro, background_removal, 0.3998",
        "payg_10, image_generation, 0.799",
        "payg_20, upscale, 0.7495",
        "payg_50, upscale, 0.5998"
    })
    void aCreditIsWorthThePlansPriceByItsCredits(String plan, String operation, String usd) {
        UsageEventDraft draft = draft("any", operation);
        draft.plan = plan;
        CreditValue value = BOOKS.plans().value(event(draft), TIME);
        assertThat(value.amount()).isEqualByComparingTo(usd);
    }

    @Test
    void theExampleOfTheManualPricesItsTrace() throws IOException {
        PriceFile.Parsed example =
                PriceFile.parse(
                        Files.readString(Path.of("../docs/examples/azure-llm-trace.prices.yaml")));
        UsageEventDraft draft = draft("azure", "chat");
        draft.model = "gpt-4";
        draft.quantities.putAll(Map.of("input_tokens", "374", "output_tokens", "44"));
        Books books = Books.EMPTY.with(((PriceFile.Prices) example).change());
        Cost cost = books.prices().cost(event(draft), Instant.parse("2023-11-16T18:15:46Z"));
        assertThat(cost.amount()).isEqualByComparingTo("0.001375");
    }

    private static @Nullable String cost(
            String provider,
            String operation,
            @Nullable String model,
            Map<String, String> quantities) {
        UsageEventDraft draft = draft(provider, operation);
        draft.model = model;
        draft.quantities.putAll(quantities);
        Cost cost = BOOKS.prices().cost(event(draft), TIME);
        return cost.amount() == null ? null : cost.amount().toPlainString();
    }

    private static UsageEventDraft draft(String provider, String operation) {
        UsageEventDraft draft = new UsageEventDraft();
        draft.id = "1";
        draft.userId = "u";
        draft.provider = provider;
        draft.operation = operation;
        return draft;
    }

    private static UsageEvent event(UsageEventDraft draft) {
        return ((Checked.Accepted) EventRules.check(draft, TIME)).event();
    }

    private static Books books() {
        Books books = Books.EMPTY;
        try (Stream<Path> files = Files.walk(Path.of("../prices"))) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                PriceFile.Parsed parsed = PriceFile.parse(Files.readString(file));
                assertThat(parsed).as(file.toString()).isInstanceOf(PriceFile.Prices.class);
                books = books.with(((PriceFile.Prices) parsed).change());
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return books;
    }
}
