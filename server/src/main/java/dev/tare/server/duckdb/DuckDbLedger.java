package dev.tare.server.duckdb;

import dev.tare.core.ledger.StoreUnavailable;
import dev.tare.core.ledger.UsageStore;
import dev.tare.core.pricing.Books;
import dev.tare.core.profit.UsageSums;
import java.sql.SQLException;
import java.time.ZoneId;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** One file's ledger: opens it and hands out the ports. Safe for use by many threads. */
public final class DuckDbLedger implements AutoCloseable {
    private final DuckDBConnection origin;
    private final Readers readers;
    private final ZoneId zone;
    private final @Nullable LedgerWriter writer;

    private DuckDbLedger(DuckDBConnection origin, ZoneId zone, boolean readOnly)
            throws SQLException {
        this.origin = origin;
        this.readers = new Readers(origin);
        this.zone = zone;
        this.writer = readOnly ? null : new LedgerWriter(origin.duplicate(), readers, zone);
    }

    /**
     * Opens the ledger, making the file where there is none.
     *
     * @throws StoreUnavailable where it can't be opened; the message says why and what to do
     */
    public static DuckDbLedger open(DuckDbSettings settings) {
        return open(settings, false);
    }

    /**
     * Opens a ledger that no process has open, to read only.
     *
     * @throws StoreUnavailable where it can't be opened; the message says why and what to do
     */
    public static DuckDbLedger openReadOnly(DuckDbSettings settings) {
        return open(settings, true);
    }

    private static DuckDbLedger open(DuckDbSettings settings, boolean readOnly) {
        DuckDBConnection origin = DuckDbFile.open(settings, readOnly);
        try {
            Schema.Stamp stamp =
                    readOnly
                            ? Schema.read(origin)
                            : Schema.prepare(origin, settings.workspaceZone());
            return new DuckDbLedger(origin, stamp.workspaceZone(), readOnly);
        } catch (SQLException failure) {
            Sql.close(origin, failure);
            throw Failures.unavailable(
                    "The ledger " + settings.file() + " can't be opened", failure);
        } catch (RuntimeException failure) {
            Sql.close(origin, failure);
            throw failure;
        }
    }

    /** The port that writes. Closing the ledger closes it. */
    public UsageStore store() {
        return writer();
    }

    /** Sums for reports. */
    public UsageSums sums() {
        return new DuckDbSums(readers, zone);
    }

    /** The books as they stand in the tables. */
    public Books books() {
        return readers.read("The books can't be read", reader -> new BookRows(reader).read());
    }

    /**
     * Brings the file up to date with what was written. Best when nothing is coming in: a batch
     * that comes meanwhile waits.
     */
    public void checkpoint() {
        writer().checkpoint();
    }

    private LedgerWriter writer() {
        if (writer == null) {
            throw Failures.unavailable("The ledger is open to read only.");
        }
        return writer;
    }

    @Override
    public void close() {
        try {
            readers.close();
            if (writer != null) {
                writer.close();
            }
            origin.close();
        } catch (SQLException failure) {
            throw new StoreUnavailable("The ledger's file wasn't closed cleanly.", failure);
        }
    }
}
