package dev.tare.server.http;

import java.time.Duration;

/**
 * The limits of a user's own question.
 *
 * @param rowsMax rows of an answer, from 1
 * @param timeMax how long it may run
 */
public record SqlSettings(int rowsMax, Duration timeMax) {
    /** What holds where nothing else is set. */
    public static final SqlSettings DEFAULT = new SqlSettings(10_000, Duration.ofSeconds(30));
}
