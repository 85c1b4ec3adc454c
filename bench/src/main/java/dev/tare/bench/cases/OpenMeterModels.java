package dev.tare.bench.cases;

import dev.tare.bench.cases.PriceModelCases.Amount;
import dev.tare.core.money.Blocks;
import dev.tare.core.pricing.GraduatedPricing;
import dev.tare.core.pricing.PackagePricing;
import dev.tare.core.pricing.PerUnitPricing;
import dev.tare.core.pricing.PeriodPricing;
import dev.tare.core.pricing.PricingModel;
import dev.tare.core.pricing.Tier;
import dev.tare.core.pricing.VolumePricing;
import dev.tare.server.wire.TextTree;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * OpenMeter's prices over a period. A line charges a part of it: what was used before the line is
 * known, the minimum is due with the last line, what is charged by volume too.
 */
final class OpenMeterModels {
    private static final String UNIT = "units";
    private static final int CENTS = 2;

    private OpenMeterModels() {}

    static Amount amount(TextTree.Fields properties, TextTree.Fields input) {
        TextTree.Fields price = Fields.mapping(properties, "Price");
        String kind = Fields.text(price, "_t");
        String mode = Fields.text(input, "LineMode");
        if (price == null || kind == null || mode == null) {
            return Amount.none("no price or line");
        }
        if (properties.byKey().get("CreditsApplied") instanceof TextTree.Items) {
            return Amount.none("credits of a customer: not a price");
        }
        boolean last = !mode.endsWith("MidPeriodSplitLineMode");
        if (kind.equals("FlatPrice")) {
            return flat(price, mode, last);
        }
        TextTree.Fields usage = Fields.mapping(input, "Usage");
        BigDecimal quantity = Fields.or0(usage, "LinePeriodQty");
        BigDecimal before = Fields.or0(usage, "PreLinePeriodQty");
        PricingModel model = model(kind, price);
        if (model == null) {
            return Amount.none("the price " + kind + " isn't known");
        }
        TextTree.Fields commitments = Fields.mapping(price, "Commitments");
        PeriodPricing period =
                new PeriodPricing(
                        model,
                        UNIT,
                        ZoneOffset.UTC,
                        Fields.number(commitments, "MinimumAmount"),
                        Fields.number(commitments, "MaximumAmount"),
                        null);
        Blocks blocks = blocks(properties);
        return Amount.of(
                line(
                        period,
                        converted(properties, blocks, before),
                        converted(properties, blocks, before.add(quantity)),
                        Fields.number(input, "PreviousBilledAmount"),
                        last,
                        model instanceof VolumePricing));
    }

    /** What a line charges: its own use, within the limit, and at the end what is still due. */
    private static BigDecimal line(
            PeriodPricing period,
            BigDecimal before,
            BigDecimal after,
            @Nullable BigDecimal told,
            boolean last,
            boolean onlyAtTheEnd) {
        if (onlyAtTheEnd && !last) {
            return BigDecimal.ZERO;
        }
        BigDecimal earlier = onlyAtTheEnd ? BigDecimal.ZERO : cents(period.upTo(before));
        BigDecimal billed = told == null ? earlier : told;
        BigDecimal use =
                onlyAtTheEnd
                        ? cents(period.upTo(after)).subtract(billed)
                        : cents(period.use(before, after.subtract(before)));
        BigDecimal sum = billed.add(use);
        BigDecimal limited = period.max() == null ? sum : sum.min(period.max());
        BigDecimal due = last && period.min() != null ? limited.max(period.min()) : limited;
        return due.subtract(billed);
    }

    private static Amount flat(TextTree.Fields price, String mode, boolean last) {
        boolean inAdvance =
                "productcatalog.InAdvancePaymentTerm".equals(Fields.text(price, "PaymentTerm"));
        boolean first = mode.endsWith("FirstInPeriodSplitLineMode") || isWhole(mode);
        return Amount.of(
                (inAdvance ? first : last) ? Fields.or0(price, "Amount") : BigDecimal.ZERO);
    }

    private static boolean isWhole(String mode) {
        return mode.endsWith("SinglePerPeriodLineMode");
    }

    private static @Nullable PricingModel model(String kind, TextTree.Fields price) {
        return switch (kind) {
            case "UnitPrice" -> new PerUnitPricing(Map.of(UNIT, Fields.or0(price, "Amount")));
            case "DynamicPrice" -> {
                BigDecimal multiplier = Fields.number(price, "Multiplier");
                yield new PerUnitPricing(
                        Map.of(UNIT, multiplier == null ? BigDecimal.ONE : multiplier));
            }
            case "PackagePrice" ->
                    new PackagePricing(
                            UNIT,
                            Fields.or0(price, "QuantityPerPackage"),
                            Fields.or0(price, "Amount"),
                            BigDecimal.ZERO,
                            null,
                            Blocks.UP);
            case "TieredPrice" -> tiered(price);
            default -> null;
        };
    }

    private static @Nullable PricingModel tiered(TextTree.Fields price) {
        List<Tier> tiers = new ArrayList<>();
        if (price.byKey().get("Tiers") instanceof TextTree.Items items) {
            for (TextTree item : items.items()) {
                if (item instanceof TextTree.Fields tier) {
                    tiers.add(
                            new Tier(
                                    Fields.number(tier, "UpToAmount"),
                                    Fields.or0(Fields.mapping(tier, "UnitPrice"), "Amount"),
                                    Fields.or0(Fields.mapping(tier, "FlatPrice"), "Amount")));
                }
            }
        }
        String mode = Fields.text(price, "Mode");
        if (mode == null || tiers.isEmpty()) {
            return null;
        }
        return mode.contains("Volume")
                ? new VolumePricing(UNIT, tiers, true)
                : new GraduatedPricing(UNIT, tiers, false);
    }

    private static @Nullable Blocks blocks(TextTree.Fields properties) {
        boolean enabled = "true".equals(Fields.text(properties, "UnitConfigEnabled"));
        TextTree.Fields config = Fields.mapping(properties, "UnitConfig");
        String rounding = Fields.text(config, "Rounding");
        if (!enabled || rounding == null) {
            return null;
        }
        return rounding.contains("Ceiling")
                ? Blocks.UP
                : rounding.contains("Floor") ? Blocks.DOWN : Blocks.HALF_UP;
    }

    /** Charged in larger units than counted. */
    private static BigDecimal converted(
            TextTree.Fields properties, @Nullable Blocks blocks, BigDecimal quantity) {
        BigDecimal factor =
                Fields.number(Fields.mapping(properties, "UnitConfig"), "ConversionFactor");
        return blocks == null || factor == null ? quantity : blocks.in(quantity, factor);
    }

    /** Bills there are in cents. */
    private static BigDecimal cents(BigDecimal exact) {
        return exact.setScale(CENTS, RoundingMode.HALF_UP);
    }
}
