package dev.tare.core.ledger;

import dev.tare.core.pricing.Books;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a record wants that concerns more events than one transaction should hold.
 *
 * @param scope which events
 * @param revaluation how each comes to its new amounts
 * @param bookedAt when the record was received (UTC)
 * @param reason as corrections say it
 * @param batch as corrections say it
 */
record SliceTask(EventScope scope, Way revaluation, Instant bookedAt, String reason, String batch) {
    /** How events come to new amounts; worked out when the record's turn comes. */
    interface Way {
        Revaluation over(LogNow log, RowsKept kept);
    }

    /** What that record wants, {@code null} where it isn't one to be taken in slices. */
    static @Nullable SliceTask of(JournalRecord record, Books books) {
        return switch (record) {
            case JournalRecord.Repricing anew ->
                    new SliceTask(
                            anew.scope(),
                            (log, kept) ->
                                    PricedAnew.of(
                                            books,
                                            anew.aim(),
                                            log,
                                            anew.scope(),
                                            kept,
                                            anew.receivedAt()),
                            anew.receivedAt(),
                            anew.reason(),
                            anew.batch());
            case JournalRecord.Usage _,
                    JournalRecord.Prices _,
                    JournalRecord.Decision _,
                    JournalRecord.Correction _,
                    JournalRecord.Retention _ ->
                    null;
        };
    }
}
