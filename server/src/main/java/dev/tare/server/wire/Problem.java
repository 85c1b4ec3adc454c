package dev.tare.server.wire;

import java.io.StringWriter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * An error as callers see it, {@code application/problem+json}.
 *
 * @param status the HTTP status
 * @param code stable reason in snake case
 * @param category whose it is to mend
 * @param message one sentence: what is wrong and with which value
 * @param field the parameter or field at fault, {@code null} where there is none
 * @param mend what to do about it, {@code null} where the message says it
 * @param retryAfter when to come again, {@code null} where waiting doesn't help
 * @param index which of several things sent is at fault, from 0; {@code null} where it is all
 */
public record Problem(
        int status,
        String code,
        Category category,
        String message,
        @Nullable String field,
        @Nullable String mend,
        @Nullable Duration retryAfter,
        @Nullable Integer index) {
    /** The type of an answer that is a problem. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final JsonFactory JSON = new JsonFactory();

    /** Whose an error is. */
    public enum Category {
        /** The request is wrong; sending it again changes nothing. */
        CALLER("caller"),
        /** Too much at once; send it again later. */
        CAPACITY("capacity"),
        /** Something this server stands on (disk, network) failed. */
        OUTSIDE("outside"),
        /** A mistake in this server. */
        OURS("ours");

        private final String text;

        Category(String text) {
            this.text = text;
        }

        /** The name used in JSON. */
        public String text() {
            return text;
        }
    }

    /** The request is wrong. */
    public static Problem caller(int status, String code, String message) {
        return new Problem(status, code, Category.CALLER, message, null, null, null, null);
    }

    /** Too much at once. */
    public static Problem capacity(int status, String code, String message, Duration retryAfter) {
        return new Problem(status, code, Category.CAPACITY, message, null, null, retryAfter, null);
    }

    /** Something this server stands on failed. */
    public static Problem outside(
            int status, String code, String message, @Nullable Duration retryAfter) {
        return new Problem(status, code, Category.OUTSIDE, message, null, null, retryAfter, null);
    }

    /** A mistake in this server; the log has the details, the answer hasn't. */
    public static Problem ours() {
        return new Problem(
                500,
                "internal_error",
                Category.OURS,
                "This server made a mistake; its log has the details.",
                null,
                null,
                null,
                null);
    }

    /** The same problem, naming the field at fault. */
    public Problem at(@Nullable String name) {
        return new Problem(status, code, category, message, name, mend, retryAfter, index);
    }

    /** The same problem, with what to do about it. */
    public Problem mendedBy(String advice) {
        return new Problem(status, code, category, message, field, advice, retryAfter, index);
    }

    /** The same problem, naming which of the things sent is at fault, from 0. */
    public Problem ofEvent(int place) {
        return new Problem(status, code, category, message, field, mend, retryAfter, place);
    }

    /** The problem's JSON. */
    public String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("type", "about:blank");
            json.writeNumberProperty("status", status);
            json.writeStringProperty("code", code);
            json.writeStringProperty("category", category.text());
            json.writeStringProperty("title", code.replace('_', ' '));
            json.writeStringProperty("detail", message);
            if (index != null) {
                json.writeNumberProperty("index", index);
            }
            if (field != null) {
                json.writeStringProperty("field", field);
            }
            if (mend != null) {
                json.writeStringProperty("mend", mend);
            }
            if (retryAfter != null) {
                json.writeNumberProperty("retry_after_seconds", retryAfterSeconds());
            }
            json.writeEndObject();
        }
        return text.toString();
    }

    /** Whole seconds, at least one; only where {@link #retryAfter} is set. */
    public long retryAfterSeconds() {
        return retryAfter == null ? 0 : Math.max(1, retryAfter.plusMillis(999).toSeconds());
    }
}
