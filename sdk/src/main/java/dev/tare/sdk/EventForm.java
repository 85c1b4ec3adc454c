package dev.tare.sdk;

import dev.tare.sdk.JsonBytes.Names;
import dev.tare.sdk.UsageFields.Pair;
import dev.tare.sdk.UsageFields.Pairs;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes events in the form of {@code POST /v1/usage}. For one thread at a time; used again. */
final class EventForm {
    /** The server reads at most 131,072 characters an event. */
    static final int BYTES_MAX = 131_072;

    private static final int SECOND_BYTES_MAX = 64;
    private static final int CALLS = 32;
    private static final int CALL_BYTES_MAX = 256;
    private static final int ERROR_CHARS_MAX = 2_000;
    private static final byte[] ID = ascii("{\"id\":\"");
    private static final byte[] TIME = ascii("\",\"time\":\"");
    private static final byte[] PROVIDER = ascii("Z\",\"provider\":");
    private static final byte[] OPERATION = ascii(",\"operation\":");
    private static final byte[] USER = ascii(",\"user_id\":");
    private static final byte[] MODEL = ascii(",\"model\":");
    private static final byte[] STATUS = ascii(",\"status\":");
    private static final byte[] ERROR = ascii(",\"error\":");
    private static final byte[] PROCESSING = ascii(",\"processing_time_ms\":");
    private static final byte[] CREDITS = ascii(",\"credits\":");
    private static final byte[] COST = ascii(",\"cost\":");
    private static final byte[] PLAN = ascii(",\"plan\":");
    private static final byte[] FINGERPRINT = ascii(",\"fingerprint\":");
    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");

    final JsonBytes json = new JsonBytes(BYTES_MAX);
    private final Names firstQuantity = new Names(ascii(",\"quantities\":{"));
    private final Names firstMetadata = new Names(ascii(",\"metadata\":{"));
    private final Names nextName = new Names(ascii(","));
    private final @Nullable Call[] calls = new @Nullable Call[CALLS];
    private @Nullable Call lastCall;
    private byte[] second = {};
    private long shownSecond = Long.MIN_VALUE;

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The event's id is its source, in 16 hexadecimal digits, and its number. */
    void write(UsageFields<?> event, long source, long number, Instant time) {
        json.clear();
        json.raw(ID);
        json.hex(source);
        json.raw('-');
        json.number(number);
        time(time);
        call(event);
        if (event.user != null) {
            json.text(event.user);
        }
        pairs(firstQuantity, event.quantities);
        if (event.outcome != Outcome.SUCCESS) {
            text(STATUS, event.outcome.text);
        }
        if (event.error != null) {
            text(ERROR, printable(event.error));
        }
        if (event.processingMs != UsageFields.NOT_MEASURED) {
            json.raw(PROCESSING);
            json.number(event.processingMs);
        }
        amount(CREDITS, event.credits);
        amount(COST, event.cost);
        text(FINGERPRINT, event.fingerprint);
        pairs(firstMetadata, event.metadata);
        json.raw('}');
    }

    /** UTC, to the microsecond, without the Z. All but the fraction is worked out once a second. */
    private void time(Instant time) {
        if (time.getEpochSecond() != shownSecond) {
            second = second(time);
            shownSecond = time.getEpochSecond();
        }
        json.raw(second);
        json.padded(time.getNano() / 1_000, 6);
    }

    /** {@code ","time":"2026-11-23T12:00:00.}, the end of the id included. */
    private static byte[] second(Instant time) {
        LocalDateTime utc = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
        JsonBytes second = new JsonBytes(SECOND_BYTES_MAX);
        second.raw(TIME);
        if (utc.getYear() < 0 || utc.getYear() > 9_999) {
            second.number(utc.getYear()); // No time of ours; the server says so.
        } else {
            second.padded(utc.getYear(), 4);
        }
        second.raw('-');
        second.padded(utc.getMonthValue(), 2);
        second.raw('-');
        second.padded(utc.getDayOfMonth(), 2);
        second.raw('T');
        second.padded(utc.getHour(), 2);
        second.raw(':');
        second.padded(utc.getMinute(), 2);
        second.raw(':');
        second.padded(utc.getSecond(), 2);
        second.raw('.');
        return Arrays.copyOf(second.array(), second.length());
    }

    private void text(byte[] name, @Nullable String value) {
        if (value != null) {
            json.raw(name);
            json.text(value);
        }
    }

    /**
     * Who is called for what, which an application says in few ways: written out once each, with
     * the name of what comes next, the user.
     */
    private void call(UsageFields<?> event) {
        // Most often the same as before, and then the texts themselves need not be looked at.
        Call call = lastCall;
        if (call == null || !call.isOf(event)) {
            call = known(event);
            lastCall = call.isSmall() ? call : null;
        }
        json.raw(call.bytes);
    }

    private Call known(UsageFields<?> event) {
        int slot =
                (event.provider.hashCode()
                                + 31 * event.operation.hashCode()
                                + 7 * Objects.hashCode(event.model)
                                + Objects.hashCode(event.plan)
                                + (event.user == null ? 1 : 0))
                        & (CALLS - 1);
        Call call = calls[slot];
        if (call == null || !call.isOf(event)) {
            call = written(event);
            calls[slot] = call.isSmall() ? call : null;
        }
        return call;
    }

    private Call written(UsageFields<?> event) {
        int from = json.length();
        json.raw(PROVIDER);
        json.text(event.provider);
        json.raw(OPERATION);
        json.text(event.operation);
        text(MODEL, event.model);
        text(PLAN, event.plan);
        if (event.user != null) {
            json.raw(USER);
        }
        byte[] bytes = Arrays.copyOfRange(json.array(), from, json.length());
        json.cut(from);
        return new Call(event, bytes);
    }

    private static final class Call {
        private final String provider;
        private final String operation;
        private final @Nullable String model;
        private final @Nullable String plan;
        private final boolean user;
        private final byte[] bytes;

        Call(UsageFields<?> event, byte[] bytes) {
            this.provider = event.provider;
            this.operation = event.operation;
            this.model = event.model;
            this.plan = event.plan;
            this.user = event.user != null;
            this.bytes = bytes;
        }

        /** Whether it is worth its memory. */
        boolean isSmall() {
            return bytes.length <= CALL_BYTES_MAX;
        }

        boolean isOf(UsageFields<?> event) {
            return event.provider.equals(provider)
                    && event.operation.equals(operation)
                    && Objects.equals(event.model, model)
                    && Objects.equals(event.plan, plan)
                    && (event.user != null) == user;
        }
    }

    private void amount(byte[] name, @Nullable BigDecimal value) {
        if (value != null) {
            json.raw(name);
            json.number(value);
        }
    }

    private void pairs(Names first, Pairs pairs) {
        if (pairs.first == null) {
            return;
        }
        Names names = first;
        for (Pair pair = pairs.first; pair != null; pair = pair.next) {
            json.name(names, pair.name);
            value(pair.number, pair.other);
            names = nextName;
        }
        json.raw('}');
    }

    private void value(long number, @Nullable Object other) {
        if (other == null) {
            json.number(number);
        } else if (other instanceof BigDecimal decimal) {
            json.number(decimal);
        } else if (other instanceof Boolean truth) {
            json.raw(truth ? TRUE : FALSE);
        } else {
            json.text(other.toString());
        }
    }

    /**
     * An exception may say anything: what would make the server refuse the whole event (too long,
     * NUL, half a pair) is taken out of it. Other fields are sent as given.
     */
    static String printable(String error) {
        int end = Math.min(error.length(), ERROR_CHARS_MAX);
        StringBuilder mended = null;
        for (int i = 0; i < end; i++) {
            char c = error.charAt(i);
            boolean pair =
                    Character.isHighSurrogate(c)
                            && i + 1 < end
                            && Character.isLowSurrogate(error.charAt(i + 1));
            if (pair) {
                i++;
            } else if (c == 0 || Character.isSurrogate(c)) {
                mended = mended == null ? new StringBuilder(error.substring(0, end)) : mended;
                mended.setCharAt(i, '\uFFFD');
            }
        }
        return mended == null ? error.substring(0, end) : mended.toString();
    }
}
