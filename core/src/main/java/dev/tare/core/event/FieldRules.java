package dev.tare.core.event;

import static dev.tare.core.event.Rejection.shown;

import org.jspecify.annotations.Nullable;

/** The rules every text field obeys, and the way out of a check at the first broken one. */
final class FieldRules {
    private FieldRules() {}

    static String required(String field, @Nullable String value, int max) throws Broken {
        String text = optional(field, value, max);
        if (text == null) {
            throw broken(
                    RejectionCode.MISSING_FIELD,
                    field,
                    "Field \""
                            + field
                            + "\" is missing or empty; send a text of 1 to "
                            + max
                            + " characters.");
        }
        return text;
    }

    static @Nullable String optional(String field, @Nullable String value, int max) throws Broken {
        if (value == null || value.isBlank()) {
            return null;
        }
        if (value.length() > max) {
            throw broken(
                    RejectionCode.TOO_LONG,
                    field,
                    "Field \""
                            + field
                            + "\" is too long: "
                            + shown(value)
                            + "; send at most "
                            + max
                            + " characters.");
        }
        checkText(field, value);
        return value;
    }

    static void checkText(String field, String value) throws Broken {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean paired =
                    Character.isHighSurrogate(c)
                            && i + 1 < value.length()
                            && Character.isLowSurrogate(value.charAt(i + 1));
            if (paired) {
                i++;
            } else if (Character.isSurrogate(c) || c == 0) {
                throw broken(
                        RejectionCode.INVALID_TEXT,
                        field,
                        "Field \""
                                + field
                                + "\" holds a character that is no text: "
                                + shown(value)
                                + "; send valid Unicode without NUL.");
            }
        }
    }

    static Broken broken(RejectionCode code, String field, String message) {
        return new Broken(new Rejection(code, field, message));
    }

    /** Leaves the nested checks at the first broken rule; never leaves {@link EventRules}. */
    static final class Broken extends Exception {
        final transient Rejection rejection;

        Broken(Rejection rejection) {
            super(null, null, false, false);
            this.rejection = rejection;
        }
    }
}
