package dev.tare.server.tables;

import dev.tare.core.event.UsageEvent;
import dev.tare.core.money.Amounts;
import dev.tare.core.money.ExactSum;
import dev.tare.core.pricing.PricedEvent;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Appends rows to the log, within the writer's transaction. What is appended can be searched at
 * once.
 */
public final class LogRows implements AutoCloseable {
    /** The first amount, in units of its last decimal, with too many digits for its column. */
    private static final long UNITS_END = 1_000_000_000_000_000_000L;

    private final Connection connection;
    private final Engine engine;
    private @Nullable RowSink open;

    /** On that connection, within its transaction. */
    public LogRows(Connection connection, Engine engine) {
        this.connection = connection;
        this.engine = engine;
    }

    /** Adds these rows. */
    public void append(List<PricedEvent> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        RowSink sink = open;
        if (sink == null) {
            sink = engine.append(connection, "api_usage_logs");
            open = sink;
        }
        for (PricedEvent row : rows) {
            append(sink, row);
        }
        sink.flush();
    }

    /** Ends appending. */
    @Override
    public void close() throws SQLException {
        RowSink sink = open;
        open = null;
        if (sink != null) {
            sink.close();
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

    private static void append(RowSink sink, PricedEvent row) throws SQLException {
        UsageEvent event = row.event();
        sink.text(event.id()).text(row.source()).time(row.time()).time(row.receivedAt());
        sink.text(event.userId()).text(event.provider()).text(event.operation());
        sink.text(event.model()).text(row.plan());
        sink.text(event.status().text()).text(event.error());
        sink.number(event.processingTimeMs());
        sink.text(QuantityText.of(event.quantities()));
        amount(sink, row.value().credits());
        amount(sink, row.apiCost());
        amount(sink, row.creditValue());
        sink.text(row.rateCardId()).text(row.pricing()).flag(event.estimated());
        sink.text(event.fingerprint()).text(event.metadata());
        sink.amount(row.position(), PeriodRows.SCALE).endRow();
    }

    private static void amount(RowSink sink, @Nullable BigDecimal amount) throws SQLException {
        if (amount == null) {
            sink.amount(null, Amounts.SCALE);
            return;
        }
        long units = ExactSum.units(amount);
        if (units <= -UNITS_END || units >= UNITS_END) {
            throw new ArithmeticException("Too many digits: " + amount);
        }
        sink.units(units);
    }
}
