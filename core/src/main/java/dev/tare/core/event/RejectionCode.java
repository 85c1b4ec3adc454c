package dev.tare.core.event;

import java.util.Locale;

/** The closed list of reasons for which an event is refused at once and not kept. */
public enum RejectionCode {
    MALFORMED_JSON,
    UNKNOWN_FIELD,
    DUPLICATE_FIELD,
    MISSING_FIELD,
    INVALID_TYPE,
    INVALID_TEXT,
    TOO_LONG,
    INVALID_STATUS,
    INVALID_TIME,
    TIME_OUT_OF_RANGE,
    INVALID_UNIT,
    TOO_MANY_UNITS,
    INVALID_QUANTITY,
    INCONSISTENT_USAGE,
    INVALID_PROCESSING_TIME,
    INVALID_CREDITS,
    INVALID_COST,
    INVALID_METADATA,
    BATCH_TOO_LARGE,
    UNSUPPORTED_CLOUDEVENT;

    /** The stable code that callers see, in snake case. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
