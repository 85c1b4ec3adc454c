package dev.tare.server.security;

import java.time.Instant;

/**
 * A key as it is kept: without its secret.
 *
 * @param id its name in listings
 * @param kind what it opens
 * @param source the application it belongs to; with an event's id it is the event's identity
 * @param sha256 of the secret, hex
 * @param created when it was made (UTC)
 */
public record AccessKey(String id, KeyKind kind, String source, String sha256, Instant created) {
    /** The source of events where nobody named another. */
    public static final String DEFAULT_SOURCE = "default";

    private static final String SOURCE = "[A-Za-z0-9][A-Za-z0-9._:/-]{0,99}";

    /** Whether that is a source's name. */
    public static boolean isSource(String text) {
        return text.matches(SOURCE);
    }
}
