package dev.tare.server.tables;

import dev.tare.core.ledger.Adjustment;
import dev.tare.core.ledger.ChargedEvent;
import dev.tare.core.ledger.StoredEvent;
import dev.tare.core.money.Amounts;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Adds corrections to their table, within the writer's transaction; numbered as they come. */
final class AdjustmentRows {
    private static final String TABLE = "api_cost_adjustments";

    private final Connection connection;
    private final Engine engine;

    /** The number of the last one, once it was asked for: nobody else writes meanwhile. */
    private long last = -1;

    AdjustmentRows(Connection connection, Engine engine) {
        this.connection = connection;
        this.engine = engine;
    }

    void add(List<Adjustment> adjustments) throws SQLException {
        if (adjustments.isEmpty()) {
            return;
        }
        if (last < 0) {
            last = Sql.count(connection, "SELECT COALESCE(MAX(number), 0) FROM " + TABLE);
        }
        try (RowSink sink = engine.append(connection, TABLE)) {
            for (Adjustment adjustment : adjustments) {
                append(sink, adjustment, ++last);
            }
            sink.flush();
        }
    }

    private static void append(RowSink sink, Adjustment adjustment, long number)
            throws SQLException {
        StoredEvent before = adjustment.before().event();
        StoredEvent now = adjustment.after().event();
        sink.text(adjustment.id()).text(now.key().source()).text(now.key().id()).time(now.time());
        sink.time(adjustment.bookedAt()).text(adjustment.reason()).text(adjustment.batch());
        sink.amount(adjustment.costChange(), Amounts.SCALE);
        sink.amount(adjustment.creditValueChange(), Amounts.SCALE);
        sink.text(adjustment.movesPlan() ? before.plan() : null);
        sink.text(adjustment.movesPlan() ? now.plan() : null);
        sink.number(number);
        append(sink, adjustment.after());
        sink.endRow();
    }

    /** The event as it is from now on, in the order of the log's columns. */
    private static void append(RowSink sink, ChargedEvent row) throws SQLException {
        StoredEvent event = row.event();
        sink.text(event.userId()).text(event.provider()).text(event.operation());
        sink.text(event.model()).text(event.plan()).text(event.status()).text(event.error());
        sink.number(event.processingTimeMs()).text(QuantityText.of(event.quantities()));
        sink.amount(event.credits(), Amounts.SCALE);
        sink.amount(row.apiCost(), Amounts.SCALE).amount(row.creditValue(), Amounts.SCALE);
        sink.text(row.rateCardId()).text(row.pricing()).flag(row.estimated());
        sink.text(event.fingerprint()).text(event.metadata());
        sink.amount(row.position(), PeriodRows.SCALE);
    }
}
