package dev.tare.bench.cases;

import dev.tare.core.pricing.PricingModel;
import dev.tare.server.pricelist.LiteLlmImages;
import dev.tare.server.wire.TextTree;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Pictures of a size and quality, with what they should cost. The reference looks size and quality
 * up in the whole map, so the newest map that lies beside the file is asked.
 */
final class ImageCases implements CaseKind {
    private static final String NAME = "litellm_oracle_image";

    /** What the reference takes where a call names no size; of pictures it takes one. */
    private static final String DEFAULT_SIZE = "1024x1024";

    private final PriceMap map;
    private final LiteLlmImages images;

    ImageCases(Path file) {
        this(
                file.getFileName().toString().startsWith(NAME)
                        ? PriceMap.beside(file)
                        : PriceMap.NONE);
    }

    ImageCases(PriceMap map) {
        this.map = map;
        images = new LiteLlmImages(map.byName());
    }

    @Override
    public boolean reads(String fileName) {
        return fileName.startsWith(NAME);
    }

    @Override
    public Verdict run(TextTree.Fields one) {
        return made(
                Fields.text(one, "provider"),
                Fields.text(one, "model"),
                Fields.mapping(one, "price_entry"),
                Fields.mapping(one, "input"),
                Fields.number(one, "expected_cost"));
    }

    /** What pictures of the input's number, size and quality cost. */
    Verdict made(
            @Nullable String provider,
            @Nullable String model,
            TextTree.@Nullable Fields entry,
            TextTree.@Nullable Fields input,
            @Nullable BigDecimal expected) {
        if (!map.problem().isEmpty()) {
            return new Verdict.Unsupported(map.problem());
        }
        if (entry == null
                || expected == null
                || input == null
                || model == null
                || provider == null) {
            return new Verdict.Unsupported("no model, entry, picture or expected cost");
        }
        TextTree number = input.byKey().get("n");
        BigDecimal count = isTold(number) ? Fields.number(number) : BigDecimal.ONE;
        String size = isTold(input.byKey().get("size")) ? Fields.text(input, "size") : DEFAULT_SIZE;
        if (count == null || count.signum() < 0 || size == null) {
            return new Verdict.Unsupported("the number or size of pictures is none");
        }
        PricingModel price = images.price(provider, model, entry.byKey());
        if (price == null) {
            return new Verdict.Unsupported("no price of a picture");
        }
        return compared(price, size, Fields.text(input, "quality"), count, expected);
    }

    private static Verdict compared(
            PricingModel price,
            String size,
            @Nullable String quality,
            BigDecimal count,
            BigDecimal expected) {
        Map<String, String> told = new TreeMap<>(Map.of("size", size.replace("-", "")));
        if (quality != null) {
            told.put("quality", quality);
        }
        Map<String, BigDecimal> quantities = new TreeMap<>(Map.of("images", count));
        BigDecimal pixels = LiteLlmImages.pixels(spelled(size));
        if (pixels != null) {
            quantities.put("pixels", pixels.multiply(count));
        }
        Asked asked = Asked.quantities(price, new TreeMap<>(quantities), told);
        if (!asked.refusal().isEmpty()) {
            return new Verdict.Disagreed(asked.refusal());
        }
        return !asked.parts().isEmpty() && Fields.same(asked.total(), expected)
                ? Verdict.AGREED
                : new Verdict.Disagreed(
                        asked.total().toPlainString() + " for " + expected.toPlainString());
    }

    private static boolean isTold(@Nullable TextTree value) {
        return value != null && !(value instanceof TextTree.Nothing);
    }

    private static String spelled(String size) {
        return size.contains("-x-") ? size : size.replace("x", "-x-");
    }
}
