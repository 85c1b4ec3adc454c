package dev.tare.core.event;

import static dev.tare.core.event.FieldRules.broken;
import static dev.tare.core.event.FieldRules.checkText;
import static dev.tare.core.event.FieldRules.optional;
import static dev.tare.core.event.FieldRules.required;
import static dev.tare.core.event.Rejection.shown;

import dev.tare.core.money.Amounts;
import dev.tare.core.money.DecimalText;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The contract of a usage event: which fields it must have, and the range of each. */
public final class EventRules {
    public static final int ID_LENGTH_MAX = 200;
    public static final int NAME_LENGTH_MAX = 200;
    public static final int ERROR_LENGTH_MAX = 2_000;
    public static final int METADATA_BYTES_MAX = 4_096;
    public static final int UNITS_MAX = 32;
    public static final int QUANTITY_INTEGER_DIGITS = 15;
    public static final int QUANTITY_DECIMALS = 9;

    /** Milliseconds: 30 days. A longer call is a wrong unit. */
    public static final long PROCESSING_TIME_MS_MAX = Duration.ofDays(30).toMillis();

    /** No paid API of today is older; an earlier time is an unset clock. */
    public static final Instant TIME_MIN = Instant.parse("2010-01-01T00:00:00Z");

    /** A wrong time zone is off by at most 14 hours; what is further ahead is a wrong clock. */
    public static final Duration AHEAD_MAX = Duration.ofHours(24);

    private final Instant now;

    private EventRules(Instant now) {
        this.now = now;
    }

    /** Checks a draft received at {@code now}; the first broken rule names the refusal. */
    public static Checked check(UsageEventDraft draft, Instant now) {
        try {
            return new Checked.Accepted(new EventRules(now).event(draft));
        } catch (FieldRules.Broken broken) {
            return new Checked.Refused(broken.rejection);
        }
    }

    /** Checks a name that must be there, under the name its own form has for it. */
    public static @Nullable Rejection checkName(String field, @Nullable String value) {
        try {
            required(field, value, NAME_LENGTH_MAX);
            return null;
        } catch (FieldRules.Broken broken) {
            return broken.rejection;
        }
    }

    private UsageEvent event(UsageEventDraft draft) throws FieldRules.Broken {
        EventStatus status = status(draft.status);
        return new UsageEvent(
                required("id", draft.id, ID_LENGTH_MAX),
                time(draft.time),
                required("user_id", draft.userId, NAME_LENGTH_MAX),
                required("provider", draft.provider, NAME_LENGTH_MAX),
                required("operation", draft.operation, NAME_LENGTH_MAX),
                optional("model", draft.model, NAME_LENGTH_MAX),
                QuantityRules.quantities(draft),
                status,
                optional("error", draft.error, ERROR_LENGTH_MAX),
                processingTime(draft.processingTimeMs),
                amount("credits", draft.credits, RejectionCode.INVALID_CREDITS),
                optional("plan", draft.plan, NAME_LENGTH_MAX),
                optional("fingerprint", draft.fingerprint, NAME_LENGTH_MAX),
                cost(draft.cost),
                metadata(QuantityRules.metadata(draft)),
                draft.estimated);
    }

    private @Nullable Instant time(@Nullable String text) throws FieldRules.Broken {
        if (text == null || text.isBlank()) {
            return null;
        }
        Instant time;
        try {
            time = TimeText.parse(text);
        } catch (DateTimeException unreadable) {
            throw broken(
                    RejectionCode.INVALID_TIME,
                    "time",
                    "Field \"time\" can't be read: "
                            + shown(text)
                            + "; send ISO 8601 with an offset, such as 2026-11-23T10:15:30Z.");
        }
        if (time.isBefore(TIME_MIN) || time.isAfter(now.plus(AHEAD_MAX))) {
            throw broken(
                    RejectionCode.TIME_OUT_OF_RANGE,
                    "time",
                    "Field \"time\" is out of range: "
                            + shown(text)
                            + "; send a time from "
                            + TIME_MIN
                            + " to at most 24 hours ahead of this server's clock.");
        }
        return time;
    }

    private static EventStatus status(@Nullable String text) throws FieldRules.Broken {
        if (text == null || text.isBlank()) {
            return EventStatus.SUCCESS;
        }
        EventStatus status = EventStatus.of(text);
        if (status == null) {
            throw broken(
                    RejectionCode.INVALID_STATUS,
                    "status",
                    "Field \"status\" is unknown: "
                            + shown(text)
                            + "; send success, failed or cancelled.");
        }
        return status;
    }

    private static @Nullable Long processingTime(@Nullable String text) throws FieldRules.Broken {
        if (text == null || text.isBlank()) {
            return null;
        }
        BigDecimal number = DecimalText.parse(text, 12, 9);
        if (number == null
                || number.signum() < 0
                || number.compareTo(BigDecimal.valueOf(PROCESSING_TIME_MS_MAX)) > 0) {
            throw broken(
                    RejectionCode.INVALID_PROCESSING_TIME,
                    "processing_time_ms",
                    "Field \"processing_time_ms\" can't be "
                            + shown(text)
                            + "; send milliseconds from 0 to "
                            + PROCESSING_TIME_MS_MAX
                            + ".");
        }
        return number.longValue();
    }

    /** As it is stored: senders that reckon in binary tell {@code 0.30000000000000004}. */
    private static @Nullable BigDecimal cost(@Nullable String text) throws FieldRules.Broken {
        BigDecimal told =
                text == null || text.isBlank()
                        ? null
                        : DecimalText.parse(text, Amounts.INTEGER_DIGITS, 40);
        return told != null && told.scale() > Amounts.SCALE && told.signum() > 0
                ? amount("cost", Amounts.rounded(told).toPlainString(), RejectionCode.INVALID_COST)
                : amount("cost", text, RejectionCode.INVALID_COST);
    }

    private static @Nullable BigDecimal amount(
            String field, @Nullable String text, RejectionCode code) throws FieldRules.Broken {
        if (text == null || text.isBlank()) {
            return null;
        }
        BigDecimal amount = DecimalText.parse(text, Amounts.INTEGER_DIGITS, Amounts.SCALE);
        if (amount == null || amount.signum() < 0) {
            throw broken(
                    code,
                    field,
                    "Field \""
                            + field
                            + "\" can't be "
                            + shown(text)
                            + "; send a number from 0 with at most 9 digits before and 9 after"
                            + " the point.");
        }
        return amount;
    }

    private static @Nullable String metadata(@Nullable String json) throws FieldRules.Broken {
        if (json == null || json.equals("{}")) {
            return null;
        }
        int bytes = json.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > METADATA_BYTES_MAX) {
            throw broken(
                    RejectionCode.TOO_LONG,
                    "metadata",
                    "Field \"metadata\" is too long: "
                            + bytes
                            + " bytes; send at most "
                            + METADATA_BYTES_MAX
                            + ".");
        }
        checkText("metadata", json.replace("\\u0000", "\0"));
        return json;
    }
}
