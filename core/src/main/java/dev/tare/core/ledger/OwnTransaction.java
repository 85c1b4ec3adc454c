package dev.tare.core.ledger;

import dev.tare.core.pricing.Books;

/** What a record writes that is a transaction of its own: any but usage. */
record OwnTransaction(UsageStore store, Recognition recognition, Books books) {
    LedgerBatch batch(JournalEntry entry) {
        JournalPosition behind = entry.after();
        return switch (entry.record()) {
            case JournalRecord.Prices prices ->
                    LedgerBatch.of(behind, books.newIn(prices.change()));
            case JournalRecord.Decision decision ->
                    new Decisions(store, recognition, books).batch(behind, decision);
            case JournalRecord.Correction anew -> new Adjusting(store, books).batch(behind, anew);
            case JournalRecord.Retention retention ->
                    LedgerBatch.of(
                            behind, new LettingGo(retention.before(), retention.receivedAt()));
            case JournalRecord.Usage _ ->
                    throw new IllegalArgumentException("Usage comes in pieces");
        };
    }
}
