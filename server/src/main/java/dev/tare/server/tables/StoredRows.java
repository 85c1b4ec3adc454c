package dev.tare.server.tables;

import dev.tare.core.ledger.ChargedEvent;
import dev.tare.core.ledger.EventKey;
import dev.tare.core.ledger.StoredEvent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Rows of the log as the domain knows them. */
public final class StoredRows {
    /** The columns read, of a log named {@code l}. */
    public static final String COLUMNS =
            "l.id, l.source, l.created_at, l.received_at, l.user_id, l.provider, l.operation,"
                    + " l.model, l.plan, l.status, l.error_message, l.processing_time_ms,"
                    + " l.quantities, l.credits,"
                    + " l.api_cost, l.credit_value, l.rate_card_id, l.pricing, l.fingerprint,"
                    + " l.metadata";

    private StoredRows() {}

    /** The same, with what {@link #readCharged} needs besides. */
    public static final String CHARGED_COLUMNS = COLUMNS + ", l.estimated, l.tier_position";

    /** The same of a correction named {@code a}: received when it was booked. */
    static final String CORRECTED_COLUMNS =
            "a.event_id AS id, a.event_source AS source, a.event_time AS created_at,"
                    + " a.booked_at AS received_at, a.user_id, a.provider, a.operation, a.model,"
                    + " a.plan, a.status, a.error_message, a.processing_time_ms, a.quantities,"
                    + " a.credits, a.api_cost, a.credit_value, a.rate_card_id, a.pricing,"
                    + " a.fingerprint, a.metadata, a.estimated, a.tier_position";

    /**
     * The last corrections of events looked for, as rows for {@link #readCharged}: received when
     * they were booked.
     *
     * @param probes what is looked for, named {@code p}, with {@code source} and {@code id}
     * @param moment the expression of the event's time there
     */
    public static String corrected(String probes, String moment) {
        return """
        SELECT DISTINCT ON (a.event_source, a.event_id, a.event_time)
            %s
        FROM %s
        JOIN api_cost_adjustments a
            ON a.event_source = p.source AND a.event_id = p.id AND a.event_time = %s
        ORDER BY a.event_source, a.event_id, a.event_time, a.number DESC
        """
                .formatted(CORRECTED_COLUMNS, probes, moment);
    }

    /** Recorded rows, those that were corrected as they are with their last correction. */
    public static Collection<ChargedEvent> charged(
            List<ChargedEvent> recorded, List<ChargedEvent> corrected) {
        Map<EventKey, ChargedEvent> charged = new LinkedHashMap<>();
        recorded.forEach(row -> charged.put(row.event().key(), row));
        for (ChargedEvent row : corrected) {
            charged.computeIfPresent(
                    row.event().key(), (key, was) -> row.receivedAt(was.event().receivedAt()));
        }
        return charged.values();
    }

    /** The row at hand with its amounts. */
    public static ChargedEvent readCharged(ResultSet row) throws SQLException {
        return new ChargedEvent(
                read(row),
                row.getBoolean("estimated"),
                row.getBigDecimal("api_cost"),
                row.getBigDecimal("credit_value"),
                row.getString("rate_card_id"),
                Sql.required(row, "pricing"),
                row.getBigDecimal("tier_position"));
    }

    /** The row at hand. */
    public static StoredEvent read(ResultSet row) throws SQLException {
        String pricing = Sql.required(row, "pricing");
        return new StoredEvent(
                new EventKey(Sql.required(row, "source"), Sql.required(row, "id")),
                Sql.requiredTime(row, "created_at"),
                Sql.requiredTime(row, "received_at"),
                Sql.required(row, "user_id"),
                Sql.required(row, "provider"),
                Sql.required(row, "operation"),
                row.getString("model"),
                QuantityText.read(Sql.required(row, "quantities")),
                Sql.required(row, "status"),
                row.getString("error_message"),
                Sql.number(row, "processing_time_ms"),
                row.getBigDecimal("credits"),
                Objects.requireNonNull(row.getString("plan")),
                row.getString("fingerprint"),
                // What a sender says of the cost is the row's cost.
                pricing.equals("client") ? row.getBigDecimal("api_cost") : null,
                row.getString("metadata"));
    }
}
