package dev.tare.server.duckdb;

import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.QuarantinedEvent;
import dev.tare.core.pricing.PricedEvent;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.List;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** Appends rows to the log and to quarantine, within the writer's transaction. */
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

    void setAside(List<QuarantinedEvent> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (DuckDBAppender appender = connection.createAppender("usage_quarantine")) {
            for (QuarantinedEvent row : rows) {
                setAside(appender, row);
            }
            appender.flush();
        }
    }

    private static void setAside(DuckDBAppender appender, QuarantinedEvent row)
            throws SQLException {
        UsageEvent event = row.event();
        appender.beginRow().append(event.id()).append(row.source());
        Sql.append(appender, event.time());
        Sql.append(appender, row.receivedAt());
        appender.append(row.reason().code()).append(row.explanation());
        appender.append(event.userId()).append(event.provider()).append(event.operation());
        Sql.append(appender, event.model());
        Sql.append(appender, event.plan());
        appender.append(event.status().text());
        Sql.append(appender, event.error());
        appender.append(event.processingTimeMs());
        appender.append(QuantityText.of(event.quantities()));
        Sql.append(appender, plain(event.credits()));
        Sql.append(appender, plain(event.cost()));
        appender.append(event.estimated());
        Sql.append(appender, event.fingerprint());
        Sql.append(appender, event.metadata());
        appender.endRow();
    }

    private static @Nullable String plain(@Nullable BigDecimal amount) {
        return amount == null ? null : amount.toPlainString();
    }
}
