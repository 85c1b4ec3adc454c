package dev.tare.bench.cases;

import dev.tare.core.pricing.PricingModel;
import dev.tare.server.pricelist.LiteLlmImages;
import dev.tare.server.wire.TextTree;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Pictures of a size and quality, with what they should cost. The reference looks size and quality
 * up in the whole map, so the newest map that lies beside the file is asked.
 */
final class ImageCases implements CaseKind {
    private static final String NAME = "litellm_oracle_image";

    private final LiteLlmImages images;

    ImageCases(Path file) throws IOException {
        images =
                file.getFileName().toString().startsWith(NAME)
                        ? new LiteLlmImages(PriceMap.beside(file))
                        : new LiteLlmImages(Map.of());
    }

    @Override
    public boolean reads(String fileName) {
        return fileName.startsWith(NAME);
    }

    @Override
    public Verdict run(TextTree.Fields one) {
        TextTree.Fields entry = Fields.mapping(one, "price_entry");
        TextTree.Fields input = Fields.mapping(one, "input");
        BigDecimal expected = Fields.number(one, "expected_cost");
        BigDecimal count = Fields.number(input, "n");
        String size = Fields.text(input, "size");
        String model = Fields.text(one, "model");
        String provider = Fields.text(one, "provider");
        if (entry == null
                || expected == null
                || count == null
                || size == null
                || model == null
                || provider == null) {
            return new Verdict.Unsupported("no entry, size, number or expected cost");
        }
        PricingModel price = images.price(provider, model, entry.byKey());
        if (price == null) {
            return new Verdict.Unsupported("no price of a picture");
        }
        Map<String, String> told = new TreeMap<>(Map.of("size", size.replace("-", "")));
        String quality = Fields.text(input, "quality");
        if (quality != null) {
            told.put("quality", quality);
        }
        Map<String, BigDecimal> quantities = new TreeMap<>(Map.of("images", count));
        BigDecimal pixels = LiteLlmImages.pixels(size);
        if (pixels != null) {
            quantities.put("pixels", pixels.multiply(count));
        }
        Asked asked = Asked.quantities(price, new TreeMap<>(quantities), told);
        return Fields.same(asked.total(), expected)
                ? Verdict.AGREED
                : new Verdict.Disagreed(asked.total().toPlainString() + " " + asked.refusal());
    }
}
