package dev.tare.core.pricing;

import dev.tare.core.event.Quantities;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A price as a table: each rate in it by what it is a rate of, and when. Two prices are compared by
 * their lines; a price that charges in another way has other lines.
 */
public final class PriceLines {
    private final SortedMap<String, BigDecimal> lines = new TreeMap<>();

    private PriceLines() {}

    /** USD by line, such as {@code input_tokens} or {@code input_tokens, above 200000}. */
    public static SortedMap<String, BigDecimal> of(PricingModel price) {
        PriceLines table = new PriceLines();
        table.add("", price);
        return table.lines;
    }

    /**
     * The lines of two prices beside each other, equal ones too.
     *
     * @param here {@code null} = there is no price
     */
    public static List<PriceComparison.Line> beside(
            @Nullable PricingModel here, PricingModel there) {
        Map<String, BigDecimal> mine = here == null ? Map.of() : of(here);
        Map<String, BigDecimal> theirs = of(there);
        SortedSet<String> all = new TreeSet<>(mine.keySet());
        all.addAll(theirs.keySet());
        return all.stream()
                .map(what -> new PriceComparison.Line(what, mine.get(what), theirs.get(what)))
                .toList();
    }

    private void add(String when, PricingModel price) {
        switch (price) {
            case PerUnitPricing perUnit ->
                    perUnit.rates().forEach((unit, rate) -> line(unit, when, rate));
            case PerCallPricing perCall ->
                    line(Quantities.CALLS, when + ", per call", perCall.amount());
            case PackagePricing blocks ->
                    line(blocks.unit(), when + ", per " + plain(blocks.size()), blocks.amount());
            case GraduatedPricing graduated ->
                    tiers(graduated.unit(), when + ", graduated", graduated.tiers());
            case VolumePricing volume -> tiers(volume.unit(), when + ", volume", volume.tiers());
            case PercentagePricing percentage -> percentage(when, percentage);
            case CombinedPricing combined -> combined.parts().forEach(part -> add(when, part));
            case ThresholdPricing threshold -> {
                add(when, threshold.base());
                for (ThresholdPricing.Step step : threshold.steps()) {
                    String from = step.inclusive() ? ", from " : ", above ";
                    add(when + from + plain(step.from()), step.pricing());
                }
            }
            case AttributePricing attributes -> attributes(when, attributes);
            case OffPeakPricing hours -> {
                add(when + ", off-peak", hours.offPeak());
                add(when, hours.peak());
            }
            case DiscountedPricing discounted ->
                    add(when + ", less " + plain(discounted.percent()) + " %", discounted.full());
            case PeriodPricing month -> month(when + ", by the month", month);
        }
    }

    private void month(String when, PeriodPricing month) {
        add(when, month.table());
        if (month.min() != null) {
            line(month.unit(), when + ", at least", month.min());
        }
        if (month.max() != null) {
            line(month.unit(), when + ", at most", month.max());
        }
    }

    private void attributes(String when, AttributePricing attributes) {
        for (AttributePricing.Choice choice : attributes.choices()) {
            StringBuilder told = new StringBuilder(when);
            for (Map.Entry<String, String> wanted : choice.when().entrySet()) {
                told.append(", ").append(wanted.getKey()).append(' ').append(wanted.getValue());
            }
            add(told.toString(), choice.pricing());
        }
        if (attributes.otherwise() != null) {
            add(when, attributes.otherwise());
        }
    }

    private void tiers(String unit, String when, List<Tier> tiers) {
        for (Tier tier : tiers) {
            String end = tier.upTo() == null ? ", beyond" : ", up to " + plain(tier.upTo());
            line(unit, when + end, tier.rate());
            if (tier.flat().signum() != 0) {
                line(unit, when + end + ", flat", tier.flat());
            }
        }
    }

    private void percentage(String when, PercentagePricing price) {
        line(price.unit(), when + ", per cent", price.percent());
        if (price.fixed().signum() != 0) {
            line(price.unit(), when + ", fixed part", price.fixed());
        }
        if (price.min() != null) {
            line(price.unit(), when + ", at least", price.min());
        }
        if (price.max() != null) {
            line(price.unit(), when + ", at most", price.max());
        }
    }

    /** The first one of a name stands: a price asks its parts in order. */
    private void line(String unit, String when, BigDecimal rate) {
        lines.putIfAbsent(unit + when, rate);
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
