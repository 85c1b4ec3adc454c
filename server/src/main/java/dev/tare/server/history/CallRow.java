package dev.tare.server.history;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row that may be a call, as read.
 *
 * @param key its key, as text
 * @param time when; {@code null} where there is none or it can't be read
 * @param values field of an event to the value's text, nulls left out
 * @param again whether a row with this key stands right before it
 */
record CallRow(String key, @Nullable Instant time, Map<String, String> values, boolean again) {
    @Nullable String get(String field) {
        return values.get(field);
    }
}
