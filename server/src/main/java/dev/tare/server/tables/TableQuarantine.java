package dev.tare.server.tables;

import dev.tare.core.event.EventStatus;
import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.EventKey;
import dev.tare.core.ledger.Quarantine;
import dev.tare.core.ledger.QuarantineDecision;
import dev.tare.core.ledger.QuarantineEntry;
import dev.tare.core.ledger.QuarantinedEvent;
import dev.tare.core.ledger.StoredEvent;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the quarantine's tables, each time as they stand after the last transaction. */
public final class TableQuarantine implements Quarantine {
    private static final String DOING = "The quarantine can't be read";
    private static final String ROWS = "SELECT * FROM usage_quarantine_states q";
    private static final String AFTER =
            " AND EXISTS (SELECT 1 FROM usage_quarantine a WHERE a.entry = ? AND"
                    + " (q.received_at, q.number, q.entry)"
                    + " < (a.received_at, a.number, a.entry))";
    private static final String NEWEST_FIRST =
            " ORDER BY q.received_at DESC, q.number DESC, q.entry DESC LIMIT ?";
    private static final String TALLY =
            "SELECT COUNT(*) FILTER (WHERE state = 'waiting'),"
                    + " COUNT(*) FILTER (WHERE state = 'retried'),"
                    + " COUNT(*) FILTER (WHERE state = 'discarded') FROM usage_quarantine_states";

    private final Questions questions;

    public TableQuarantine(Questions questions) {
        this.questions = questions;
    }

    @Override
    public List<QuarantineEntry> list(Filter filter) {
        StringBuilder sql = new StringBuilder(ROWS).append(" WHERE TRUE");
        List<Object> values = new ArrayList<>();
        if (filter.state() != null) {
            sql.append(" AND q.state = ?");
            values.add(filter.state().code());
        }
        if (filter.reason() != null) {
            sql.append(" AND q.reason = ?");
            values.add(filter.reason().code());
        }
        if (filter.after() != null) {
            sql.append(AFTER);
            values.add(filter.after());
        }
        values.add(filter.limit());
        String text = sql.append(NEWEST_FIRST).toString();
        return questions.read(DOING, reader -> entries(reader, text, values.toArray()));
    }

    @Override
    public @Nullable QuarantineEntry entry(String id) {
        List<QuarantineEntry> found =
                questions.read(DOING, reader -> entries(reader, ROWS + " WHERE q.entry = ?", id));
        return found.isEmpty() ? null : found.getFirst();
    }

    @Override
    public Map<EventKey, StoredEvent> firstRows(Collection<EventKey> keys) {
        Map<EventKey, StoredEvent> first = new HashMap<>();
        List<EventKey> once = List.copyOf(new LinkedHashSet<>(keys));
        return once.isEmpty()
                ? first
                : questions.read(DOING, reader -> firstRows(reader, once, first));
    }

    private static Map<EventKey, StoredEvent> firstRows(
            Connection reader, List<EventKey> keys, Map<EventKey, StoredEvent> first)
            throws SQLException {
        String sql =
                "SELECT "
                        + StoredRows.COLUMNS
                        + " FROM api_usage_logs l WHERE (l.source, l.id) IN ("
                        + "(?, ?), ".repeat(keys.size() - 1)
                        + "(?, ?)) ORDER BY l.received_at DESC";
        try (PreparedStatement statement = reader.prepareStatement(sql)) {
            int place = 1;
            for (EventKey key : keys) {
                statement.setString(place++, key.source());
                statement.setString(place++, key.id());
            }
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    StoredEvent stored = StoredRows.read(row);
                    first.put(stored.key(), stored);
                }
            }
        }
        return first;
    }

    @Override
    public Tally tally() {
        return questions.read(
                DOING,
                reader -> {
                    try (PreparedStatement statement = reader.prepareStatement(TALLY);
                            ResultSet row = statement.executeQuery()) {
                        row.next();
                        Tally tally = new Tally(row.getLong(1), row.getLong(2), row.getLong(3));
                        row.next();
                        return tally;
                    }
                });
    }

    private static List<QuarantineEntry> entries(Connection reader, String sql, Object... values)
            throws SQLException {
        List<QuarantineEntry> entries = new ArrayList<>();
        try (PreparedStatement statement = reader.prepareStatement(sql)) {
            Sql.bind(statement, values);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    entries.add(entry(row));
                }
            }
        }
        return entries;
    }

    private static QuarantineEntry entry(ResultSet row) throws SQLException {
        String id = Sql.required(row, "entry");
        QuarantinedEvent event =
                new QuarantinedEvent(
                        Sql.required(row, "source"),
                        Sql.requiredTime(row, "received_at"),
                        event(row),
                        QuarantinedEvent.Reason.valueOf(constant(row, "reason")),
                        Sql.required(row, "explanation"));
        return new QuarantineEntry(id, event, decision(row, id));
    }

    private static UsageEvent event(ResultSet row) throws SQLException {
        return new UsageEvent(
                Sql.required(row, "id"),
                Sql.time(row, "created_at"),
                Sql.required(row, "user_id"),
                Sql.required(row, "provider"),
                Sql.required(row, "operation"),
                row.getString("model"),
                QuantityText.read(Sql.required(row, "quantities")),
                Objects.requireNonNull(EventStatus.of(Sql.required(row, "status"))),
                row.getString("error_message"),
                Sql.number(row, "processing_time_ms"),
                amount(row, "credits"),
                row.getString("plan"),
                row.getString("fingerprint"),
                amount(row, "cost"),
                row.getString("metadata"),
                row.getBoolean("estimated"));
    }

    private static @Nullable QuarantineDecision decision(ResultSet row, String entry)
            throws SQLException {
        if (Sql.required(row, "state").equals("waiting")) {
            return null;
        }
        return new QuarantineDecision(
                entry,
                Sql.requiredTime(row, "decided_at"),
                QuarantineDecision.Action.valueOf(constant(row, "action")),
                QuarantineDecision.Outcome.valueOf(constant(row, "outcome")),
                row.getString("new_id"),
                Sql.required(row, "decided_by"),
                row.getString("note"));
    }

    private static String constant(ResultSet row, String column) throws SQLException {
        return Sql.required(row, column).toUpperCase(Locale.ROOT);
    }

    private static @Nullable BigDecimal amount(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        return text == null ? null : new BigDecimal(text);
    }
}
