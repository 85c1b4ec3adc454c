package dev.tare.core.event;

import org.jspecify.annotations.Nullable;

/** How the provider's call ended. */
public enum EventStatus {
    SUCCESS("success"),
    FAILED("failed"),
    CANCELLED("cancelled");

    private final String text;

    EventStatus(String text) {
        this.text = text;
    }

    /** The name used in JSON, SQL and on screens. */
    public String text() {
        return text;
    }

    /** The status of that name, or {@code null} if there is none. */
    public static @Nullable EventStatus of(String text) {
        for (EventStatus status : values()) {
            if (status.text.equals(text)) {
                return status;
            }
        }
        return null;
    }
}
