package dev.tare.server.wire;

import dev.tare.core.pricing.AttributePricing;
import dev.tare.core.pricing.CombinedPricing;
import dev.tare.core.pricing.DiscountedPricing;
import dev.tare.core.pricing.GraduatedPricing;
import dev.tare.core.pricing.OffPeakPricing;
import dev.tare.core.pricing.PackagePricing;
import dev.tare.core.pricing.PerCallPricing;
import dev.tare.core.pricing.PerUnitPricing;
import dev.tare.core.pricing.PercentagePricing;
import dev.tare.core.pricing.PeriodPricing;
import dev.tare.core.pricing.PricingModel;
import dev.tare.core.pricing.ThresholdPricing;
import dev.tare.core.pricing.Tier;
import dev.tare.core.pricing.VolumePricing;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/**
 * A price of any model as one line of JSON, in the form price files have. Every number is a text:
 * what is read back is equal, digit for digit.
 */
public final class PricingText {
    private static final String KEY = "pricing";

    private static final YAMLMapper YAML =
            YAMLMapper.builder().disable(YAMLWriteFeature.WRITE_DOC_START_MARKER).build();

    private PricingText() {}

    /** The JSON of a price. */
    public static String write(PricingModel model) {
        return JsonMapper.shared().writeValueAsString(tree(model));
    }

    /** The same as YAML over several lines, for people. */
    public static String lines(PricingModel model) {
        return YAML.writeValueAsString(tree(model));
    }

    /**
     * The price of that JSON.
     *
     * @throws IllegalArgumentException where it is none; nothing else ever writes here
     */
    public static PricingModel read(String json, @Nullable String defaultUnit) {
        List<PriceFile.Problem> problems = new ArrayList<>();
        PricingModel model = null;
        try {
            TextTree.Fields holder = new TextTree.Fields(1, Map.of(KEY, TextTree.read(json)));
            model =
                    new PricingReader(defaultUnit)
                            .read(new PriceFileFields("", holder, problems), KEY);
        } catch (TextTree.Unreadable unreadable) {
            throw new IllegalArgumentException("No price: " + unreadable.text(), unreadable);
        }
        if (model == null || !problems.isEmpty()) {
            throw new IllegalArgumentException("No price: " + problems);
        }
        return model;
    }

    /** The default unit of a price, which its JSON leaves out. */
    static Map<String, Object> tree(PricingModel model) {
        return switch (model) {
            case PerUnitPricing perUnit -> {
                Map<String, Object> rates = new LinkedHashMap<>();
                perUnit.rates().forEach((unit, rate) -> rates.put(unit, text(rate)));
                yield one("per_unit", rates);
            }
            case PerCallPricing perCall -> one("per_call", text(perCall.amount()));
            case PackagePricing blocks -> one("package", blocks(blocks));
            case GraduatedPricing table ->
                    one("graduated", tiers(table.unit(), table.tiers(), table.flatAtZero()));
            case VolumePricing table ->
                    one("volume", tiers(table.unit(), table.tiers(), table.flatAtZero()));
            case PercentagePricing share -> one("percentage", share(share));
            case CombinedPricing sum ->
                    one("sum", sum.parts().stream().map(PricingText::tree).toList());
            case ThresholdPricing threshold -> one("threshold", threshold(threshold));
            case AttributePricing choice -> one("by_attribute", choice(choice));
            case OffPeakPricing hours -> one("off_peak", hours(hours));
            case PeriodPricing month -> one("monthly", month(month));
            case DiscountedPricing discount ->
                    one(
                            "discount",
                            with("percent", text(discount.percent()))
                                    .and("of", tree(discount.full()))
                                    .map());
        };
    }

    private static Map<String, Object> blocks(PackagePricing blocks) {
        return with("unit", blocks.unit())
                .and("size", text(blocks.size()))
                .and("usd", text(blocks.amount()))
                .and("free", blocks.free().signum() == 0 ? null : text(blocks.free()))
                .and("up_to", blocks.upTo() == null ? null : text(blocks.upTo()))
                .and("blocks", blocks.blocks().text())
                .map();
    }

    private static Map<String, Object> tiers(String unit, List<Tier> tiers, boolean flatAtZero) {
        List<Object> rows = new ArrayList<>();
        for (Tier tier : tiers) {
            rows.add(
                    with("up_to", tier.upTo() == null ? null : text(tier.upTo()))
                            .and("usd", text(tier.rate()))
                            .and("flat", tier.flat().signum() == 0 ? null : text(tier.flat()))
                            .map());
        }
        return with("unit", unit)
                .and("tiers", rows)
                .and("flat_at_zero", flatAtZero ? "true" : null)
                .map();
    }

    private static Map<String, Object> share(PercentagePricing share) {
        return with("unit", share.unit())
                .and("percent", text(share.percent()))
                .and("fixed", share.fixed().signum() == 0 ? null : text(share.fixed()))
                .and("min", share.min() == null ? null : text(share.min()))
                .and("max", share.max() == null ? null : text(share.max()))
                .map();
    }

    private static Map<String, Object> threshold(ThresholdPricing threshold) {
        List<Object> steps = new ArrayList<>();
        for (ThresholdPricing.Step step : threshold.steps()) {
            steps.add(
                    with(step.inclusive() ? "from" : "above", text(step.from()))
                            .and("price", tree(step.pricing()))
                            .map());
        }
        return with("measured", List.copyOf(threshold.measured()))
                .and("base", tree(threshold.base()))
                .and("steps", steps)
                .map();
    }

    private static Map<String, Object> choice(AttributePricing choice) {
        List<Object> choices = new ArrayList<>();
        for (AttributePricing.Choice one : choice.choices()) {
            choices.add(with("when", one.when()).and("price", tree(one.pricing())).map());
        }
        return with("choices", choices)
                .and("otherwise", choice.otherwise() == null ? null : tree(choice.otherwise()))
                .map();
    }

    private static Map<String, Object> hours(OffPeakPricing hours) {
        return with("zone", hours.zone().getId())
                .and("windows", hours.windows().stream().map(w -> w.from() + "-" + w.to()).toList())
                .and("off_peak", tree(hours.offPeak()))
                .and("peak", tree(hours.peak()))
                .map();
    }

    private static Map<String, Object> month(PeriodPricing month) {
        return with("unit", month.unit())
                .and("zone", month.zone().getId())
                .and("table", tree(month.table()))
                .and("min", month.min() == null ? null : text(month.min()))
                .and("max", month.max() == null ? null : text(month.max()))
                .map();
    }

    private static String text(BigDecimal number) {
        return number.toPlainString();
    }

    private static Map<String, Object> one(String key, Object value) {
        return with(key, value).map();
    }

    private static Keys with(String key, @Nullable Object value) {
        return new Keys(new LinkedHashMap<>()).and(key, value);
    }

    /** Keys in the order written; without what is {@code null}. */
    private record Keys(Map<String, Object> map) {
        Keys and(String key, @Nullable Object value) {
            if (value != null) {
                map.put(key, Objects.requireNonNull(value));
            }
            return this;
        }
    }
}
