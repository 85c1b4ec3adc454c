package dev.tare.server.duckdb;

import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.JournalPosition;
import dev.tare.core.ledger.QuarantineDecision;
import dev.tare.core.ledger.QuarantineEntry;
import dev.tare.core.ledger.QuarantinedEvent;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** Adds to the quarantine and to the decisions about it, within the writer's transaction. */
final class QuarantineRows {
    private static final String LAST =
            "SELECT COALESCE(MAX(number), 0) FROM usage_quarantine WHERE starts_with(entry, ?)";
    private static final String DECIDE =
            "INSERT INTO quarantine_decisions VALUES (?, ?, ?, ?, ?, ?, ?)";

    private final DuckDBConnection connection;

    QuarantineRows(DuckDBConnection connection) {
        this.connection = connection;
    }

    /** Adds what was decided. */
    void decide(List<QuarantineDecision> decisions) throws SQLException {
        if (decisions.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(DECIDE)) {
            for (QuarantineDecision decision : decisions) {
                statement.setString(1, decision.entry());
                statement.setObject(2, Sql.time(decision.at()));
                statement.setString(3, decision.action().code());
                statement.setString(4, decision.outcome().code());
                statement.setString(5, decision.newId());
                statement.setString(6, decision.by());
                statement.setString(7, decision.note());
                statement.execute();
            }
        }
    }

    private long last(JournalPosition journal) throws SQLException {
        String prefix = QuarantineEntry.id(journal, 0).replaceAll("0$", "");
        return Long.parseLong(Objects.requireNonNull(Sql.value(connection, LAST, prefix)));
    }

    /** Adds events set aside from that journal; each gets the next number. */
    void setAside(JournalPosition journal, List<QuarantinedEvent> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        long number = last(journal);
        try (DuckDBAppender appender = connection.createAppender("usage_quarantine")) {
            for (QuarantinedEvent row : rows) {
                number++;
                setAside(appender, row, QuarantineEntry.id(journal, number), number);
            }
            appender.flush();
        }
    }

    private static void setAside(
            DuckDBAppender appender, QuarantinedEvent row, String entry, long number)
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
        appender.append(entry).append(number);
        appender.endRow();
    }

    private static @Nullable String plain(@Nullable BigDecimal amount) {
        return amount == null ? null : amount.toPlainString();
    }
}
