package dev.tare.server.wire;

import dev.tare.core.event.Rejection;
import dev.tare.core.ledger.EventScope;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.profit.ReportQuery;
import dev.tare.core.profit.ReportRequest;
import java.time.Instant;
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
    String DRY_RUN = "dry_run";

    /** Why, where nobody says. */
    String REASON = "priced anew";

    int TEXT_MAX = 200;

    DateTimeFormatter BATCH =
            DateTimeFormatter.ofPattern("'reprice-'yyyyMMdd'T'HHmmss.SSSSSS'Z'")
                    .withZone(ZoneOffset.UTC);

    /** What is wanted. */
    record Wish(EventScope scope, String reason, boolean creditValues) implements RepriceRequest {
        /** The record that books it, received then. */
        public JournalRecord.Repricing record(Instant now) {
            return new JournalRecord.Repricing(now, BATCH.format(now), reason, scope, creditValues);
        }
    }

    /** What can't be understood, and how it is mended. */
    record Bad(String field, String code, String message) implements RepriceRequest {}

    /** Whether credits are to be valued anew too. */
    static boolean isCreditValues(Map<String, String> fields) {
        return "true".equals(fields.get(CREDIT_VALUES));
    }

    /**
     * Reads the fields {@code from}, {@code to}, {@code provider}, {@code operation}, {@code
     * model}, {@code reason} and {@code credit_values}; times as {@link ReportRequest} reads them.
     *
     * @param zone in which days are cut
     */
    static RepriceRequest parse(Map<String, String> fields, Instant now, ZoneId zone) {
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
                isCreditValues(fields));
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
