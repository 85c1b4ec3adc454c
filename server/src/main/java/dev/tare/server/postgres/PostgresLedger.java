package dev.tare.server.postgres;

import dev.tare.core.ledger.LedgerState;
import dev.tare.core.ledger.Quarantine;
import dev.tare.core.ledger.SqlConsole;
import dev.tare.core.ledger.StoreUnavailable;
import dev.tare.core.ledger.UsageStore;
import dev.tare.core.pricing.Books;
import dev.tare.core.profit.UsageSums;
import dev.tare.core.rollup.LedgerAudit;
import dev.tare.core.rollup.Verification;
import dev.tare.server.tables.BookRows;
import dev.tare.server.tables.Positions;
import dev.tare.server.tables.TableAudit;
import dev.tare.server.tables.TableQuarantine;
import dev.tare.server.tables.TableSums;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Function;

/** A database's ledger: opens it and hands out the ports. Safe for use by many threads. */
public final class PostgresLedger implements AutoCloseable {
    private final Sessions sessions;
    private final ZoneId zone;
    private final PostgresWriter writer;

    private PostgresLedger(Sessions sessions, ZoneId zone) {
        this.sessions = sessions;
        this.zone = zone;
        this.writer = new PostgresWriter(sessions, zone);
    }

    /**
     * Opens the ledger, making its tables where there are none.
     *
     * @throws StoreUnavailable where it can't be opened; the message says why and what to do
     */
    public static PostgresLedger open(PostgresAddress address, ZoneId workspaceZone) {
        Sessions sessions = new Sessions(address);
        try (Connection connection = sessions.open()) {
            Sessions.begin(connection);
            Schema.prepare(connection, workspaceZone);
            connection.commit();
        } catch (SQLException failure) {
            throw Failures.unavailable("The database can't be opened", failure);
        }
        return new PostgresLedger(sessions, workspaceZone);
    }

    /** The port that writes. Closing the ledger closes it. */
    public UsageStore store() {
        return writer;
    }

    /** Sums for reports. */
    public UsageSums sums() {
        return new TableSums(new InOneZone(sessions, zone), PostgresEngine.READING, zone);
    }

    /** What was set aside. */
    public Quarantine quarantine() {
        return new TableQuarantine(sessions);
    }

    /** A user's own questions. */
    public SqlConsole console() {
        return new PostgresConsole(sessions);
    }

    /** How far it has come with each journal it has recorded from. */
    public List<LedgerState> states() {
        return sessions.read("The ledger can't be read", Positions::read);
    }

    /** Runs a check on one snapshot of all tables. */
    public <T> T audit(Function<LedgerAudit, T> check) {
        return new InOneZone(sessions, zone)
                .read(
                        "The ledger can't be checked",
                        reader ->
                                check.apply(new TableAudit(reader, PostgresEngine.READING, zone)));
    }

    /** Checks the ledger against itself: tables and books in one snapshot. */
    public List<Verification.Check> verify() {
        return new InOneZone(sessions, zone)
                .read(
                        "The ledger can't be checked",
                        reader ->
                                new Verification(
                                                new TableAudit(
                                                        reader, PostgresEngine.READING, zone),
                                                new BookRows(reader, PostgresEngine.READING).read())
                                        .run());
    }

    /** The books as they stand in the tables. */
    public Books books() {
        return sessions.read(
                "The books can't be read",
                reader -> new BookRows(reader, PostgresEngine.READING).read());
    }

    @Override
    public void close() {
        try {
            sessions.close();
            writer.close();
        } catch (SQLException failure) {
            throw new StoreUnavailable("The connections weren't closed cleanly.", failure);
        }
    }
}
