package dev.tare.server.tables;

import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.JournalPosition;
import dev.tare.core.ledger.QuarantineDecision;
import dev.tare.core.ledger.QuarantineEntry;
import dev.tare.core.ledger.QuarantinedEvent;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Adds to the quarantine and to the decisions about it, within the writer's transaction. */
final class QuarantineRows {
    private static final String LAST =
            "SELECT COALESCE(MAX(number), 0) FROM usage_quarantine WHERE starts_with(entry, ?)";
    private static final String DECIDE =
            "INSERT INTO quarantine_decisions VALUES (?, ?, ?, ?, ?, ?, ?)";

    private final Connection connection;
    private final Engine engine;

    QuarantineRows(Connection connection, Engine engine) {
        this.connection = connection;
        this.engine = engine;
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
                statement.setString(7, text(decision.note()));
                statement.execute();
            }
        }
    }

    /** Journals may hold a note from before notes were checked. */
    private static @Nullable String text(@Nullable String note) {
        return note == null ? null : note.replace("\0", "");
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
        try (RowSink sink = engine.append(connection, "usage_quarantine")) {
            for (QuarantinedEvent row : rows) {
                number++;
                setAside(sink, row, QuarantineEntry.id(journal, number), number);
            }
            sink.flush();
        }
    }

    private static void setAside(RowSink sink, QuarantinedEvent row, String entry, long number)
            throws SQLException {
        UsageEvent event = row.event();
        sink.text(event.id()).text(row.source()).time(event.time()).time(row.receivedAt());
        sink.text(row.reason().code()).text(row.explanation());
        sink.text(event.userId()).text(event.provider()).text(event.operation());
        sink.text(event.model()).text(event.plan());
        sink.text(event.status().text()).text(event.error());
        sink.number(event.processingTimeMs());
        sink.text(QuantityText.of(event.quantities()));
        sink.text(plain(event.credits())).text(plain(event.cost()));
        sink.flag(event.estimated()).text(event.fingerprint()).text(event.metadata());
        sink.text(entry).number(number).endRow();
    }

    private static @Nullable String plain(@Nullable BigDecimal amount) {
        return amount == null ? null : amount.toPlainString();
    }
}
