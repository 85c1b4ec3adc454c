package dev.tare.core.pricing;

import dev.tare.core.event.Quantities;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A price as a table: each rate in it by what it is a rate of, and when; and each rule in it that
 * is no rate, such as hours or rounding, as a text. Two prices are compared by their lines; those
 * that have the same lines charge alike.
 */
public final class PriceLines {
    /** The name of the line that tells what a call is counted in that tells only its number. */
    public static final String COUNTED_IN = "a call alone counts in";

    /** The name of the line that tells which rates make one choice where prices are added up. */
    public static final String ADDED_UP = "added up";

    /** The name of the line that tells which choice is tried first. */
    public static final String CHOICES = "choices";

    /** The name of the line that tells what makes a call a large one. */
    public static final String SIZE = "size of a call";

    /** The name of the line that tells the hours of the other price. */
    public static final String HOURS = "off-peak hours";

    /** The name of the line that tells where months begin. */
    public static final String MONTHS = "months";

    /** How the line of the choices ends where a call that none fits has no price. */
    public static final String NO_PRICE = "else no price";

    private final Map<String, Entry> lines = new LinkedHashMap<>();
    private final Map<String, String> caseOf = new HashMap<>();
    private final Map<String, Integer> named = new HashMap<>();
    private String within = "";

    private PriceLines() {}

    /**
     * One line.
     *
     * @param what such as {@code input_tokens} or {@code input_tokens, above 200000}
     * @param amount USD, or per cent where the name says so; {@code null} = the line is a rule
     * @param rule in words; {@code null} = the line is a rate
     */
    public record Entry(String what, @Nullable BigDecimal amount, @Nullable String rule) {}

    /** The lines in the order in which the price asks them. */
    public static List<Entry> of(PricingModel price) {
        return List.copyOf(table(price).values());
    }

    private static Map<String, Entry> table(PricingModel price) {
        PriceLines table = new PriceLines();
        table.add("", price);
        if (price.defaultUnit() != null) {
            table.rule(COUNTED_IN, "", price.defaultUnit());
        }
        return table.lines;
    }

    /**
     * The lines of two prices beside each other, equal ones too.
     *
     * @param here {@code null} = there is no price
     */
    public static List<PriceComparison.Line> beside(
            @Nullable PricingModel here, PricingModel there) {
        Map<String, Entry> mine = here == null ? Map.of() : table(here);
        Map<String, Entry> theirs = table(there);
        List<String> all = new ArrayList<>(mine.keySet());
        int at = 0;
        for (String what : theirs.keySet()) {
            int known = mine.containsKey(what) ? all.indexOf(what) : -1;
            if (known < 0) {
                all.add(at, what);
            }
            at = known < 0 ? at + 1 : known + 1;
        }
        return all.stream().map(what -> line(what, mine.get(what), theirs.get(what))).toList();
    }

    private static PriceComparison.Line line(
            String what, @Nullable Entry mine, @Nullable Entry theirs) {
        return new PriceComparison.Line(
                what,
                mine == null ? null : mine.amount(),
                theirs == null ? null : theirs.amount(),
                mine == null ? null : mine.rule(),
                theirs == null ? null : theirs.rule());
    }

    private void add(String when, PricingModel price) {
        switch (price) {
            case PerUnitPricing perUnit ->
                    perUnit.rates().forEach((unit, rate) -> rate(unit, apart(unit, when), rate));
            case PerCallPricing perCall ->
                    rate(
                            Quantities.CALLS,
                            apart(Quantities.CALLS, when + ", per call"),
                            perCall.amount());
            case PackagePricing blocks -> blocks(when, blocks);
            case GraduatedPricing graduated ->
                    tiers(
                            graduated.unit(),
                            when + ", graduated",
                            graduated.tiers(),
                            graduated.flatAtZero());
            case VolumePricing volume ->
                    tiers(volume.unit(), when + ", volume", volume.tiers(), volume.flatAtZero());
            case PercentagePricing percentage -> percentage(when, percentage);
            case CombinedPricing combined -> combined(when, combined);
            case ThresholdPricing threshold -> threshold(when, threshold);
            case AttributePricing attributes -> attributes(when, attributes);
            case OffPeakPricing hours -> hours(when, hours);
            case DiscountedPricing discounted ->
                    add(
                            apart("", when + ", less " + plain(discounted.percent()) + " %"),
                            discounted.full());
            case PeriodPricing month -> month(apart("", when + ", by the month"), month);
        }
    }

    private void blocks(String when, PackagePricing price) {
        String unit = price.unit();
        String block = apart(unit, when + ", per " + plain(price.size()));
        rate(unit, block, price.amount());
        rule(unit, block + ", rounding", price.blocks().explanation());
        if (price.free().signum() != 0) {
            rule(unit, block + ", free before", plain(price.free()));
        }
        if (price.upTo() != null) {
            rule(unit, block + ", charged up to", plain(price.upTo()));
        }
    }

    /** What is added up to a choice isn't part of it, though both have the same name. */
    private void combined(String when, CombinedPricing combined) {
        List<String> choices = new ArrayList<>();
        for (PricingModel part : combined.parts()) {
            int before = lines.size();
            add(when, part);
            if (combined.parts().size() > 1 && chooses(part)) {
                choices.add(
                        lines.keySet().stream()
                                .skip(before)
                                .filter(what -> within.equals(caseOf.get(what)))
                                .collect(Collectors.joining(", ", "(", ")")));
            }
        }
        if (!choices.isEmpty()) {
            rule(ADDED_UP, apart(ADDED_UP, when), String.join(" + ", choices));
        }
    }

    private static boolean chooses(PricingModel price) {
        return switch (price) {
            case ThresholdPricing _, AttributePricing _, OffPeakPricing _ -> true;
            case CombinedPricing combined ->
                    combined.parts().stream().anyMatch(PriceLines::chooses);
            default -> false;
        };
    }

    private void threshold(String when, ThresholdPricing threshold) {
        List<String> labels = new ArrayList<>();
        for (ThresholdPricing.Step step : threshold.steps()) {
            String from = step.inclusive() ? ", from " : ", above ";
            labels.add(apart("", when + from + plain(step.from())));
        }
        rule(
                SIZE,
                apart(SIZE, when),
                String.join(" + ", threshold.measured()) + cases(when, labels));
        add(when, threshold.base());
        for (int i = 0; i < labels.size(); i++) {
            inCase(labels.get(i), threshold.steps().get(i).pricing());
        }
    }

    private void attributes(String when, AttributePricing attributes) {
        List<String> labels = new ArrayList<>();
        for (AttributePricing.Choice choice : attributes.choices()) {
            StringBuilder told = new StringBuilder(when);
            for (Map.Entry<String, String> wanted : choice.when().entrySet()) {
                told.append(", ").append(wanted.getKey()).append(' ').append(wanted.getValue());
            }
            labels.add(apart("", told.toString()));
        }
        rule(
                CHOICES,
                apart(CHOICES, when),
                cases(when, labels).substring(", ".length())
                        + (attributes.otherwise() == null ? "; " + NO_PRICE : "; else the rest"));
        for (int i = 0; i < labels.size(); i++) {
            inCase(labels.get(i), attributes.choices().get(i).pricing());
        }
        if (attributes.otherwise() != null) {
            add(when, attributes.otherwise());
        }
    }

    private void hours(String when, OffPeakPricing hours) {
        String label = apart("", when + ", off-peak");
        String windows =
                hours.windows().stream()
                        .map(window -> window.from() + " to " + window.to())
                        .collect(Collectors.joining(", "));
        rule(HOURS, apart(HOURS, when), windows + " " + hours.zone().getId());
        inCase(label, hours.offPeak());
        add(when, hours.peak());
    }

    private void inCase(String label, PricingModel price) {
        String outside = within;
        within = label;
        add(label, price);
        within = outside;
    }

    /** The labels of a choice's cases without what they have in common, in order. */
    private static String cases(String when, List<String> labels) {
        return labels.stream()
                .map(label -> label.substring(when.length() + ", ".length()))
                .collect(Collectors.joining("; ", ", ", ""));
    }

    private void month(String when, PeriodPricing month) {
        rule(MONTHS, when, month.zone().getId());
        add(when, month.table());
        if (month.min() != null) {
            rate(month.unit(), when + ", at least", month.min());
        }
        if (month.max() != null) {
            rate(month.unit(), when + ", at most", month.max());
        }
    }

    private void tiers(String unit, String kind, List<Tier> tiers, boolean flatAtZero) {
        String when = apart(unit, kind);
        for (Tier tier : tiers) {
            String end = tier.upTo() == null ? ", beyond" : ", up to " + plain(tier.upTo());
            rate(unit, when + end, tier.rate());
            if (tier.flat().signum() != 0) {
                rate(unit, when + end + ", flat", tier.flat());
            }
        }
        if (tiers.getFirst().flat().signum() != 0) {
            rule(unit, when + ", flat where nothing is used", flatAtZero ? "charged" : "not");
        }
    }

    private void percentage(String where, PercentagePricing price) {
        String unit = price.unit();
        String share = apart(unit, where + ", per cent");
        String more = where + share.substring((where + ", per cent").length());
        rate(unit, share, price.percent());
        if (price.fixed().signum() != 0) {
            rate(unit, more + ", fixed part", price.fixed());
        }
        if (price.min() != null) {
            rate(unit, more + ", at least", price.min());
        }
        if (price.max() != null) {
            rate(unit, more + ", at most", price.max());
        }
    }

    /** A name of its own: where two parts have a rate for the same, both are charged. */
    private String apart(String unit, String when) {
        int before = named.merge(unit + when, 1, Integer::sum);
        return before == 1 ? when : when + ", part " + before;
    }

    private void rate(String unit, String when, BigDecimal rate) {
        line(new Entry(unit + when, rate, null));
    }

    private void rule(String unit, String when, String rule) {
        line(new Entry(unit + when, null, rule));
    }

    private void line(Entry line) {
        lines.put(line.what(), line);
        caseOf.put(line.what(), within);
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
