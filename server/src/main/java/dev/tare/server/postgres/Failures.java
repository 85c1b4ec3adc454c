package dev.tare.server.postgres;

import dev.tare.core.ledger.StoreRefusedData;
import dev.tare.core.ledger.StoreUnavailable;
import java.sql.SQLException;

/** Tells the database's failures apart: the data's fault, or the store's. */
final class Failures {
    private Failures() {}

    /** Of a step that writes rows. */
    static RuntimeException of(String doing, SQLException failure) {
        return isAboutData(String.valueOf(failure.getSQLState()))
                ? new StoreRefusedData(doing + ": " + told(failure), failure)
                : unavailable(doing, failure);
    }

    /**
     * Data exceptions, what must be there and isn't, and a value too long for an index. What says
     * that the tables aren't as they should be isn't the data's fault, nor is a row that is there
     * already: whoever writes then has to read anew what is there.
     */
    private static boolean isAboutData(String state) {
        return (state.startsWith("22") && !state.startsWith("22P03") && !state.equals("22P04"))
                || state.equals("23502")
                || state.equals("54000");
    }

    /** Whether a statement was ended since its time was up. */
    static boolean isTimeUp(SQLException failure) {
        return "57014".equals(failure.getSQLState());
    }

    /** Whether the connection is of no use any more. */
    static boolean isConnectionLost(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        return state.startsWith("08") || state.startsWith("57P");
    }

    /**
     * Whether the other side takes no writes. Where a standby took over and the connections were
     * kept, another one leads to the database that does.
     */
    static boolean isReadOnly(SQLException failure) {
        return "25006".equals(failure.getSQLState());
    }

    static StoreUnavailable unavailable(String doing, SQLException failure) {
        return new StoreUnavailable(doing + ": " + told(failure), failure);
    }

    /** What the database says of it. */
    static String told(SQLException failure) {
        return String.valueOf(failure.getMessage()).strip();
    }
}
