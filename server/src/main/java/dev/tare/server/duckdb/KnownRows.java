package dev.tare.server.duckdb;

import dev.tare.core.ledger.EventKey;
import dev.tare.core.ledger.StoredEvent;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** Looks identities up in the log, which has no index, by the ranges of time they can lie in. */
final class KnownRows {
    /** Ranges of time looked through on their own; each costs a query, each gap spares rows. */
    static final int SPANS_MAX = 16;

    /** A gap between two times looked for that is worth a range of its own. */
    private static final Duration GAP_MIN = Duration.ofHours(6);

    /** From the first to the last time looked for, both inclusive. */
    record Span(Instant first, Instant last) {}

    private final DuckDBConnection connection;

    KnownRows(DuckDBConnection connection) {
        this.connection = connection;
    }

    List<StoredEvent> find(Map<EventKey, Instant> probes, Instant receivedSince)
            throws SQLException {
        stage(probes);
        List<StoredEvent> found = new ArrayList<>();
        // Bounds stand in the text: only so the engine leaves out whole blocks of rows by them.
        String since = Sql.literal(receivedSince);
        for (Span span : spans(probes.values().toArray(Instant[]::new))) {
            read(
                    "p.time = l.created_at AND l.received_at < "
                            + since
                            + " AND l.created_at BETWEEN "
                            + Sql.literal(span.first())
                            + " AND "
                            + Sql.literal(span.last()),
                    found);
        }
        read("l.received_at >= " + since, found);
        return found;
    }

    private void stage(Map<EventKey, Instant> probes) throws SQLException {
        Sql.execute(
                connection,
                "CREATE OR REPLACE TEMP TABLE stage_probes"
                        + " (source VARCHAR, id VARCHAR, time TIMESTAMPTZ)");
        try (DuckDBAppender appender = connection.createAppender("temp", "main", "stage_probes")) {
            for (Map.Entry<EventKey, Instant> probe : probes.entrySet()) {
                appender.beginRow().append(probe.getKey().source()).append(probe.getKey().id());
                Sql.append(appender, probe.getValue());
                appender.endRow();
            }
            appender.flush();
        }
    }

    private void read(String condition, List<StoredEvent> found) throws SQLException {
        String sql =
                "SELECT "
                        + StoredRows.COLUMNS
                        + " FROM api_usage_logs l JOIN stage_probes p"
                        + " ON p.source = l.source AND p.id = l.id WHERE "
                        + condition;
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                found.add(StoredRows.read(row));
            }
        }
    }

    /** Covers the times by few ranges, parted where nothing is looked for longest. */
    static List<Span> spans(Instant... times) {
        Arrays.sort(times);
        int[] partedBefore =
                IntStream.range(1, times.length)
                        .boxed()
                        .filter(i -> gap(times, i).compareTo(GAP_MIN) >= 0)
                        .sorted(Comparator.comparing((Integer i) -> gap(times, i)).reversed())
                        .limit(SPANS_MAX - 1L)
                        .mapToInt(i -> i)
                        .sorted()
                        .toArray();
        List<Span> spans = new ArrayList<>();
        int begin = 0;
        for (int end : partedBefore) {
            spans.add(new Span(times[begin], times[end - 1]));
            begin = end;
        }
        if (times.length > 0) {
            spans.add(new Span(times[begin], times[times.length - 1]));
        }
        return spans;
    }

    private static Duration gap(Instant[] times, int i) {
        return Duration.between(times[i - 1], times[i]);
    }
}
