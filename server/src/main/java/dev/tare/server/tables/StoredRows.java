package dev.tare.server.tables;

import dev.tare.core.ledger.EventKey;
import dev.tare.core.ledger.StoredEvent;
import java.sql.ResultSet;
import java.sql.SQLException;
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
