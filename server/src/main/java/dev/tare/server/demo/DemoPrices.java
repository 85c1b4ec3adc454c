package dev.tare.server.demo;

import dev.tare.core.pricing.CreditTariff;
import dev.tare.core.pricing.FailedCalls;
import dev.tare.core.pricing.PerUnitPricing;
import dev.tare.core.pricing.Plan;
import dev.tare.core.pricing.PriceChange;
import dev.tare.core.pricing.RateCard;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the made-up service pays and takes. Its failed-call rules are assumptions, and say so. */
final class DemoPrices {
    static final String IMAGES = "dall-e-3";
    static final String BETTER_IMAGES = "gpt-image-1";

    private static final String SOURCE = "demo: made-up data, not a price list";
    private static final String CHAT = ChatCalls.OPERATION;
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    private final Instant from;
    private final Instant vectorizerDearer;
    private final List<RateCard> cards = new ArrayList<>();

    DemoPrices(LocalDate firstDay, LocalDate vectorizerDearer) {
        this.from = midnight(firstDay);
        this.vectorizerDearer = midnight(vectorizerDearer);
    }

    PriceChange change() {
        image("deep_image", "upscale", RateCard.ANY, "0.08", FailedCalls.NOT_BILLED);
        image(
                "clipping_magic",
                "background_removal",
                RateCard.ANY,
                "0.125",
                FailedCalls.NOT_BILLED);
        image("openai", "image_generation", IMAGES, "0.04", FailedCalls.NOT_BILLED);
        image("openai", "image_generation", BETTER_IMAGES, "0.25", FailedCalls.NOT_BILLED);
        vectorizer("0.20", from, vectorizerDearer);
        vectorizer("0.22", vectorizerDearer, null);
        tokens("openai", "gpt-4o-mini", "0.15", "0.075", "0.60");
        tokens("google", "gemini-2.5-flash", "0.30", "0.03", "2.50");
        tokens("anthropic", "claude-haiku-4-5", "1.00", "0.10", "5.00");
        tokens("anthropic", "claude-opus-4-5", "5.00", "0.50", "25.00");
        return new PriceChange(cards, plans(), tariffs());
    }

    private void image(
            String provider, String operation, String model, String usd, FailedCalls failedCalls) {
        String name = model.equals(RateCard.ANY) ? operation : model;
        add(provider, operation, model, images(usd), failedCalls, from, null, name);
    }

    private void vectorizer(String usd, Instant begin, @Nullable Instant end) {
        String operation = "vectorization";
        FailedCalls rule = FailedCalls.BILLED;
        add("vectorizer", operation, RateCard.ANY, images(usd), rule, begin, end, operation);
    }

    private void tokens(String provider, String model, String in, String cached, String out) {
        PerUnitPricing pricing =
                new PerUnitPricing(
                        new java.util.TreeMap<>(
                                Map.of(
                                        "input_tokens", perMillion(in),
                                        "cached_input_tokens", perMillion(cached),
                                        "output_tokens", perMillion(out))),
                        null);
        add(provider, CHAT, model, pricing, FailedCalls.NOT_BILLED, from, null, model);
    }

    private void add(
            String provider,
            String operation,
            String model,
            PerUnitPricing pricing,
            FailedCalls failedCalls,
            Instant begin,
            @Nullable Instant end,
            String name) {
        LocalDate day = LocalDate.ofInstant(begin, ZoneOffset.UTC);
        String id = "demo-" + provider + "-" + name.replace('_', '-') + "-" + day;
        cards.add(
                new RateCard(
                        id, provider, operation, model, pricing, failedCalls, begin, end, SOURCE));
    }

    private static PerUnitPricing images(String usd) {
        return new PerUnitPricing(
                new java.util.TreeMap<>(Map.of("images", plain(new BigDecimal(usd)))), "images");
    }

    private static BigDecimal perMillion(String usd) {
        return plain(new BigDecimal(usd).divide(MILLION));
    }

    private List<Plan> plans() {
        return Stream.of(DemoPlan.values())
                .map(plan ->
                        new Plan(
                                plan.id,
                                plan.title,
                                plan.kind,
                                plain(new BigDecimal(plan.price)),
                                BigDecimal.valueOf(plan.credits),
                                from,
                                null,
                                SOURCE))
                .toList();
    }

    private List<CreditTariff> tariffs() {
        return List.of(
                tariff("upscale", "1"),
                tariff("background_removal", "1"),
                tariff("vectorization", "2"),
                tariff("image_generation", "1"),
                tariff(CHAT, "0.05"));
    }

    private CreditTariff tariff(String operation, String credits) {
        return new CreditTariff(operation, new BigDecimal(credits), from, null, SOURCE);
    }

    /** Without trailing zeros, as amounts are read from files. */
    private static BigDecimal plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    private static Instant midnight(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
