package dev.tare.core.ledger;

import java.util.UUID;

/**
 * How far the ledger has come with one journal, written in the same transaction as the rows.
 *
 * @param position behind the last record applied
 * @param acknowledged events acknowledged to senders up to there
 * @param recorded events in the log
 * @param duplicates events that were in the log already
 * @param quarantined events in quarantine: they wait, or were discarded
 */
public record LedgerState(
        JournalPosition position,
        long acknowledged,
        long recorded,
        long duplicates,
        long quarantined) {
    /** Of a ledger that has seen nothing of that journal. */
    public static LedgerState start(UUID journal) {
        return new LedgerState(JournalPosition.start(journal), 0, 0, 0, 0);
    }

    /** The state behind that batch. */
    public LedgerState plus(LedgerBatch batch) {
        return new LedgerState(
                batch.after(),
                acknowledged + batch.acknowledged(),
                recorded + batch.rows().size(),
                duplicates + batch.duplicates(),
                quarantined + batch.quarantineChange());
    }
}
