package dev.tare.server.http;

import dev.tare.core.ledger.Journal;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.ledger.JournalUnavailable;
import dev.tare.server.wire.Problem;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts a record into the journal and waits until it is on disk. */
final class Durably {
    private static final Logger LOG = LoggerFactory.getLogger(Durably.class);
    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final Duration BUSY_RETRY = Duration.ofSeconds(1);

    private Durably() {}

    /** What went wrong, {@code null} where the record is on disk. */
    static @Nullable Problem append(Journal journal, JournalRecord record, Duration atMost) {
        return append(journal, List.of(record), atMost);
    }

    /** What went wrong, {@code null} where all records are on disk; some may be if it failed. */
    static @Nullable Problem append(Journal journal, List<JournalRecord> records, Duration atMost) {
        try {
            CompletableFuture<?>[] under =
                    records.stream().map(journal::append).toArray(CompletableFuture<?>[]::new);
            return await(CompletableFuture.allOf(under), atMost);
        } catch (JournalUnavailable unavailable) {
            return problem(unavailable);
        }
    }

    /** The same of what is on its way already. */
    static @Nullable Problem await(CompletableFuture<?> append, Duration atMost) {
        try {
            append.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
            return null;
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof JournalUnavailable unavailable) {
                return problem(unavailable);
            }
            LOG.error("The journal failed", failed);
            return Problem.ours();
        } catch (TimeoutException late) {
            return slow();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return slow();
        }
    }

    private static Problem slow() {
        return Problem.outside(
                        503,
                        "journal_slow",
                        "The disk didn't answer in time; what was sent may be accepted or not.",
                        RETRY)
                .mendedBy("Send the same again: with the same ids nothing counts twice.");
    }

    private static Problem problem(JournalUnavailable unavailable) {
        if (unavailable.reason() != JournalUnavailable.Cause.BUSY) { // A line for each would flood.
            LOG.warn("The journal takes nothing: {}", unavailable.getMessage());
        }
        return switch (unavailable.reason()) {
            case DISK_FULL ->
                    Problem.outside(
                            507,
                            "disk_full",
                            "The server's disk is full; nothing was accepted.",
                            Duration.ofSeconds(60));
            case IO_ERROR ->
                    Problem.outside(
                            503,
                            "journal_unavailable",
                            "The server's disk failed; nothing was accepted.",
                            RETRY);
            case BUSY ->
                    Problem.outside(
                                    503,
                                    "journal_busy",
                                    "The server's disk can't keep up; nothing was accepted.",
                                    BUSY_RETRY)
                            .mendedBy("Send the same again in a moment.");
            case CLOSED ->
                    Problem.outside(
                            503,
                            "shutting_down",
                            "The server is shutting down; nothing was accepted.",
                            RETRY);
        };
    }
}
