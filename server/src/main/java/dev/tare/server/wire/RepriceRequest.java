package dev.tare.server.wire;

import dev.tare.core.event.Rejection;
import dev.tare.core.ledger.EventScope;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.ledger.PricedAnew;
import dev.tare.core.profit.ReportQuery;
import dev.tare.core.profit.ReportRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which events are to be priced anew, as the API's fields and the command line's options say. */
public sealed interface RepriceRequest {
    String CREDIT_VALUES = "credit_values";
    String MONTH = "month";
    String ONLY_MONTHS = "only_months";
    String DRY_RUN = "dry_run";

    /** Why, where nobody says. */
    String REASON = "priced anew";

    int TEXT_MAX = 200;

    DateTimeFormatter BATCH =
            DateTimeFormatter.ofPattern("'reprice-'yyyyMMdd'T'HHmmss.SSSSSS'Z'")
                    .withZone(ZoneOffset.UTC);

    /** What is wanted. */
    record Wish(EventScope scope, String reason, PricedAnew.Aim aim) implements RepriceRequest {
        /** The record that books it, received then. */
        public JournalRecord.Repricing record(Instant now) {
            return new JournalRecord.Repricing(now, BATCH.format(now), reason, scope, aim);
        }
    }

    /** What can't be understood, and how it is mended. */
    record Bad(String field, String code, String message) implements RepriceRequest {}

    /** Whether credits are to be valued anew too. */
    static boolean isCreditValues(Map<String, String> fields) {
        return isTrue(fields, CREDIT_VALUES);
    }

    private static boolean isTrue(Map<String, String> fields, String name) {
        return "true".equals(fields.get(name));
    }

    /**
     * Reads the fields {@code from}, {@code to}, {@code provider}, {@code operation}, {@code
     * model}, {@code reason} and {@code credit_values}; times as {@link ReportRequest} reads them.
     *
     * @param zone in which days are cut
     */
    static RepriceRequest parse(Map<String, String> fields, Instant now, ZoneId zone) {
        if (fields.containsKey(MONTH)) {
            return month(fields, now);
        }
        Map<String, List<String>> span = new TreeMap<>();
        for (String name : List.of("from", "to")) {
            String text = fields.get(name);
            if (text == null || text.isBlank()) {
                return new Bad(
                        name,
                        "missing_field",
                        "\""
                                + name
                                + "\" is missing; send a date such as 2026-11-01 or an instant such"
                                + " as 2026-11-01T00:00:00Z.");
            }
            span.put(name, List.of(text));
        }
        for (String name : List.of("provider", "operation", "model", "reason")) {
            String text = fields.get(name);
            if (text != null && !isText(text)) {
                return new Bad(
                        name,
                        "invalid_text",
                        "\""
                                + name
                                + "\" can't be "
                                + Rejection.shown(text)
                                + "; send a few words, "
                                + TEXT_MAX
                                + " characters at most.");
            }
        }
        return switch (ReportRequest.parse(span, now, zone, () -> null)) {
            case ReportRequest.Parsed.Bad bad -> new Bad(bad.field(), bad.code(), bad.message());
            case ReportRequest.Parsed.Query asked -> wish(fields, asked.query());
        };
    }

    /** The settlement of a month that providers charge as a whole. */
    static JournalRecord.Repricing settlement(YearMonth month, Instant now) {
        return new Wish(around(month), "settled " + month, ONLY_THEM).record(now);
    }

    /** Where a month ends first. */
    ZoneOffset FIRST_TO_END = ZoneOffset.ofHours(14);

    PricedAnew.Aim ONLY_THEM = new PricedAnew.Aim(false, true);

    /** The month in any zone; months that lie in it in part are left alone. */
    private static EventScope around(YearMonth month) {
        return EventScope.of(
                month.atDay(1).minusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant(),
                month.atEndOfMonth().plusDays(2).atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    private static RepriceRequest month(Map<String, String> fields, Instant now) {
        String text = fields.getOrDefault(MONTH, "");
        for (String other : List.of("from", "to", "operation", "model")) {
            if (fields.containsKey(other)) {
                return new Bad(
                        other,
                        "month_is_whole",
                        "\""
                                + other
                                + "\" can't stand beside \"month\": a month is settled as a whole;"
                                + " leave one of them out.");
            }
        }
        try {
            YearMonth month = YearMonth.parse(text);
            if (!month.isBefore(YearMonth.from(now.atOffset(FIRST_TO_END)))) {
                return new Bad(
                        MONTH,
                        "month_not_over",
                        "\"month\" can't be " + month + " yet: it is settled when it is over.");
            }
            EventScope all = around(month);
            EventScope scope =
                    new EventScope(all.from(), all.to(), fields.get("provider"), null, null);
            String reason = fields.get("reason");
            return new Wish(scope, reason == null ? "settled " + month : reason, ONLY_THEM);
        } catch (DateTimeException unreadable) {
            return new Bad(
                    MONTH,
                    "invalid_month",
                    "\"month\" can't be " + Rejection.shown(text) + "; send one such as 2026-10.");
        }
    }

    private static Wish wish(Map<String, String> fields, ReportQuery span) {
        String model = fields.get("model");
        return new Wish(
                new EventScope(
                        span.from(),
                        span.to(),
                        fields.get("provider"),
                        fields.get("operation"),
                        ReportRequest.NONE.equals(model) ? "" : model),
                reason(fields.get("reason")),
                new PricedAnew.Aim(isCreditValues(fields), false));
    }

    private static String reason(@Nullable String told) {
        return told == null ? REASON : told;
    }

    private static boolean isText(String text) {
        return !text.isBlank()
                && text.length() <= TEXT_MAX
                && text.chars().noneMatch(Character::isISOControl);
    }
}
