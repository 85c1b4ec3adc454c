package dev.tare.server.duckdb;

import dev.tare.core.event.UsageEvent;
import dev.tare.core.money.ExactSum;
import dev.tare.core.pricing.PricedEvent;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.List;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * Appends rows to the log, within the writer's transaction. What is appended can be searched at
 * once.
 */
final class LogRows implements AutoCloseable {
    /** The first amount, in units of its last decimal, with too many digits for its column. */
    private static final long UNITS_END = 1_000_000_000_000_000_000L;

    private final DuckDBConnection connection;
    private @Nullable DuckDBAppender open;

    LogRows(DuckDBConnection connection) {
        this.connection = connection;
    }

    void append(List<PricedEvent> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        DuckDBAppender appender = open;
        if (appender == null) {
            appender = connection.createAppender("api_usage_logs");
            open = appender;
        }
        for (PricedEvent row : rows) {
            append(appender, row);
        }
        appender.flush();
    }

    /** Ends appending. */
    @Override
    public void close() throws SQLException {
        DuckDBAppender appender = open;
        open = null;
        if (appender != null) {
            appender.close();
        }
    }

    /** Ends appending in a transaction that is about to be undone. */
    void abandon() {
        try {
            close();
        } catch (SQLException rowsRefused) {
            // They are undone with the rest.
        }
    }

    private static void append(DuckDBAppender appender, PricedEvent row) throws SQLException {
        UsageEvent event = row.event();
        appender.beginRow().append(event.id()).append(row.source());
        Sql.append(appender, row.time());
        Sql.append(appender, row.receivedAt());
        appender.append(event.userId()).append(event.provider()).append(event.operation());
        Sql.append(appender, event.model());
        appender.append(row.plan()).append(event.status().text());
        Sql.append(appender, event.error());
        appender.append(event.processingTimeMs());
        appender.append(QuantityText.of(event.quantities()));
        append(appender, row.value().credits());
        append(appender, row.apiCost());
        append(appender, row.creditValue());
        Sql.append(appender, row.rateCardId());
        appender.append(row.pricing()).append(event.estimated());
        Sql.append(appender, event.fingerprint());
        Sql.append(appender, event.metadata());
        appender.endRow();
    }

    private static void append(DuckDBAppender appender, @Nullable BigDecimal amount)
            throws SQLException {
        if (amount == null) {
            appender.appendNull();
            return;
        }
        long units = ExactSum.units(amount);
        if (units <= -UNITS_END || units >= UNITS_END) {
            throw new ArithmeticException("Too many digits: " + amount);
        }
        appender.appendDecimal(units);
    }
}
