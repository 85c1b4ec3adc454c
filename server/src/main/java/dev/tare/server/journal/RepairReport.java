package dev.tare.server.journal;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a journal, what a repair does about it, and what is lost.
 *
 * @param journal whose files they are; {@code null} where nothing tells
 * @param findings every damaged place
 * @param losses stretches of offsets whose records can't be read any more
 * @param declared stretches given up by an earlier repair; no finding
 * @param records whole records there are
 * @param tornBytes of a write at the end that never finished; the next start cuts them off
 * @param setAside files that are (to be) kept under another name, untouched
 * @param written files that are (to be) written anew
 * @param impossible why nothing can be done, else {@code null}
 */
public record RepairReport(
        @Nullable UUID journal,
        List<Finding> findings,
        List<Loss> losses,
        List<FileJournal.Hole> declared,
        long records,
        long tornBytes,
        List<String> setAside,
        List<String> written,
        @Nullable String impossible) {

    public RepairReport {
        findings = List.copyOf(findings);
        losses = List.copyOf(losses);
        declared = List.copyOf(declared);
        setAside = List.copyOf(setAside);
        written = List.copyOf(written);
    }

    /**
     * A damaged place.
     *
     * @param place byte in the file
     */
    public record Finding(String file, long place, String what) {}

    /**
     * Records that are gone from the journal.
     *
     * @param from logical offset of the first byte
     * @param to logical offset behind the last byte
     * @param recordsTold how many of them are certain; there may be more
     * @param after when the last record before them was received; {@code null} where unknown
     * @param before when the first record behind them was received; {@code null} where unknown
     * @param ledger how far the ledger has come; {@code null} where it couldn't be asked
     */
    public record Loss(
            long from,
            long to,
            long recordsTold,
            @Nullable Instant after,
            @Nullable Instant before,
            @Nullable Long ledger) {
        public long bytes() {
            return to - from;
        }

        /** Bytes of it that the ledger has not recorded; all of them where it couldn't be asked. */
        public long bytesNotInLedger() {
            return ledger == null ? bytes() : Math.max(0, to - Math.max(from, ledger));
        }
    }

    /** Whether there is anything to repair. */
    public boolean isClean() {
        return findings.isEmpty() && losses.isEmpty() && impossible == null;
    }

    /** Whether records may be lost for good: neither in the journal nor in the ledger. */
    public boolean losesRecords() {
        return losses.stream().anyMatch(loss -> loss.bytesNotInLedger() > 0);
    }
}
