package dev.tare.server.postgres;

import dev.tare.core.ledger.StoreRefusedData;
import dev.tare.core.ledger.StoreUnavailable;
import java.sql.SQLException;

/** Tells the database's failures apart: the data's fault, or the store's. */
final class Failures {
    private Failures() {}

    static RuntimeException of(String doing, SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        String message = doing + ": " + told(failure);
        return isAboutData(state)
                ? new StoreRefusedData(message, failure)
                : new StoreUnavailable(message, failure);
    }

    /** Data exceptions, broken constraints, and a value too long for an index. */
    private static boolean isAboutData(String state) {
        return state.startsWith("22") || state.startsWith("23") || state.equals("54000");
    }

    /** Whether the connection is of no use any more. */
    static boolean isConnectionLost(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        return state.startsWith("08") || state.startsWith("57P");
    }

    static StoreUnavailable unavailable(String doing, SQLException failure) {
        return new StoreUnavailable(doing + ": " + told(failure), failure);
    }

    private static String told(SQLException failure) {
        return String.valueOf(failure.getMessage()).strip();
    }
}
