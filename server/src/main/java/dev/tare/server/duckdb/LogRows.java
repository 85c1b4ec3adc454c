package dev.tare.server.duckdb;

import dev.tare.core.event.UsageEvent;
import dev.tare.core.pricing.PricedEvent;
import java.sql.SQLException;
import java.util.List;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** Appends rows to the log, within the writer's transaction. */
final class LogRows {
    private static final int SCALE = 9;

    private final DuckDBConnection connection;

    LogRows(DuckDBConnection connection) {
        this.connection = connection;
    }

    void append(List<PricedEvent> rows) throws SQLException {
        try (DuckDBAppender appender = connection.createAppender("api_usage_logs")) {
            for (PricedEvent row : rows) {
                append(appender, row);
            }
            appender.flush();
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
        Sql.append(appender, row.value().credits(), SCALE);
        Sql.append(appender, row.apiCost(), SCALE);
        Sql.append(appender, row.creditValue(), SCALE);
        Sql.append(appender, row.rateCardId());
        appender.append(row.pricing()).append(event.estimated());
        Sql.append(appender, event.fingerprint());
        Sql.append(appender, event.metadata());
        appender.endRow();
    }
}
