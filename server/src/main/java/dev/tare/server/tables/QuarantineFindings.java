package dev.tare.server.tables;

import dev.tare.core.rollup.LedgerAudit;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Holds the entries of the quarantine against the decisions about them and against the log. */
final class QuarantineFindings {
    private static final String SETTLED =
            " FROM quarantine_decisions d WHERE d.outcome IN"
                    + " ('recorded', 'duplicate', 'discarded')";

    private static final String TWICE =
            "SELECT 'Entry ' || entry || ' was settled ' || COUNT(*) || ' times.'"
                    + SETTLED
                    + " GROUP BY entry HAVING COUNT(*) > 1 ORDER BY entry";

    private static final String WITHOUT_ENTRY =
            "SELECT 'Entry ' || d.entry || ' was decided upon but isn''t in quarantine.'"
                    + SETTLED
                    + " AND d.entry NOT IN (SELECT entry FROM usage_quarantine) ORDER BY d.entry";

    private static final String OUT_OF_ORDER =
            "SELECT 'Entries ' || LEFT(entry, 9) || '… go up to ' || MAX(number) || ', but '"
                    + " || COUNT(DISTINCT number) || ' are there.' FROM usage_quarantine"
                    + " GROUP BY LEFT(entry, 9)"
                    + " HAVING MAX(number) <> COUNT(*) OR COUNT(DISTINCT number) <> COUNT(*)";

    private static final String NOT_IN_THE_LOG =
            "SELECT 'Entry ' || q.entry || ' was retried, but event ' || q.source || '/'"
                    + " || COALESCE(q.new_id, q.id) || ' isn''t in the log.'"
                    + " FROM usage_quarantine_states q WHERE q.state = 'retried' AND NOT EXISTS"
                    + " (SELECT 1 FROM api_usage_logs l WHERE l.source = q.source"
                    + " AND l.id = COALESCE(q.new_id, q.id)){kept} ORDER BY q.entry";

    /** The row that an event without a time repeats may have any time. */
    private static final String ANY_TIME =
            " AND NOT (q.created_at IS NULL AND q.outcome = 'duplicate')";

    private static final String CONTRADICTORY =
            "SELECT 'Entry ' || entry || ' has the decision ' || action || ' with the outcome '"
                    + " || outcome || '.' FROM quarantine_decisions WHERE (action = 'discard')"
                    + " <> (outcome = 'discarded') AND outcome <> 'settled_before'";

    private final Connection reader;
    private final int max;
    private final List<String> differences = new ArrayList<>();

    QuarantineFindings(Connection reader, int max) {
        this.reader = reader;
        this.max = max;
    }

    LedgerAudit.QuarantineComparison look() throws SQLException {
        for (String sql :
                List.of(TWICE, WITHOUT_ENTRY, OUT_OF_ORDER, notInTheLog(), CONTRADICTORY)) {
            add(sql);
        }
        return new LedgerAudit.QuarantineComparison(
                Sql.count(reader, "SELECT COUNT(*) FROM usage_quarantine"), differences);
    }

    /** Those retried whose row was let go since aren't missed. */
    private String notInTheLog() throws SQLException {
        Instant since = LogRetention.read(reader).since();
        return NOT_IN_THE_LOG.replace(
                "{kept}",
                since == null
                        ? ""
                        : LogRetention.andSince(since, "COALESCE(q.created_at, q.received_at)")
                                + ANY_TIME);
    }

    private void add(String sql) throws SQLException {
        try (PreparedStatement statement = reader.prepareStatement(sql + " LIMIT " + max);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                if (differences.size() < max) {
                    differences.add(row.getString(1));
                }
            }
        }
    }
}
