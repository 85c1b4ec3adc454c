package dev.tare.server.duckdb;

import dev.tare.core.advice.UnpricedUsage;
import dev.tare.core.ledger.Backups;
import dev.tare.core.ledger.KeptRows;
import dev.tare.core.ledger.LedgerState;
import dev.tare.core.ledger.LogNow;
import dev.tare.core.ledger.LoggedEvents;
import dev.tare.core.ledger.Quarantine;
import dev.tare.core.ledger.SqlConsole;
import dev.tare.core.ledger.StoreUnavailable;
import dev.tare.core.ledger.UsageStore;
import dev.tare.core.pricing.Books;
import dev.tare.core.profit.UsageSums;
import dev.tare.core.rollup.LedgerAudit;
import dev.tare.core.rollup.Verification;
import dev.tare.server.tables.BookRows;
import dev.tare.server.tables.Ledger;
import dev.tare.server.tables.Positions;
import dev.tare.server.tables.Questions;
import dev.tare.server.tables.Sql;
import dev.tare.server.tables.TableAudit;
import dev.tare.server.tables.TableKeptRows;
import dev.tare.server.tables.TableLogNow;
import dev.tare.server.tables.TableLoggedEvents;
import dev.tare.server.tables.TableQuarantine;
import dev.tare.server.tables.TableSums;
import dev.tare.server.tables.TableUnpriced;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Function;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** One file's ledger: opens it and hands out the ports. Safe for use by many threads. */
public final class DuckDbLedger implements Ledger {
    private final DuckDBConnection origin;
    private final Readers readers;
    private final ZoneId zone;
    private final Path copies;
    private final DuckDbConsole console;
    private final @Nullable LedgerWriter writer;

    private DuckDbLedger(DuckDBConnection origin, Path file, ZoneId zone, boolean readOnly)
            throws SQLException {
        this.origin = origin;
        this.readers = new Readers(origin);
        this.zone = zone;
        this.copies = DuckDbFile.copies(file);
        this.console = new DuckDbConsole(readers);
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

    /** Opens the ledger with the usual limits. */
    public static DuckDbLedger open(Path file, ZoneId workspaceZone) {
        return open(new DuckDbSettings(file, workspaceZone));
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
            ZoneId zone =
                    readOnly ? Schema.read(origin).workspaceZone() : prepare(origin, settings);
            return new DuckDbLedger(origin, settings.file(), zone, readOnly);
        } catch (SQLException failure) {
            Sql.close(origin, failure);
            throw Failures.unavailable(
                    "The ledger " + settings.file() + " can't be opened", failure);
        } catch (RuntimeException failure) {
            Sql.close(origin, failure);
            throw failure;
        }
    }

    private static ZoneId prepare(DuckDBConnection origin, DuckDbSettings settings)
            throws SQLException {
        DuckDbBackups.removeLeftovers(DuckDbFile.copies(settings.file()));
        Schema.Stamp stamp = Schema.prepare(origin, settings.workspaceZone());
        if (!stamp.workspaceZone().equals(settings.workspaceZone())) {
            ZoneChange.rebuild(origin, stamp.workspaceZone(), settings.workspaceZone());
        }
        return settings.workspaceZone();
    }

    @Override
    public UsageStore store() {
        return writer();
    }

    @Override
    public UsageSums sums() {
        return new TableSums(readers, DuckDbEngine.ENGINE, zone);
    }

    @Override
    public Quarantine quarantine() {
        return new TableQuarantine(readers);
    }

    @Override
    public LogNow now() {
        return new TableLogNow(readers, DuckDbEngine.ENGINE);
    }

    @Override
    public LoggedEvents events() {
        return new TableLoggedEvents(readers);
    }

    @Override
    public KeptRows kept() {
        return new TableKeptRows(readers, false);
    }

    @Override
    public UnpricedUsage unpriced() {
        return new TableUnpriced(readers, DuckDbEngine.ENGINE);
    }

    @Override
    public SqlConsole console() {
        return console;
    }

    @Override
    public Backups backups() {
        return new DuckDbBackups(readers, zone, copies);
    }

    /** How far it has come with each journal it has recorded from. */
    public List<LedgerState> states() {
        return read(Positions::read);
    }

    /** Runs a check on one snapshot of all tables. */
    public <T> T audit(Function<LedgerAudit, T> check) {
        return readers.read(
                "The ledger can't be checked",
                reader -> check.apply(new TableAudit(reader, DuckDbEngine.ENGINE, zone)));
    }

    /** Asks on one snapshot of all tables. */
    <T> T read(Questions.Question<T> reading) {
        return readers.read("The ledger can't be read", reading);
    }

    @Override
    public List<Verification.Check> verify() {
        return readers.read(
                "The ledger can't be checked",
                reader ->
                        new Verification(
                                        new TableAudit(reader, DuckDbEngine.ENGINE, zone),
                                        new BookRows(reader, DuckDbEngine.ENGINE).read())
                                .run());
    }

    /** The books as they stand in the tables. */
    public Books books() {
        return readers.read(
                "The books can't be read",
                reader -> new BookRows(reader, DuckDbEngine.ENGINE).read());
    }

    /**
     * Brings the file up to date with what was written. Best when nothing is coming in: a batch
     * that comes meanwhile waits.
     */
    @Override
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
