package dev.tare.server.duckdb;

import dev.tare.core.rollup.LedgerAudit;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.function.Consumer;
import org.duckdb.DuckDBConnection;

/** Reads the tables for verification, within the one transaction its maker has begun. */
final class DuckDbAudit implements LedgerAudit {
    private final DuckDBConnection reader;
    private final ZoneId zone;

    DuckDbAudit(DuckDBConnection reader, ZoneId zone) {
        this.reader = reader;
        this.zone = zone;
    }

    @Override
    public Counts counts() {
        try {
            return new Counts(
                    Positions.read(reader),
                    Sql.count(reader, "SELECT COUNT(*) FROM api_usage_logs"),
                    Sql.count(
                            reader,
                            "SELECT COUNT(*) FROM usage_quarantine_states"
                                    + " WHERE state <> 'retried'"));
        } catch (SQLException failure) {
            throw Failures.unavailable("The rows can't be counted", failure);
        }
    }

    @Override
    public void eachRow(Consumer<ChargedRow> consumer) {
        String sql = "SELECT " + StoredRows.COLUMNS + " FROM api_usage_logs l";
        try (PreparedStatement statement = reader.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                consumer.accept(
                        new ChargedRow(
                                StoredRows.read(row),
                                row.getBigDecimal("api_cost"),
                                row.getBigDecimal("credit_value"),
                                row.getString("rate_card_id"),
                                Sql.required(row, "pricing")));
            }
        } catch (SQLException failure) {
            throw Failures.unavailable("The rows can't be read", failure);
        }
    }

    @Override
    public QuarantineComparison compareQuarantine(int max) {
        try {
            return new QuarantineFindings(reader, max).look();
        } catch (SQLException failure) {
            throw Failures.unavailable("The quarantine can't be checked", failure);
        }
    }

    @Override
    public RollupComparison compareRollups(int max) {
        try {
            return new RollupComparisons(reader, max).run(zone);
        } catch (SQLException failure) {
            throw Failures.unavailable("The sums can't be compared", failure);
        }
    }
}
