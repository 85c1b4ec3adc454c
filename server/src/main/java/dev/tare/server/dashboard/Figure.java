package dev.tare.server.dashboard;

import dev.tare.core.money.Amounts;
import dev.tare.core.profit.Metric;
import dev.tare.core.rollup.Sums;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * A figure as it is written on the page. Nothing is rounded away: {@code lead} and {@code rest} put
 * together are the exact amount, the rest is only drawn paler.
 *
 * @param lead with currency, thousands separators and two decimals, or a dash where unknown
 * @param rest the exact amount's further decimals; empty where there are none
 * @param why the reason, where the figure is unknown; otherwise empty
 * @param negative whether it is below zero
 */
public record Figure(String lead, String rest, String why, boolean negative) {
    /** What stands where a figure isn't known. */
    public static final String UNKNOWN = "—";

    private static final String MINUS = "−";

    /** Whether there is a figure. */
    public boolean known() {
        return why.isEmpty();
    }

    /** The whole figure in one piece of text. */
    public String text() {
        return lead + rest;
    }

    /** The metric over these sums. */
    static Figure of(Metric metric, Sums sums) {
        BigDecimal value = metric.of(sums);
        return value == null
                ? new Figure(UNKNOWN, "", whyUnknown(metric, sums), false)
                : of(metric.unit(), value);
    }

    /** A value in that unit. */
    static Figure of(Metric.Unit unit, BigDecimal value) {
        String sign = value.signum() < 0 ? MINUS : "";
        BigDecimal size = value.abs();
        boolean negative = value.signum() < 0;
        return switch (unit) {
            case USD -> usd(sign, size, negative);
            case PERCENT ->
                    new Figure(
                            sign + grouped(size.setScale(2, RoundingMode.HALF_EVEN)) + "%",
                            "",
                            "",
                            negative);
            case COUNT, NUMBER -> new Figure(sign + grouped(stripped(size)), "", "", negative);
            case MILLISECONDS ->
                    new Figure(sign + grouped(stripped(size)) + " ms", "", "", negative);
        };
    }

    private static Figure usd(String sign, BigDecimal size, boolean negative) {
        String plain = Amounts.plain(size);
        int split = plain.indexOf('.') + 3;
        String lead = sign + "$" + grouped(new BigDecimal(plain.substring(0, split)));
        return new Figure(lead, plain.substring(split), "", negative);
    }

    private static BigDecimal stripped(BigDecimal size) {
        BigDecimal stripped = size.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    /** The number with a comma before every third digit of its whole part. */
    static String grouped(BigDecimal size) {
        String plain = size.toPlainString();
        int point = plain.indexOf('.');
        String whole = point < 0 ? plain : plain.substring(0, point);
        String digits = String.format(java.util.Locale.ROOT, "%,d", new BigInteger(whole));
        return point < 0 ? digits : digits + plain.substring(point);
    }

    private static String whyUnknown(Metric metric, Sums sums) {
        if (sums.requests() == 0) {
            return "No calls in this period.";
        }
        return switch (metric) {
            case API_COST, COST_PER_REQUEST -> "None of these calls has a known price.";
            case REVENUE, REVENUE_PER_REQUEST -> "None of these calls has a known credit value.";
            case MARGIN_PERCENT ->
                    sums.completeRequests() == 0
                            ? "None of these calls has both a price and a credit value."
                            : "Revenue is 0, so there is no margin.";
            case PROCESSING_TIME_MS -> "None of these calls told its processing time.";
            default -> "None of these calls has both a price and a credit value.";
        };
    }

    /** A value that may be unknown, as plain text for a chart's geometry. */
    static @Nullable String geometry(@Nullable BigDecimal value) {
        return value == null ? null : value.stripTrailingZeros().toPlainString();
    }
}
