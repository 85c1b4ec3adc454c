package dev.tare.server.wire;

import dev.tare.core.money.Amounts;
import dev.tare.core.profit.Metric;
import java.math.BigDecimal;
import java.util.Locale;

/** How figures are written: for machines plain decimals, no grouping, a point. */
public final class Figures {
    private Figures() {}

    /** A metric's value: amounts with two decimals at least, counts without. */
    public static String text(Metric metric, BigDecimal value) {
        return metric.unit() == Metric.Unit.USD ? Amounts.plain(value) : quantity(value);
    }

    /** A quantity or count without trailing zeros: {@code 1500}, {@code 2.5}. */
    public static String quantity(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    /** So many of them, for people: {@code 1 call}, {@code 1,275 calls}. */
    public static String counted(long count, String one) {
        return String.format(Locale.ROOT, "%,d %s%s", count, one, count == 1 ? "" : "s");
    }

    /** One of what the words count: {@code web searches} make a {@code web search}. */
    public static String singular(String words) {
        if (words.matches(".*(ch|sh|ss|x)es")) {
            return words.substring(0, words.length() - 2);
        }
        if (words.endsWith("ies")) {
            return words.substring(0, words.length() - 3) + "y";
        }
        boolean plural = words.endsWith("s") && !words.endsWith("ss");
        return plural ? words.substring(0, words.length() - 1) : words;
    }

    /** An amount for people, two decimals at least: {@code $1,275.035}, {@code -$0.20}. */
    public static String usd(BigDecimal amount) {
        String text = grouped(Amounts.plain(amount.abs()));
        return (amount.signum() < 0 ? "-$" : "$") + text;
    }

    /** A number for people: {@code 1,275.035}. */
    public static String grouped(String number) {
        int point = number.indexOf('.');
        String whole = point < 0 ? number : number.substring(0, point);
        String rest = point < 0 ? "" : number.substring(point);
        return whole.replaceAll("(?<=[0-9])(?=([0-9]{3})+$)", ",") + rest;
    }
}
