package dev.tare.server.wiring;

import dev.tare.core.ledger.StoreUnavailable;
import dev.tare.server.duckdb.DuckDbLedger;
import dev.tare.server.duckdb.DuckDbSettings;
import dev.tare.server.postgres.PostgresAddress;
import dev.tare.server.postgres.PostgresLedger;
import dev.tare.server.tables.Ledger;
import dev.tare.server.wiring.upkeep.LedgerSwap;
import java.nio.file.Files;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a ledger where the settings say it lies. A data folder stays with the place it began with:
 * with another one its journal would be recorded a second time, or with a gap.
 */
final class LedgerDoor {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerDoor.class);

    private LedgerDoor() {}

    /**
     * Opens the ledger.
     *
     * @param atOnce whether a database that can't be reached now is a failure; otherwise nothing is
     *     asked of it yet
     * @throws StoreUnavailable where it can't be opened; the message says why and what to do
     */
    static Ledger open(HouseSettings settings, boolean atOnce) {
        PostgresAddress database = settings.database();
        if (database != null) {
            return inDatabase(settings, database, atOnce);
        }
        if (Files.exists(settings.databaseMark())) {
            throw refused(
                    "The ledger of "
                            + settings.data()
                            + " lies in a database ("
                            + DatabaseMark.read(settings.databaseMark(), "").place()
                            + "); give its address with --db or in TARE_DB_URL.");
        }
        LedgerSwap.finish(settings.ledger());
        return DuckDbLedger.open(new DuckDbSettings(settings.ledger(), settings.zone()));
    }

    private static Ledger inDatabase(
            HouseSettings settings, PostgresAddress database, boolean atOnce) {
        if (Files.exists(settings.ledger())) {
            throw refused(
                    "The ledger of "
                            + settings.data()
                            + " lies in the file "
                            + settings.ledger().getFileName()
                            + " there; start without --db (TARE_DB_URL), or with another folder"
                            + " by --data.");
        }
        DatabaseMark mark = DatabaseMark.read(settings.databaseMark(), database.place());
        mark.begin();
        PostgresLedger ledger =
                PostgresLedger.at(database, settings.zone(), mark::meets, settings.cut());
        if (atOnce) {
            ledger.reach();
        }
        return ledger;
    }

    /** A ledger that others filled has prices of its own; those that come with Tare stay out. */
    static boolean hasNoPrices(Ledger ledger) {
        try {
            return ledger.store().books().isEmpty();
        } catch (StoreUnavailable away) {
            LOG.warn(
                    "The prices that come with Tare were not entered, since the ledger can't be"
                            + " reached; enter yours with `tare import prices`.");
            return false;
        }
    }

    static StoreUnavailable refused(String why) {
        return new StoreUnavailable(why, new IllegalStateException(why));
    }
}
