package dev.tare.server.dashboard;

import dev.tare.core.pricing.PriceComparison;
import dev.tare.core.pricing.PriceLines;
import dev.tare.server.wire.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What of a price is no rate, in plain words: blocks, hours, what makes a call large. */
final class RuleWords {
    private static final String ROUNDING = ", rounding";
    private static final String FREE = ", free before";
    private static final String LIMIT = ", charged up to";
    private static final Set<String> NAMES =
            Set.of(
                    PriceLines.SIZE,
                    PriceLines.HOURS,
                    PriceLines.CHOICES,
                    PriceLines.MONTHS,
                    PriceLines.ADDED_UP,
                    PriceLines.COUNTED_IN);
    private static final Set<String> BUILDING =
            Set.of(PriceLines.CHOICES, PriceLines.ADDED_UP, PriceLines.COUNTED_IN);

    private RuleWords() {}

    /** Whether a line is a rule for the whole price or a case of it, and of no unit. */
    static boolean isName(String line) {
        return NAMES.contains(name(line));
    }

    /**
     * Whether it tells how a price is put together, which is worth a word only where it changes.
     */
    static boolean isBuilding(String line) {
        return BUILDING.contains(name(line));
    }

    private static String name(String line) {
        int comma = line.indexOf(", ");
        return comma < 0 ? line : line.substring(0, comma);
    }

    /** Sold in blocks of that size. */
    static String block(String unit, String size) {
        String words = unit.replace('_', ' ');
        return "per block of "
                + Figures.grouped(size)
                + " "
                + (size.equals("1") ? Figures.singular(words) : words);
    }

    /** The rules of the block that is sold at that line's rate; empty = it is sold in none. */
    static String ofBlock(String line, Map<String, String> rules) {
        List<String> words = new ArrayList<>();
        String free = rules.get(line + FREE);
        String limit = rules.get(line + LIMIT);
        if (free != null) {
            words.add("the first " + Figures.grouped(free) + " free");
        }
        if (limit != null) {
            words.add("up to " + Figures.grouped(limit) + " in all");
        }
        if (rules.get(line + ROUNDING) != null) {
            words.add(rules.get(line + ROUNDING));
        }
        return String.join(", ", words);
    }

    /** A rule by itself; empty = it is told beside a rate, or elsewhere. */
    static String of(String line, String rule) {
        String name = name(line);
        String where = CallItems.apart(line.substring(name.length()));
        return switch (name) {
            case PriceLines.HOURS -> "Off-peak hours" + where + ": " + CallItems.apart(rule);
            case PriceLines.SIZE -> "The size of a call" + where + ": its " + measured(rule);
            case PriceLines.MONTHS -> "Months begin in the time zone " + CallItems.apart(rule);
            case PriceLines.CHOICES ->
                    "The first case that fits holds"
                            + where
                            + (rule.endsWith(PriceLines.NO_PRICE)
                                    ? "; where none does there is no price"
                                    : "");
            case PriceLines.ADDED_UP, PriceLines.COUNTED_IN -> "";
            default -> isOfBlock(line) ? "" : CallItems.apart(plain(line) + ": " + rule);
        };
    }

    private static boolean isOfBlock(String line) {
        return line.endsWith(ROUNDING) || line.endsWith(FREE) || line.endsWith(LIMIT);
    }

    /** The units behind which the steps stand. */
    private static String measured(String rule) {
        int steps = rule.indexOf(", ");
        String units = plain(steps < 0 ? rule : rule.substring(0, steps)).replace(" + ", ", ");
        int last = units.lastIndexOf(", ");
        return CallItems.apart(
                last < 0 ? units : units.substring(0, last) + " and " + units.substring(last + 2));
    }

    /** A rule of two prices beside each other. */
    static PricePreviewView.Rate of(PriceComparison.Line line) {
        return new PricePreviewView.Rate(
                CallItems.apart(first(plain(line.what()))),
                value(line.ruleInForce()),
                value(line.otherRule()),
                line.inBoth() && line.differs() ? "changed" : "",
                0);
    }

    private static String value(@Nullable String rule) {
        if (rule == null) {
            return Figure.UNKNOWN;
        }
        return CallItems.apart(rule.matches("[0-9.]+") ? Figures.grouped(rule) : plain(rule));
    }

    private static String plain(String name) {
        return name.replace('_', ' ');
    }

    private static String first(String words) {
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
