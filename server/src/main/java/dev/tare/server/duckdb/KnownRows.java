package dev.tare.server.duckdb;

import dev.tare.core.ledger.ChargedEvent;
import dev.tare.core.ledger.EventKey;
import dev.tare.core.ledger.ReceiptProbe;
import dev.tare.core.ledger.StoredEvent;
import dev.tare.server.tables.RowSink;
import dev.tare.server.tables.Sql;
import dev.tare.server.tables.StoredRows;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.duckdb.DuckDBConnection;

/** Looks identities up in the log, which has no index, by the ranges of time they can lie in. */
final class KnownRows {
    /** Ranges of time looked through on their own; each costs a query, each gap spares rows. */
    static final int SPANS_MAX = 16;

    /** A gap between two times looked for that is worth a range of its own. */
    private static final Duration GAP_MIN = Duration.ofSeconds(10);

    /** From the first to the last time looked for, both inclusive. */
    record Span(Instant first, Instant last) {}

    private final DuckDBConnection connection;

    KnownRows(DuckDBConnection connection) {
        this.connection = connection;
    }

    /** Rows with exactly that event time. */
    List<StoredEvent> byTime(Map<EventKey, Instant> times) throws SQLException {
        stageTimes(times);
        return read("created_at", spans(times.values().toArray(Instant[]::new)));
    }

    private void stageTimes(Map<EventKey, Instant> times) throws SQLException {
        try (Stage stage = new Stage()) {
            for (Map.Entry<EventKey, Instant> probe : times.entrySet()) {
                stage.add(probe.getKey(), probe.getValue(), probe.getValue().plusNanos(1_000));
            }
            stage.flush();
        }
    }

    /** Rows with exactly that event time, with their amounts, as they are after corrections. */
    Collection<ChargedEvent> charged(Map<EventKey, Instant> times) throws SQLException {
        if (times.isEmpty()) {
            return List.of();
        }
        stageTimes(times);
        // One question: rows are compared by identity and time, ranges only leave out blocks.
        String among =
                spans(times.values().toArray(Instant[]::new)).stream()
                        .map(span ->
                                "l.created_at BETWEEN "
                                        + Sql.literal(span.first())
                                        + " AND "
                                        + Sql.literal(span.last()))
                        .collect(Collectors.joining(" OR ", " AND (", ")"));
        String recorded =
                "SELECT "
                        + StoredRows.CHARGED_COLUMNS
                        + " FROM api_usage_logs l JOIN stage_probes p ON p.source = l.source"
                        + " AND p.id = l.id AND l.created_at = p.first"
                        + among;
        return StoredRows.charged(
                read(recorded, StoredRows::readCharged),
                read(StoredRows.corrected("stage_probes p", "p.first"), StoredRows::readCharged));
    }

    /** Rows received in that stretch. */
    List<StoredEvent> byReceipt(Collection<ReceiptProbe> probes) throws SQLException {
        Set<Instant> bounds = new HashSet<>();
        try (Stage stage = new Stage()) {
            for (ReceiptProbe probe : probes) {
                stage.add(probe.key(), probe.from(), probe.to());
                bounds.add(probe.from());
                bounds.add(probe.to());
            }
            stage.flush();
        }
        return read("received_at", spans(bounds.toArray(Instant[]::new)));
    }

    /** What is looked for, as a table to join with. */
    private final class Stage implements AutoCloseable {
        private final RowSink sink;

        Stage() throws SQLException {
            Sql.execute(
                    connection,
                    "CREATE OR REPLACE TEMP TABLE stage_probes (source VARCHAR, id VARCHAR,"
                            + " first TIMESTAMPTZ, behind TIMESTAMPTZ)");
            sink = new AppendedRows(connection.createAppender("temp", "main", "stage_probes"));
        }

        void add(EventKey key, Instant first, Instant behind) throws SQLException {
            sink.text(key.source()).text(key.id()).time(first).time(behind).endRow();
        }

        /** To be called behind the last: closing would keep a failure to itself. */
        void flush() throws SQLException {
            sink.flush();
        }

        @Override
        public void close() throws SQLException {
            sink.close();
        }
    }

    private List<StoredEvent> read(String column, List<Span> spans) throws SQLException {
        List<StoredEvent> found = new ArrayList<>();
        for (Span span : spans) {
            // Bounds stand in the text: only so the engine leaves out whole blocks of rows by them.
            String sql =
                    "SELECT "
                            + StoredRows.COLUMNS
                            + " FROM api_usage_logs l JOIN stage_probes p"
                            + " ON p.source = l.source AND p.id = l.id WHERE l."
                            + column
                            + " BETWEEN "
                            + Sql.literal(span.first())
                            + " AND "
                            + Sql.literal(span.last())
                            + " AND l."
                            + column
                            + " >= p.first AND l."
                            + column
                            + " < p.behind";
            found.addAll(read(sql, StoredRows::read));
        }
        return found;
    }

    /** Reads a row. */
    private interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    private <T> List<T> read(String sql, Reading<T> reading) throws SQLException {
        List<T> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                found.add(reading.of(row));
            }
        }
        return found;
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
