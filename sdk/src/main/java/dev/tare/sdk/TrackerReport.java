package dev.tare.sdk;

import org.jspecify.annotations.Nullable;

/** Something the application's people may want to know. */
public sealed interface TrackerReport {

    /**
     * The server refused an event for good. It lies in the dead letters, where there is a folder.
     *
     * @param event as JSON, as it was sent
     * @param code the server's stable word for the reason, such as {@code missing_field}
     * @param message the server's sentence
     */
    record Rejected(String event, String code, String message) implements TrackerReport {}

    /**
     * Events were lost, and counted.
     *
     * @param count how many since the last such report
     * @param total how many since the spool was made, restarts included
     */
    record Dropped(long count, long total) implements TrackerReport {}

    /**
     * Something is in the way. Told when it begins, when it changes, and again every ten minutes.
     *
     * @param code stable: {@code unreachable}, {@code http_401} (any status), {@code
     *     answer_not_understood}, {@code spool_unavailable}, {@code spool_damaged}, {@code
     *     dead_letters_unwritable}, {@code tracking_failed}, {@code spool_failed}
     * @param message what is the matter and what to do
     * @param cause where an exception is behind it
     */
    record Trouble(String code, String message, @Nullable Throwable cause)
            implements TrackerReport {}

    /** The server takes events again. */
    record Recovered() implements TrackerReport {}
}
