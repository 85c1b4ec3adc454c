package dev.tare.server.tables;

import dev.tare.core.ledger.KeptRows;
import dev.tare.core.ledger.RowsKept;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the log and what was let go of it. */
public final class TableKeptRows implements KeptRows {
    private static final String DOING = "The log can't be looked at";

    private final Questions questions;
    private final boolean ownClock;

    /**
     * Over the tables asked so.
     *
     * @param ownClock whether the store runs elsewhere, with a clock of its own
     */
    public TableKeptRows(Questions questions, boolean ownClock) {
        this.questions = questions;
        this.ownClock = ownClock;
    }

    @Override
    public RowsKept kept() {
        return questions.read(DOING, LogRetention::read);
    }

    @Override
    public @Nullable Instant oldest(Instant before, Instant receivedSince) {
        // Bounds stand in the text: only so an engine leaves out whole blocks of rows by them.
        return time(
                "SELECT MIN(created_at) AS moment FROM api_usage_logs WHERE created_at < "
                        + Sql.literal(before)
                        + " AND received_at >= "
                        + Sql.literal(receivedSince));
    }

    @Override
    public Instant today(Instant now) {
        Instant theirs = ownClock ? time("SELECT NOW() AS moment") : null;
        return theirs != null && theirs.isBefore(now) ? theirs : now;
    }

    private @Nullable Instant time(String sql) {
        return questions
                .<Optional<Instant>>read(
                        DOING,
                        reader -> {
                            try (PreparedStatement statement = reader.prepareStatement(sql);
                                    ResultSet row = statement.executeQuery()) {
                                return first(row);
                            }
                        })
                .orElse(null);
    }

    private static Optional<Instant> first(ResultSet row) throws SQLException {
        Instant moment = null;
        while (row.next()) {
            moment = Sql.time(row, "moment");
        }
        return Optional.ofNullable(moment);
    }
}
