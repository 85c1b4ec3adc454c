package dev.tare.core.ledger;

import java.time.Instant;
import java.util.List;

/**
 * What the recorder knew of identities when it put them aside: every row of the log numbered below
 * {@code rows} and received at {@code coveredSince} or later is in one of the tables.
 *
 * @param seed where the hashes in the tables begin
 * @param coveredSince UTC
 * @param position how far the ledger had come
 * @param rows how many rows its log had when that position was written: whatever ledger has the
 *     position has these rows
 * @param tables where the hashes are, in the order they were begun
 */
public record KeyCatalog(
        long seed, Instant coveredSince, JournalPosition position, long rows, List<Table> tables) {
    /**
     * What hashes and slots mean; another one whenever {@code Hash} or {@code KeyTable} changes.
     */
    public static final int FORM = 1;

    public KeyCatalog {
        tables = List.copyOf(tables);
    }

    /**
     * A table that was put aside.
     *
     * @param number what it is called on the shelf
     * @param sizeBits binary logarithm of the number of its slots
     * @param keys how many of them are taken
     * @param baseSecond epoch second from which its receipts are counted
     * @param newest the latest receipt in it (UTC)
     */
    public record Table(long number, int sizeBits, int keys, long baseSecond, Instant newest) {}
}
