package dev.tare.server.pricelist;

import dev.tare.core.pricing.AttributePricing;
import dev.tare.core.pricing.FailedCalls;
import dev.tare.core.pricing.PriceOrigin;
import dev.tare.core.pricing.PricingModel;
import dev.tare.core.pricing.RateCard;
import dev.tare.server.wire.TextTree;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * LiteLLM's whole map as rate cards, one for each entry that gives a price. A card's model is the
 * entry's name without its provider in front.
 */
public final class LiteLlmList {
    private static final String PROVIDER = "litellm_provider";
    private static final String SAMPLE = "sample_spec";

    private LiteLlmList() {}

    /** Whether a document looks like such a map. */
    public static boolean is(TextTree document) {
        return document instanceof TextTree.Fields map
                && map.byKey().values().stream()
                        .anyMatch(entry ->
                                entry instanceof TextTree.Fields fields
                                        && fields.byKey().containsKey(PROVIDER));
    }

    /**
     * The cards of a map, in force from that moment on (UTC).
     *
     * @param source where the map was read, with its date
     */
    public static ListRead read(TextTree.Fields map, Instant from, String source) {
        ListCards cards = new ListCards();
        LiteLlmImages images = new LiteLlmImages(map.byKey());
        int withoutCost = 0;
        for (Map.Entry<String, TextTree> entry : map.byKey().entrySet()) {
            String name = entry.getKey();
            if (name.equals(SAMPLE) || !(entry.getValue() instanceof TextTree.Fields fields)) {
                continue;
            }
            if (fields.byKey().keySet().stream().noneMatch(LiteLlmFields::tellsCost)) {
                withoutCost++;
                continue;
            }
            LiteLlmPrice.Read read = LiteLlmPrice.of(fields.byKey());
            String provider = text(fields, PROVIDER);
            if (!read.leftOut().isEmpty()) {
                cards.leaveOut(name, "not understood: " + String.join(", ", read.leftOut()));
            }
            if (read.pricing() == null || provider == null) {
                if (!cards.isLeftOut(name)) {
                    cards.leaveOut(name, provider == null ? "no provider" : "no price");
                }
                continue;
            }
            String model =
                    name.startsWith(provider + "/") ? name.substring(provider.length() + 1) : name;
            PricingModel pricing = bySize(images, provider, name, fields.byKey(), read.pricing());
            cards.add(name, card(provider, model, pricing, from, source));
        }
        return cards.read(withoutCost);
    }

    /** Where all there is are prices of pictures, size and quality say which. */
    private static PricingModel bySize(
            LiteLlmImages images,
            String provider,
            String name,
            Map<String, TextTree> entry,
            PricingModel own) {
        boolean tokens = entry.keySet().stream().anyMatch(field -> field.contains("_token"));
        PricingModel bySize = tokens ? null : images.price(provider, name, entry);
        return bySize instanceof AttributePricing ? bySize : own;
    }

    private static RateCard card(
            String provider, String model, PricingModel pricing, Instant from, String source) {
        String day = from.atZone(ZoneOffset.UTC).toLocalDate().toString();
        return new RateCard(
                "litellm " + provider + "/" + model + " " + day,
                provider,
                RateCard.ANY,
                model,
                pricing,
                FailedCalls.UNKNOWN,
                from,
                null,
                source,
                PriceOrigin.IMPORTED);
    }

    private static @Nullable String text(TextTree.Fields fields, String key) {
        return fields.byKey().get(key) instanceof TextTree.Text text ? text.text() : null;
    }
}
