package dev.tare.core.event;

import org.jspecify.annotations.Nullable;

/**
 * Why an event was refused.
 *
 * @param code stable reason
 * @param field the field at fault, {@code null} where the event as a whole is
 * @param message one sentence with the field, the value (shortened) and the mend
 */
public record Rejection(RejectionCode code, @Nullable String field, String message) {
    private static final int SHOWN_MAX = 40;

    /** A value made short and harmless enough to repeat in a message. */
    public static String shown(String value) {
        StringBuilder text = new StringBuilder("\"");
        int end = Math.min(value.length(), SHOWN_MAX);
        for (int i = 0; i < end; i++) {
            char c = value.charAt(i);
            text.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '\uFFFD' : c);
        }
        text.append('"');
        if (end < value.length()) {
            text.append("… (").append(value.length()).append(" characters)");
        }
        return text.toString();
    }
}
