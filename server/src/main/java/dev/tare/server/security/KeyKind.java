package dev.tare.server.security;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a key opens. */
public enum KeyKind {
    /** Writes usage and nothing else. */
    INGEST,
    /** Opens everything. */
    ADMIN;

    /** The name used in the file and in the key itself. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind of that name, {@code null} if there is none. */
    public static @Nullable KeyKind of(String text) {
        for (KeyKind kind : values()) {
            if (kind.text().equals(text)) {
                return kind;
            }
        }
        return null;
    }
}
