package dev.tare.server.security;

import java.time.Duration;

/**
 * How long a login lasts.
 *
 * @param cookieName the cookie's name; servers side by side on one host need different ones
 * @param idleMax without a request for that long, it ends
 */
public record SessionSettings(String cookieName, Duration idleMax) {
    /** What holds where nothing else is set. */
    public static final SessionSettings DEFAULT =
            new SessionSettings("tare_session", Duration.ofHours(12));
}
