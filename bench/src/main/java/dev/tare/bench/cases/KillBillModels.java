package dev.tare.bench.cases;

import dev.tare.bench.cases.PriceModelCases.Amount;
import dev.tare.core.money.Blocks;
import dev.tare.core.pricing.CombinedPricing;
import dev.tare.core.pricing.PackagePricing;
import dev.tare.core.pricing.PricingModel;
import dev.tare.core.pricing.ThresholdPricing;
import dev.tare.server.wire.TextTree;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Kill Bill's usage in blocks: each tier has so many blocks of its size. Either every tier is
 * charged for its part, or the tier reached for everything; the last tier has no end.
 */
final class KillBillModels {
    private static final String UNIT = "units";

    private KillBillModels() {}

    static Amount amount(TextTree.Fields properties, TextTree.Fields input) {
        BigDecimal quantity = Fields.number(input, "units");
        if (quantity == null
                || !(properties.byKey().get("tiers") instanceof TextTree.Items tiers)) {
            return Amount.none("no units or tiers");
        }
        boolean top = "TOP_TIER".equals(Fields.text(properties, "tier_block_policy"));
        List<PricingModel> parts = new ArrayList<>();
        List<ThresholdPricing.Step> steps = new ArrayList<>();
        BigDecimal from = BigDecimal.ZERO;
        for (int i = 0; i < tiers.items().size(); i++) {
            if (!(tiers.items().get(i) instanceof TextTree.Fields tier)) {
                return Amount.none("a tier without terms");
            }
            BigDecimal size = Fields.number(tier, "block_size");
            BigDecimal count = Fields.number(tier, "max_blocks");
            BigDecimal price = Fields.number(tier, "block_price");
            if (size == null || count == null || price == null) {
                return Amount.none("a tier without size, number or price of blocks");
            }
            BigDecimal end = i == tiers.items().size() - 1 ? null : from.add(size.multiply(count));
            BigDecimal free = top ? BigDecimal.ZERO : from;
            PricingModel blocks =
                    new PackagePricing(UNIT, size, price, free, top ? null : end, Blocks.UP);
            parts.add(blocks);
            if (i > 0) {
                steps.add(new ThresholdPricing.Step(from, false, blocks));
            }
            from = end == null ? from : end;
        }
        PricingModel model =
                top
                        ? new ThresholdPricing(
                                new TreeSet<>(List.of(UNIT)), parts.getFirst(), steps)
                        : new CombinedPricing(parts, null);
        return Amount.of(
                Asked.quantities(model, new TreeMap<>(Map.of(UNIT, quantity)), Map.of()).total());
    }
}
