package dev.tare.server.duckdb;

import dev.tare.core.ledger.StoreRefusedData;
import dev.tare.core.ledger.StoreUnavailable;
import java.sql.SQLException;
import java.util.List;

/** Tells the engine's failures apart: the data's fault, or the store's. */
final class Failures {
    /** How the engine's messages about values begin or what the driver says of them. */
    private static final List<String> ABOUT_DATA =
            List.of(
                    "Constraint Error",
                    "Conversion Error",
                    "Out of Range Error",
                    "invalid decimal",
                    "Mismatch Type Error",
                    "Invalid unicode");

    private Failures() {}

    static RuntimeException of(String doing, SQLException failure) {
        String text = String.valueOf(failure.getMessage());
        String message = doing + ": " + firstLines(text);
        return ABOUT_DATA.stream().anyMatch(text::contains)
                ? new StoreRefusedData(message, failure)
                : new StoreUnavailable(message, failure);
    }

    static StoreUnavailable unavailable(String doing, SQLException failure) {
        return new StoreUnavailable(
                doing + ": " + firstLines(String.valueOf(failure.getMessage())), failure);
    }

    /** Where no failure of the engine lies behind it. */
    static StoreUnavailable unavailable(String message) {
        return new StoreUnavailable(message, new IllegalStateException(message));
    }

    /** The engine's message without its drawing of the statement. */
    static String firstLines(String text) {
        String shown = text;
        // The driver puts a sentence of its own in front where a statement wasn't prepared.
        int own = shown.indexOf("\nError: ");
        if (own >= 0) {
            shown = shown.substring(own + "\nError: ".length());
        }
        int drawing = shown.indexOf("\n\nLINE ");
        if (drawing >= 0) {
            shown = shown.substring(0, drawing);
        }
        return shown.strip();
    }
}
