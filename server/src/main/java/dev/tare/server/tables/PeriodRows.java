package dev.tare.server.tables;

import dev.tare.core.pricing.PeriodUse;
import dev.tare.core.pricing.PeriodUse.Period;
import dev.tare.core.pricing.PricedEvent;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How much was recorded of months that are charged as a whole: adds to that, and reads it. */
public final class PeriodRows {
    /** Decimals of a quantity. */
    static final int SCALE = 9;

    private static final String ADD =
            """
            INSERT INTO api_cost_periods VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (provider, operation, model, unit, starts_at) DO UPDATE SET
                quantity = api_cost_periods.quantity + excluded.quantity
            """;

    private static final String READ =
            "SELECT quantity FROM api_cost_periods WHERE provider = ? AND operation = ?"
                    + " AND model = ? AND unit = ? AND starts_at = ?";

    private final Connection connection;
    private final Map<Period, BigDecimal> more = new HashMap<>();

    /** On that connection, within its transaction. */
    PeriodRows(Connection connection) {
        this.connection = connection;
    }

    /** Notes what these rows add. */
    void add(List<PricedEvent> rows) {
        for (PricedEvent row : rows) {
            PeriodUse use = row.position() == null ? null : PeriodUse.of(row);
            if (use != null) {
                more.merge(use.period(), use.quantity(), BigDecimal::add);
            }
        }
    }

    /** Adds what was noted to the table, once. */
    void write() throws SQLException {
        if (more.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(ADD)) {
            for (Map.Entry<Period, BigDecimal> one : more.entrySet()) {
                bind(statement, one.getKey(), one.getValue());
                statement.execute();
            }
        }
        more.clear();
    }

    /** How much was recorded of these; those without rows are missing. */
    public static Map<Period, BigDecimal> read(Connection connection, Set<Period> periods)
            throws SQLException {
        Map<Period, BigDecimal> used = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(READ)) {
            for (Period period : periods) {
                bind(statement, period);
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        used.put(period, row.getBigDecimal(1));
                    }
                }
            }
        }
        return used;
    }

    private static void bind(PreparedStatement statement, Period period, Object... more)
            throws SQLException {
        Object[] all = new Object[5 + more.length];
        all[0] = period.provider();
        all[1] = period.operation();
        all[2] = period.model();
        all[3] = period.unit();
        all[4] = period.start();
        System.arraycopy(more, 0, all, 5, more.length);
        Sql.bind(statement, all);
    }
}
