package dev.tare.core.ledger;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Port: a user's own read-only question in SQL, limited in time, rows and memory. */
public interface SqlConsole {
    /** Runs one SELECT; changes nothing, reads nothing but the ledger. */
    Answer ask(String sql, int rowsMax, Duration timeMax);

    /** Rows, or why there are none. */
    sealed interface Answer {
        /**
         * Values are text as the engine prints them, {@code null} for SQL NULL.
         *
         * @param truncated whether there were more rows than asked for
         */
        record Rows(List<String> columns, List<List<@Nullable String>> rows, boolean truncated)
                implements Answer {}

        /** The question was refused or failed; {@code code} is stable, e.g. {@code read_only}. */
        record Refused(String code, String message) implements Answer {}
    }
}
