package dev.tare.server.wire;

import dev.tare.core.event.Rejection;
import dev.tare.core.money.Blocks;
import dev.tare.core.money.DecimalText;
import dev.tare.core.pricing.CombinedPricing;
import dev.tare.core.pricing.DiscountedPricing;
import dev.tare.core.pricing.GraduatedPricing;
import dev.tare.core.pricing.PackagePricing;
import dev.tare.core.pricing.PerCallPricing;
import dev.tare.core.pricing.PerUnitPricing;
import dev.tare.core.pricing.PercentagePricing;
import dev.tare.core.pricing.PricingModel;
import dev.tare.core.pricing.ThresholdPricing;
import dev.tare.core.pricing.Tier;
import dev.tare.core.pricing.VolumePricing;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads a price of any model: a mapping with one key that names the model. The forms are told in
 * {@link PriceFile}.
 */
final class PricingReader {
    static final int DIGITS = 15;
    private static final String NOT_A_PRICE =
            "This is no price; compare it with the forms in the manual of prices.";
    private static final List<String> MODELS =
            List.of(
                    "per_unit",
                    "per_call",
                    "package",
                    "graduated",
                    "volume",
                    "percentage",
                    "sum",
                    "threshold",
                    "by_attribute",
                    "off_peak",
                    "discount",
                    "monthly");

    /** Prices within prices: deeper than this nobody charges. */
    private static final int DEPTH_MAX = 12;

    private final @Nullable String defaultUnit;
    private int depth;

    /** The default unit goes to what is outermost. */
    PricingReader(@Nullable String defaultUnit) {
        this.defaultUnit = defaultUnit;
    }

    /** The price under that key, {@code null} where it is missing or bad; then that is told. */
    @Nullable PricingModel read(PriceFileFields holder, String key) {
        PriceFileFields fields = holder.fields(key, "a price, such as { per_call: \"0.01\" }");
        if (fields == null) {
            return null;
        }
        if (fields.byKey().size() != 1 || !MODELS.containsAll(fields.byKey().keySet())) {
            holder.problem(
                    key,
                    holder.lineOf(key),
                    "unknown_pricing",
                    "A price has one key that says how it is charged; use one of "
                            + String.join(", ", MODELS)
                            + ".");
            return null;
        }
        if (++depth > DEPTH_MAX) {
            holder.problem(
                    key,
                    holder.lineOf(key),
                    "too_deep",
                    "Prices lie within prices more than " + DEPTH_MAX + " deep; write it flatter.");
            return null;
        }
        int before = holder.problemCount();
        PricingModel model = model(fields, fields.byKey().keySet().iterator().next());
        depth--;
        if (model == null && holder.problemCount() == before) {
            holder.problem(key, holder.lineOf(key), "invalid_pricing", NOT_A_PRICE);
        }
        return model;
    }

    private @Nullable PricingModel model(PriceFileFields fields, String model) {
        if (model.equals("per_unit")) {
            SortedMap<String, BigDecimal> rates = PriceFileRates.rates(fields, "per_unit");
            return rates == null ? null : new PerUnitPricing(rates, outermost());
        }
        if (model.equals("per_call")) {
            BigDecimal amount = PriceFileRates.rate(fields, "per_call");
            return amount == null ? null : new PerCallPricing(amount);
        }
        if (model.equals("sum")) {
            return sum(fields);
        }
        PriceFileFields terms = fields.fields(model, "a mapping");
        if (terms == null) {
            return null;
        }
        return switch (model) {
            case "package" -> blocks(terms);
            case "graduated", "volume" -> tiers(terms, model.equals("volume"));
            case "percentage" -> percentage(terms);
            case "threshold" -> threshold(terms);
            case "by_attribute" -> PricingChoices.read(terms, this);
            case "off_peak" -> PricingHours.read(terms, this);
            case "monthly" -> PricingMonth.read(terms, this);
            default -> discount(terms);
        };
    }

    /** Whether what is being read lies in no other price. */
    boolean isOutermost() {
        return depth == 1;
    }

    @Nullable String outermost() {
        return depth == 1 ? defaultUnit : null;
    }

    private @Nullable PricingModel sum(PriceFileFields fields) {
        List<PricingModel> parts = new ArrayList<>();
        int count = 0;
        for (PriceFileFields item : fields.items("sum", "of")) {
            count++;
            PricingModel part = read(item, "of");
            if (part != null) {
                parts.add(part);
            }
        }
        return count == 0 || parts.size() < count ? null : new CombinedPricing(parts, outermost());
    }

    private static @Nullable PricingModel blocks(PriceFileFields terms) {
        terms.allowOnly(List.of("unit", "size", "usd", "free", "up_to", "blocks"));
        String unit = PriceFileRates.unit(terms, "unit");
        BigDecimal size = terms.positive("size", DIGITS);
        BigDecimal amount = PriceFileRates.rate(terms, "usd");
        BigDecimal free = terms.amountOr("free", BigDecimal.ZERO, DIGITS);
        BigDecimal upTo = terms.absent("up_to") ? null : terms.positive("up_to", DIGITS);
        Blocks blocks = terms.choice("blocks", Blocks.values(), Blocks.UP);
        return unit == null || size == null || amount == null || free == null || blocks == null
                ? null
                : new PackagePricing(unit, size, amount, free, upTo, blocks);
    }

    private static @Nullable PricingModel tiers(PriceFileFields terms, boolean volume) {
        terms.allowOnly(List.of("unit", "tiers", "flat_at_zero"));
        String unit = PriceFileRates.unit(terms, "unit");
        boolean flatAtZero = terms.truth("flat_at_zero");
        List<Tier> tiers = new ArrayList<>();
        BigDecimal before = BigDecimal.ZERO;
        List<PriceFileFields> items = terms.items("tiers", null);
        for (int i = 0; i < items.size(); i++) {
            PriceFileFields item = items.get(i);
            item.allowOnly(List.of("up_to", "usd", "flat"));
            boolean last = i == items.size() - 1;
            BigDecimal upTo = item.absent("up_to") ? null : item.positive("up_to", DIGITS);
            BigDecimal rate = PriceFileRates.rate(item, "usd");
            BigDecimal flat =
                    item.absent("flat") ? BigDecimal.ZERO : PriceFileRates.rate(item, "flat");
            if (last ? upTo != null : (upTo == null || upTo.compareTo(before) <= 0)) {
                item.problem(
                        "up_to",
                        item.lineOf("up_to"),
                        "bad_tiers",
                        "Tiers must rise by \"up_to\", and only the last one goes without it.");
                return null;
            }
            before = upTo == null ? before : upTo;
            if (rate == null || flat == null) {
                return null;
            }
            tiers.add(new Tier(upTo, rate, flat));
        }
        if (unit == null || tiers.isEmpty()) {
            return null;
        }
        return volume
                ? new VolumePricing(unit, tiers, flatAtZero)
                : new GraduatedPricing(unit, tiers, flatAtZero);
    }

    private static @Nullable PricingModel percentage(PriceFileFields terms) {
        terms.allowOnly(List.of("unit", "percent", "fixed", "min", "max"));
        String unit = PriceFileRates.unit(terms, "unit");
        BigDecimal percent = terms.amount("percent", DIGITS, PriceFile.RATE_DECIMALS_MAX);
        BigDecimal fixed = terms.amountOr("fixed", BigDecimal.ZERO, DIGITS);
        BigDecimal min = terms.absent("min") ? null : terms.amountOr("min", null, DIGITS);
        BigDecimal max = terms.absent("max") ? null : terms.amountOr("max", null, DIGITS);
        if (min != null && max != null && min.compareTo(max) > 0) {
            terms.problem(
                    "max", terms.lineOf("max"), "bad_limits", "\"max\" must not be below \"min\".");
            return null;
        }
        return unit == null || percent == null || fixed == null
                ? null
                : new PercentagePricing(unit, percent, fixed, min, max);
    }

    private @Nullable PricingModel threshold(PriceFileFields terms) {
        terms.allowOnly(List.of("measured", "base", "steps"));
        TreeSet<String> measured = new TreeSet<>(terms.texts("measured"));
        PricingModel base = read(terms, "base");
        List<ThresholdPricing.Step> steps = new ArrayList<>();
        BigDecimal before = null;
        for (PriceFileFields item : terms.items("steps", null)) {
            item.allowOnly(List.of("above", "from", "price"));
            boolean inclusive = item.absent("above");
            if (!inclusive && !item.absent("from")) {
                item.problem(
                        "from",
                        item.lineOf("from"),
                        "bad_steps",
                        "A step has \"above\" or \"from\", not both.");
                return null;
            }
            BigDecimal from = item.amount(inclusive ? "from" : "above", DIGITS, 9);
            PricingModel price = read(item, "price");
            if (from == null || price == null) {
                return null;
            }
            if (before != null && from.compareTo(before) <= 0) {
                item.problem(
                        inclusive ? "from" : "above",
                        item.lineOf(inclusive ? "from" : "above"),
                        "bad_steps",
                        "Steps must rise.");
                return null;
            }
            before = from;
            steps.add(new ThresholdPricing.Step(from, inclusive, price));
        }
        return measured.isEmpty() || base == null || steps.isEmpty()
                ? null
                : new ThresholdPricing(measured, base, steps);
    }

    private @Nullable PricingModel discount(PriceFileFields terms) {
        terms.allowOnly(List.of("percent", "of"));
        String text = terms.text("percent");
        BigDecimal percent =
                text == null ? null : DecimalText.parse(text, 9, PriceFile.RATE_DECIMALS_MAX);
        if (percent == null || percent.compareTo(BigDecimal.valueOf(100)) > 0) {
            terms.problem(
                    "percent",
                    terms.lineOf("percent"),
                    "invalid_number",
                    "\"percent\" can't be "
                            + Rejection.shown(text == null ? "" : text)
                            + "; write how much is off, up to 100; below 0 for a surcharge.");
            return null;
        }
        PricingModel full = read(terms, "of");
        return full == null ? null : new DiscountedPricing(full, percent);
    }
}
