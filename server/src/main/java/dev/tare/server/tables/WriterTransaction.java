package dev.tare.server.tables;

import dev.tare.core.ledger.JournalPosition;
import dev.tare.core.ledger.LedgerBatch;
import dev.tare.core.ledger.LedgerState;
import dev.tare.core.ledger.LedgerTransaction;
import dev.tare.core.rollup.Rollups;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Batches on their way into the file. Rows go to the engine at once; rollups and the journal's
 * position are summed up and written once, at the commit.
 */
public final class WriterTransaction implements LedgerTransaction {
    private static final String ADD_POSITION =
            """
            INSERT INTO journal_positions VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (journal) DO UPDATE SET
                position = excluded.position,
                acknowledged = journal_positions.acknowledged + excluded.acknowledged,
                recorded = journal_positions.recorded + excluded.recorded,
                duplicates = journal_positions.duplicates + excluded.duplicates,
                quarantined = journal_positions.quarantined + excluded.quarantined
            """;

    /** The turn of the one that began it. */
    public interface Turn {
        /** Runs a step; a failure is told in the port's terms, and leaves no transaction open. */
        void run(String doing, Step step);

        /** Makes everything stay. */
        void commit() throws SQLException;

        /** Undoes everything. */
        void rollBack();

        /** Lets others write. */
        void end();
    }

    /** A step on the writing connection. */
    public interface Step {
        void run() throws SQLException;
    }

    private final Connection connection;
    private final Engine engine;
    private final Turn turn;
    private final SumsAside sums;
    private final LogRows log;
    private final PeriodRows periods;
    private final AdjustmentRows adjustments;
    private @Nullable LedgerState added;
    private boolean failed;
    private boolean committed;

    /** Begun by the caller, on that connection. */
    public WriterTransaction(Connection connection, Engine engine, SumsAside sums, Turn turn) {
        this.connection = connection;
        this.engine = engine;
        this.turn = turn;
        this.sums = sums;
        this.log = new LogRows(connection, engine);
        this.periods = new PeriodRows(connection);
        this.adjustments = new AdjustmentRows(connection, engine);
    }

    @Override
    public void add(LedgerBatch batch) {
        LedgerState before =
                added == null
                        ? new LedgerState(
                                JournalPosition.start(batch.after().journal()), 0, 0, 0, 0)
                        : added;
        step(() -> {
            sums.add(batch.rows());
            log.append(batch.rows());
            periods.add(batch.rows());
            QuarantineRows aside = new QuarantineRows(connection, engine);
            aside.setAside(batch.after(), batch.quarantined());
            aside.decide(batch.decisions());
            new BookRows(connection, engine).add(batch.prices());
            sums.addAdjustments(batch.adjustments());
            adjustments.add(batch.adjustments());
            if (batch.lettingGo() != null) {
                long rows = before.recorded() + batch.rows().size();
                LogRetention.letGo(connection, engine, batch.lettingGo(), rows);
            }
        });
        added = before.plus(batch);
    }

    @Override
    public void commit() {
        step(() -> {
            log.close();
            periods.write();
            RollupRows rollups = new RollupRows(connection, engine);
            rollups.add(sums.rollups());
            Rollups corrections = sums.adjustments();
            if (corrections != null) {
                rollups.addAdjustments(corrections);
            }
            if (added != null) {
                moveOn(added);
            }
            turn.commit();
        });
        committed = true;
    }

    private void step(Step step) {
        if (failed || committed) {
            throw new IllegalStateException("The transaction is over");
        }
        failed = true;
        turn.run("The batch can't be written", () -> inside(step));
        failed = false;
    }

    /** Rows that still wait to be written must not be left to stand outside, undone by nobody. */
    private void inside(Step step) throws SQLException {
        try {
            step.run();
        } catch (SQLException | RuntimeException failure) {
            log.abandon();
            throw failure;
        }
    }

    private void moveOn(LedgerState behind) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ADD_POSITION)) {
            Sql.bind(
                    statement,
                    behind.position().journal(),
                    behind.position().offset(),
                    behind.acknowledged(),
                    behind.recorded(),
                    behind.duplicates(),
                    behind.quarantined());
            statement.execute();
        }
    }

    @Override
    public void close() {
        try {
            if (!committed) {
                log.abandon();
                turn.rollBack();
            }
        } finally {
            turn.end();
        }
    }
}
