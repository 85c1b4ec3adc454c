package dev.tare.server.pricelist;

import dev.tare.core.money.DecimalText;
import dev.tare.core.pricing.AttributePricing;
import dev.tare.core.pricing.PerUnitPricing;
import dev.tare.core.pricing.PricingModel;
import dev.tare.server.wire.PriceFile;
import dev.tare.server.wire.TextTree;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Prices of pictures by size and quality. LiteLLM's map keeps them as entries of their own, whose
 * names are {@code quality/size/model}; here they are the choices of one price of that model.
 */
public final class LiteLlmImages {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,6})-x-(\\d{1,6})");

    /** What the map itself takes where the quality isn't told and nothing else fits. */
    private static final String DEFAULT_QUALITY = "high";

    private static final int INTEGER_DIGITS = 9;

    /** An entry by size, and by quality where it has one. */
    private record Variant(
            String provider,
            String size,
            @Nullable String quality,
            BigDecimal usd,
            boolean perImage) {}

    private final Map<String, List<Variant>> byModel = new HashMap<>();

    /** Those of a whole map, by name. */
    public LiteLlmImages(Map<String, TextTree> map) {
        map.forEach((name, value) -> {
            if (value instanceof TextTree.Fields entry) {
                add(name, entry.byKey());
            }
        });
    }

    private void add(String name, Map<String, TextTree> entry) {
        List<String> parts = new ArrayList<>(List.of(name.split("/", -1)));
        String model = parts.removeLast();
        String size = parts.isEmpty() ? "" : parts.removeLast();
        BigDecimal image = number(entry.get("input_cost_per_image"));
        BigDecimal pixel = number(entry.get("input_cost_per_pixel"));
        BigDecimal usd = image == null ? pixel : image;
        if (usd == null || !SIZE.matcher(size).matches()) {
            return;
        }
        String provider =
                entry.get("litellm_provider") instanceof TextTree.Text told ? told.text() : "";
        boolean prefixed = !parts.isEmpty() && parts.getFirst().equals(provider);
        if (prefixed) {
            parts.removeFirst();
        }
        String quality = parts.isEmpty() ? null : parts.removeLast();
        byModel.computeIfAbsent(model, _ -> new ArrayList<>())
                .add(new Variant(prefixed ? provider : "", size, quality, usd, image != null));
    }

    /**
     * The price of a picture of that model, {@code null} where there is none. Size and quality as
     * told govern; then the size alone; then the entry's own price; then the default quality.
     */
    public @Nullable PricingModel price(String provider, String name, Map<String, TextTree> entry) {
        String model = name.substring(name.lastIndexOf('/') + 1);
        List<Variant> variants = byModel.getOrDefault(model, List.of());
        List<AttributePricing.Choice> choices = new ArrayList<>();
        add(choices, variants, "", true);
        add(choices, variants, "", false);
        add(choices, variants, provider, true);
        add(choices, variants, provider, false);
        PricingModel own = own(entry);
        if (own == null) {
            defaults(choices, variants, provider);
            defaults(choices, variants, "");
        }
        return choices.isEmpty() ? own : new AttributePricing(choices, own);
    }

    private static void add(
            List<AttributePricing.Choice> choices,
            List<Variant> variants,
            String provider,
            boolean withQuality) {
        for (Variant variant : variants) {
            if (variant.provider().equals(provider) && (variant.quality() != null) == withQuality) {
                SortedMap<String, String> when = size(variant);
                if (variant.quality() != null) {
                    when.put("quality", variant.quality());
                }
                choices.add(new AttributePricing.Choice(when, price(variant)));
            }
        }
    }

    private static void defaults(
            List<AttributePricing.Choice> choices, List<Variant> variants, String provider) {
        for (Variant variant : variants) {
            if (variant.provider().equals(provider) && DEFAULT_QUALITY.equals(variant.quality())) {
                choices.add(new AttributePricing.Choice(size(variant), price(variant)));
            }
        }
    }

    private static SortedMap<String, String> size(Variant variant) {
        return new TreeMap<>(Map.of("size", variant.size().replace("-", "")));
    }

    /** A picture of known size costs what its pixels do. Nothing is told for nothing. */
    private static PricingModel price(Variant variant) {
        BigDecimal pixels = Objects.requireNonNull(pixels(variant.size()));
        BigDecimal picture = variant.perImage() ? variant.usd() : variant.usd().multiply(pixels);
        return new PerUnitPricing(Map.of("images", picture));
    }

    private static @Nullable PricingModel own(Map<String, TextTree> entry) {
        BigDecimal image = number(entry.get("input_cost_per_image"));
        BigDecimal made = number(entry.get("output_cost_per_image"));
        BigDecimal pixel = number(entry.get("input_cost_per_pixel"));
        if (image == null) {
            image = made;
        }
        if (image != null) {
            return new PerUnitPricing(Map.of("images", image));
        }
        return pixel == null ? null : new PerUnitPricing(Map.of("pixels", pixel));
    }

    /** The pixels of one picture of a size such as {@code 1024-x-1024}; {@code null} = no size. */
    public static @Nullable BigDecimal pixels(String size) {
        Matcher sides = SIZE.matcher(size);
        return sides.matches()
                ? new BigDecimal(sides.group(1)).multiply(new BigDecimal(sides.group(2)))
                : null;
    }

    private static @Nullable BigDecimal number(@Nullable TextTree value) {
        return value instanceof TextTree.Text text
                ? DecimalText.parse(text.text(), INTEGER_DIGITS, PriceFile.RATE_DECIMALS_MAX)
                : null;
    }
}
