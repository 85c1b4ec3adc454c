package dev.tare.server.postgres;

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
import dev.tare.server.tables.TableAudit;
import dev.tare.server.tables.TableKeptRows;
import dev.tare.server.tables.TableLogNow;
import dev.tare.server.tables.TableLoggedEvents;
import dev.tare.server.tables.TableQuarantine;
import dev.tare.server.tables.TableSums;
import dev.tare.server.tables.TableUnpriced;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A database's ledger: opens it and hands out the ports. Safe for use by many threads. */
public final class PostgresLedger implements Ledger {
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
        PostgresLedger ledger = at(address, workspaceZone, _ -> {}, DaysCut.UNTOLD);
        ledger.reach();
        return ledger;
    }

    /**
     * The ledger there, whether or not its database can be reached now: each port says by itself
     * where it can't be. With the first connection the tables are made where there are none.
     *
     * @param meets told then which ledger it is; throws {@link StoreUnavailable} where that isn't
     *     the one that is meant
     * @param cut told how far the days are cut anew, where they are those of another zone
     */
    public static PostgresLedger at(
            PostgresAddress address, ZoneId workspaceZone, Consumer<UUID> meets, DaysCut cut) {
        return new PostgresLedger(
                new Sessions(
                        address,
                        connection ->
                                meets.accept(
                                        Schema.prepare(
                                                connection, address.schema(), workspaceZone, cut))),
                workspaceZone);
    }

    /**
     * Makes the first connection, where there was none yet.
     *
     * @throws StoreUnavailable where the database can't be reached, or isn't fit
     */
    public void reach() {
        String doing = "The database " + sessions.place() + " can't be opened";
        try (Connection connection = sessions.open()) {
            connection.commit();
        } catch (SQLException failure) {
            throw Failures.unavailable(doing, failure);
        }
    }

    @Override
    public UsageStore store() {
        return writer;
    }

    @Override
    public UsageSums sums() {
        return new TableSums(new InOneZone(sessions, zone), PostgresEngine.READING, zone);
    }

    @Override
    public Quarantine quarantine() {
        return new TableQuarantine(sessions);
    }

    @Override
    public LogNow now() {
        return new TableLogNow(sessions, PostgresEngine.READING);
    }

    @Override
    public LoggedEvents events() {
        return new TableLoggedEvents(sessions);
    }

    @Override
    public KeptRows kept() {
        return new TableKeptRows(sessions, true);
    }

    @Override
    public UnpricedUsage unpriced() {
        return new TableUnpriced(sessions, PostgresEngine.READING);
    }

    @Override
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

    @Override
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

    /** Whoever runs the database makes them. */
    @Override
    public @Nullable Backups backups() {
        return null;
    }

    /** The database puts nothing off that would wait for this. */
    @Override
    public void checkpoint() {}

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
