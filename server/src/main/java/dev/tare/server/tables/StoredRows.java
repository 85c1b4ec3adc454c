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

/**
 * Rows of the log as the domain knows them. An answer begins with {@link #COLUMNS} (or {@link
 * #CHARGED_COLUMNS}) in their order and is read by place: asked by name a driver looks through all
 * names for each value.
 */
public final class StoredRows {
    /** The columns read, of a log named {@code l}. */
    public static final String COLUMNS =
            "l.id, l.source, l.created_at, l.received_at, l.user_id, l.provider, l.operation,"
                    + " l.model, l.plan, l.status, l.error_message, l.processing_time_ms,"
                    + " l.quantities, l.credits,"
                    + " l.api_cost, l.credit_value, l.rate_card_id, l.pricing, l.fingerprint,"
                    + " l.metadata";

    private static final int API_COST = 15;
    private static final int PRICING = 18;

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
                row.getBoolean(21),
                row.getBigDecimal(API_COST),
                row.getBigDecimal(16),
                row.getString(17),
                Sql.required(row, PRICING),
                row.getBigDecimal(22));
    }

    /** The row at hand. */
    public static StoredEvent read(ResultSet row) throws SQLException {
        String pricing = Sql.required(row, PRICING);
        return new StoredEvent(
                new EventKey(Sql.required(row, 2), Sql.required(row, 1)),
                Sql.requiredTime(row, 3),
                Sql.requiredTime(row, 4),
                Sql.required(row, 5),
                Sql.required(row, 6),
                Sql.required(row, 7),
                row.getString(8),
                QuantityText.read(Sql.required(row, 13)),
                Sql.required(row, 10),
                row.getString(11),
                Sql.number(row, 12),
                row.getBigDecimal(14),
                Sql.required(row, 9),
                row.getString(19),
                // What a sender says of the cost is the row's cost.
                pricing.equals("client") ? row.getBigDecimal(API_COST) : null,
                row.getString(20));
    }
}
