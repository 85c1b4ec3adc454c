package dev.tare.core.ledger;

import dev.tare.core.pricing.Books;
import java.util.List;

/** What a record writes that is a transaction of its own: any but usage. */
final class OwnTransaction {
    private final UsageStore store;
    private final Recognition recognition;
    private final Books books;
    private List<UnmatchedCorrection> unmatched = List.of();

    OwnTransaction(UsageStore store, Recognition recognition, Books books) {
        this.store = store;
        this.recognition = recognition;
        this.books = books;
    }

    LedgerBatch batch(JournalEntry entry) {
        JournalPosition behind = entry.after();
        return switch (entry.record()) {
            case JournalRecord.Prices prices ->
                    LedgerBatch.of(behind, books.newIn(prices.change()));
            case JournalRecord.Decision decision ->
                    new Decisions(store, recognition, books).batch(behind, decision);
            case JournalRecord.Correction anew -> corrected(behind, anew);
            case JournalRecord.Retention retention ->
                    LedgerBatch.of(
                            behind, new LettingGo(retention.before(), retention.receivedAt()));
            case JournalRecord.Usage _ ->
                    throw new IllegalArgumentException("Usage comes in pieces");
            case JournalRecord.Repricing _ ->
                    throw new IllegalArgumentException("It is taken in slices");
        };
    }

    private LedgerBatch corrected(JournalPosition behind, JournalRecord.Correction anew) {
        Adjusting adjusting = new Adjusting(store, books);
        LedgerBatch batch = adjusting.batch(behind, anew);
        unmatched = adjusting.unmatched();
        return batch;
    }

    /** Which corrections in there change nothing, since they can't. */
    List<UnmatchedCorrection> unmatched() {
        return unmatched;
    }
}
