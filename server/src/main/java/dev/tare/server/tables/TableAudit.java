package dev.tare.server.tables;

import dev.tare.core.ledger.ChargedEvent;
import dev.tare.core.ledger.RowsKept;
import dev.tare.core.rollup.LedgerAudit;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.function.Consumer;

/** Reads the tables for verification, within the one transaction its maker has begun. */
public final class TableAudit implements LedgerAudit {
    private static final int ROWS_AT_ONCE = 10_000;

    private final Connection reader;
    private final Engine engine;
    private final ZoneId zone;

    /** On that connection, whose transaction is begun and ended by the caller. */
    public TableAudit(Connection reader, Engine engine, ZoneId zone) {
        this.reader = reader;
        this.engine = engine;
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
            throw engine.unavailable("The rows can't be counted", failure);
        }
    }

    @Override
    public RowsKept rowsKept() {
        try {
            return LogRetention.read(reader);
        } catch (SQLException failure) {
            throw engine.unavailable("What was let go can't be read", failure);
        }
    }

    @Override
    public void eachRow(Consumer<ChargedEvent> consumer) {
        each("api_usage_logs", consumer);
    }

    @Override
    public void eachAdjusted(Consumer<ChargedEvent> consumer) {
        each(AdjustmentFindings.AS_ROWS, consumer);
    }

    @Override
    public AdjustmentComparison compareAdjustments(int max) {
        try {
            return new AdjustmentFindings(reader, max).look();
        } catch (SQLException failure) {
            throw engine.unavailable("The corrections can't be checked", failure);
        }
    }

    private void each(String rows, Consumer<ChargedEvent> consumer) {
        String sql = "SELECT " + StoredRows.CHARGED_COLUMNS + " FROM " + rows + " l";
        try (PreparedStatement statement = reader.prepareStatement(sql)) {
            statement.setFetchSize(ROWS_AT_ONCE);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    consumer.accept(StoredRows.readCharged(row));
                }
            }
        } catch (SQLException failure) {
            throw engine.unavailable("The rows can't be read", failure);
        }
    }

    @Override
    public QuarantineComparison compareQuarantine(int max) {
        try {
            return new QuarantineFindings(reader, max).look();
        } catch (SQLException failure) {
            throw engine.unavailable("The quarantine can't be checked", failure);
        }
    }

    @Override
    public RollupComparison compareRollups(int max) {
        try {
            return new RollupComparisons(reader, engine, max).run(zone);
        } catch (SQLException failure) {
            throw engine.unavailable("The sums can't be compared", failure);
        }
    }
}
