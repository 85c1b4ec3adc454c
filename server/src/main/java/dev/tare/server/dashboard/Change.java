package dev.tare.server.dashboard;

import dev.tare.core.money.Amounts;
import dev.tare.core.profit.Metric;
import dev.tare.core.profit.ReportQuery;
import dev.tare.core.rollup.Sums;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;

/**
 * How a figure stands against the period before.
 *
 * @param text such as {@code 12.4%}; empty where there is nothing to compare
 * @param direction {@code up}, {@code down}, {@code same} or {@code absent}
 * @param tone {@code good}, {@code bad} or {@code plain}
 * @param title both figures and the period, in a sentence
 */
public record Change(String text, String direction, String tone, String title) {
    private static final int PERCENT_DECIMALS_SHOWN = 1;
    private static final BigDecimal TOO_MUCH_FOR_PERCENT = BigDecimal.valueOf(1_000);

    /** Whether more of a figure is good, bad or neither. */
    enum Liking {
        MORE,
        LESS
    }

    /**
     * The span to compare with: as long, right before. While a span's last day is still running,
     * only what has passed of it counts, in both: the same days until the same time of day.
     */
    static ReportQuery before(ReportQuery query, Instant now) {
        boolean running = query.from().isBefore(now) && now.isBefore(query.to());
        Instant end = running ? now : query.to();
        ZonedDateTime from = query.from().atZone(query.zone());
        if (!Timeline.isMidnight(from)) {
            return query.over(
                    query.from().minus(Duration.between(query.from(), end)), query.from());
        }
        ZonedDateTime to = end.atZone(query.zone());
        LocalDate lastDay = to.minusNanos(1).toLocalDate();
        long days = ChronoUnit.DAYS.between(from.toLocalDate(), lastDay) + 1;
        return query.over(from.minusDays(days).toInstant(), to.minusDays(days).toInstant());
    }

    /** The change of a metric; relative where the period before was above zero. */
    static Change of(Metric metric, Liking liking, Sums now, Sums before, String period) {
        BigDecimal current = metric.of(now);
        BigDecimal earlier = metric.of(before);
        if (before.requests() == 0) {
            return none("No calls in the period before (" + period + ").");
        }
        if (current == null || earlier == null) {
            return none("Not known in both periods, so there is no change to show.");
        }
        BigDecimal difference = current.subtract(earlier);
        String title =
                Figure.of(metric.unit(), earlier).text() + " in the period before (" + period + ")";
        String direction =
                difference.signum() > 0 ? "up" : difference.signum() < 0 ? "down" : "same";
        boolean good = (difference.signum() > 0) == (liking == Liking.MORE);
        String tone = difference.signum() == 0 ? "plain" : good ? "good" : "bad";
        return new Change(words(metric, difference.abs(), earlier), direction, tone, title);
    }

    private static Change none(String title) {
        return new Change("", "absent", "plain", title);
    }

    private static String words(Metric metric, BigDecimal size, BigDecimal earlier) {
        if (metric.unit() == Metric.Unit.PERCENT) {
            return size.setScale(2, RoundingMode.HALF_EVEN).toPlainString() + " points";
        }
        BigDecimal percent = earlier.signum() > 0 ? Amounts.percent(size, earlier) : null;
        if (percent == null
                || percent.compareTo(TOO_MUCH_FOR_PERCENT) >= 0
                || metric == Metric.UNPRICED_REQUESTS) {
            return Figure.of(metric.unit(), size).lead();
        }
        return percent.setScale(PERCENT_DECIMALS_SHOWN, RoundingMode.HALF_EVEN).toPlainString()
                + "%";
    }
}
