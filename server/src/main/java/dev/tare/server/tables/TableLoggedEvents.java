package dev.tare.server.tables;

import dev.tare.core.ledger.Adjustment;
import dev.tare.core.ledger.ChargedEvent;
import dev.tare.core.ledger.LoggedEvent;
import dev.tare.core.ledger.LoggedEvents;
import dev.tare.core.ledger.ReadingTooLong;
import dev.tare.core.rollup.Rollups;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Reads single events and their corrections from the tables. */
public final class TableLoggedEvents implements LoggedEvents {
    private static final String DOING = "Events can't be read";

    /** A page looks at this much first, then at ever more: the latest are mostly in the first. */
    private static final Duration FIRST_STRETCH = Duration.ofHours(1);

    private static final int STRETCH_GROWS = 6;

    private static final String LATEST_FIRST = "ORDER BY created_at DESC, source DESC, id DESC";

    private static final String BY_ID =
            "SELECT "
                    + StoredRows.CHARGED_COLUMNS
                    + " FROM api_usage_logs l WHERE l.id = ?%s"
                    + " ORDER BY l.created_at DESC, l.source LIMIT "
                    + (FOUND_MAX + 1);

    private static final String CORRECTIONS =
            "SELECT "
                    + StoredRows.CORRECTED_COLUMNS
                    + ", a.id AS correction, a.booked_at, a.reason,"
                    + " COALESCE(a.batch, '') AS batch"
                    + " FROM api_cost_adjustments a WHERE a.event_id = ?"
                    + " AND a.event_time BETWEEN %s AND %s ORDER BY a.number";

    private static final Map<Field, String> COLUMNS =
            Map.of(
                    Field.PROVIDER, "l.provider",
                    Field.OPERATION, "l.operation",
                    Field.MODEL, "COALESCE(l.model, '')",
                    Field.PLAN, "l.plan",
                    Field.USER, "l.user_id",
                    Field.STATUS, "l.status");

    private final Questions questions;

    /** Over the tables asked so. */
    public TableLoggedEvents(Questions questions) {
        this.questions = questions;
    }

    @Override
    public Found find(Search search) {
        List<Object> values = new ArrayList<>(List.of(search.id()));
        StringBuilder more = new StringBuilder();
        if (search.source() != null) {
            more.append(" AND l.source = ?");
            values.add(search.source());
        }
        if (search.time() != null) {
            more.append(" AND l.created_at = ").append(Sql.literal(search.time()));
        }
        String sql = BY_ID.formatted(more);
        return questions.within(
                TIME_MAX,
                DOING,
                (connection, watch) -> {
                    Reader reader = new Reader(connection, watch);
                    List<ChargedEvent> rows = new ArrayList<>();
                    reader.each(sql, values, row -> rows.add(StoredRows.readCharged(row)));
                    boolean beyond = rows.size() > FOUND_MAX;
                    return new Found(
                            corrected(reader, beyond ? rows.subList(0, FOUND_MAX) : rows), beyond);
                });
    }

    private static List<LoggedEvent> corrected(Reader reader, List<ChargedEvent> rows)
            throws SQLException {
        if (rows.isEmpty()) {
            return List.of();
        }
        Map<Place, ChargedEvent> now = new HashMap<>();
        Map<Place, List<Adjustment>> booked = new HashMap<>();
        rows.forEach(row -> now.put(Place.of(row), row));
        String id = rows.getFirst().event().key().id();
        reader.each(
                CORRECTIONS.formatted(
                        Sql.literal(rows.getLast().event().time()),
                        Sql.literal(rows.getFirst().event().time())),
                List.of(id),
                row -> {
                    ChargedEvent read = StoredRows.readCharged(row);
                    Place place = Place.of(read);
                    ChargedEvent before = now.get(place);
                    if (before != null) {
                        ChargedEvent after = read.receivedAt(before.event().receivedAt());
                        booked.computeIfAbsent(place, _ -> new ArrayList<>())
                                .add(adjustment(row, before, after));
                        now.put(place, after);
                    }
                });
        return rows.stream()
                .map(row -> new LoggedEvent(row, booked.getOrDefault(Place.of(row), List.of())))
                .toList();
    }

    private static Adjustment adjustment(ResultSet row, ChargedEvent before, ChargedEvent after)
            throws SQLException {
        return new Adjustment(
                Sql.required(row, "correction"),
                Sql.requiredTime(row, "booked_at"),
                Sql.required(row, "reason"),
                Sql.required(row, "batch"),
                before,
                after);
    }

    @Override
    public Page page(Filter filter) {
        long end = System.nanoTime() + TIME_MAX.toNanos();
        return questions.within(
                TIME_MAX,
                DOING,
                (connection, watch) ->
                        Page.of(rows(connection, watch, filter, end), filter.limit()));
    }

    /** One more than asked for, where there are as many: from the latest stretch of time back. */
    private static List<Row> rows(
            Connection connection, Questions.Watch watch, Filter filter, long end)
            throws SQLException {
        Reader reader = new Reader(connection, watch);
        Instant since = LogRetention.read(connection).since();
        Instant from = since != null && since.isAfter(filter.from()) ? since : filter.from();
        Instant behind = filter.to();
        Place before = filter.before();
        if (before != null && before.time().isBefore(behind)) {
            behind = before.time().plus(1, ChronoUnit.MICROS);
        }
        List<Row> rows = new ArrayList<>();
        Duration stretch = FIRST_STRETCH;
        while (from.isBefore(behind) && rows.size() <= filter.limit()) {
            if (System.nanoTime() - end > 0) {
                throw new ReadingTooLong(TIME_MAX);
            }
            behind = latest(reader, from, behind);
            Instant begin = behind.minus(stretch);
            begin = begin.isBefore(from) ? from : begin;
            RowsNow asked = asked(filter, begin, behind, filter.limit() + 1 - rows.size());
            reader.each(asked.sql(), asked.values(), row -> rows.add(read(row)));
            behind = begin;
            stretch = stretch.multipliedBy(STRETCH_GROWS);
        }
        return received(reader, rows);
    }

    /** Behind the last quarter hour that has any events: stretches without are left out. */
    private static Instant latest(Reader reader, Instant from, Instant behind) throws SQLException {
        Instant[] end = {from};
        String sql =
                "SELECT MAX(quarter_hour) AS moment FROM usage_quarter_hours WHERE quarter_hour > "
                        + Sql.literal(from.minusSeconds(Rollups.QUARTER_HOUR_SECONDS))
                        + " AND quarter_hour < "
                        + Sql.literal(behind);
        reader.each(
                sql,
                List.of(),
                row -> {
                    Instant last = Sql.time(row, "moment");
                    if (last != null) {
                        end[0] = last.plusSeconds(Rollups.QUARTER_HOUR_SECONDS);
                    }
                });
        return end[0].isBefore(behind) ? end[0] : behind;
    }

    /** When a corrected event was received is what its row says. */
    private static List<Row> received(Reader reader, List<Row> rows) throws SQLException {
        List<ChargedEvent> corrected =
                rows.stream().filter(Row::corrected).map(Row::event).toList();
        if (corrected.isEmpty()) {
            return rows;
        }
        String sql =
                "SELECT l.id, l.source, l.created_at, l.received_at FROM api_usage_logs l"
                        + " WHERE l.created_at BETWEEN "
                        + Sql.literal(corrected.getLast().event().time())
                        + " AND "
                        + Sql.literal(corrected.getFirst().event().time())
                        + " AND (l.source, l.id) IN ("
                        + String.join(", ", Collections.nCopies(corrected.size(), "(?, ?)"))
                        + ")";
        List<Object> values = new ArrayList<>();
        for (ChargedEvent row : corrected) {
            values.add(row.event().key().source());
            values.add(row.event().key().id());
        }
        Map<Place, Instant> received = new HashMap<>();
        reader.each(
                sql,
                values,
                row ->
                        received.put(
                                new Place(
                                        Sql.requiredTime(row, "created_at"),
                                        Sql.required(row, "source"),
                                        Sql.required(row, "id")),
                                Sql.requiredTime(row, "received_at")));
        return rows.stream().map(row -> received(row, received)).toList();
    }

    private static Row received(Row row, Map<Place, Instant> received) {
        Instant time = received.get(Place.of(row.event()));
        return row.corrected() && time != null ? new Row(row.event().receivedAt(time), true) : row;
    }

    private static RowsNow asked(Filter filter, Instant from, Instant to, int limit) {
        StringBuilder condition = new StringBuilder("TRUE");
        List<Object> values = new ArrayList<>();
        for (Map.Entry<Field, Set<String>> one : filter.only().entrySet()) {
            condition
                    .append(" AND ")
                    .append(Objects.requireNonNull(COLUMNS.get(one.getKey())))
                    .append(" IN (")
                    .append(String.join(", ", Collections.nCopies(one.getValue().size(), "?")))
                    .append(')');
            values.addAll(one.getValue());
        }
        if (filter.unpriced()) {
            condition.append(" AND l.api_cost IS NULL");
        }
        Place before = filter.before();
        if (before != null) {
            condition
                    .append(" AND (l.created_at, l.source, l.id) < (")
                    .append(Sql.literal(before.time()))
                    .append(", ?, ?)");
            values.add(before.source());
            values.add(before.id());
        }
        return new RowsNow(
                from, to, condition.toString(), values, LATEST_FIRST + " LIMIT " + limit);
    }

    private static Row read(ResultSet row) throws SQLException {
        return new Row(StoredRows.readCharged(row), row.getBoolean("corrected"));
    }

    /** Reads a row. */
    private interface Reading {
        void row(ResultSet row) throws SQLException;
    }

    /** Asks statements that are watched. */
    private record Reader(Connection connection, Questions.Watch watch) {
        void each(String sql, List<Object> values, Reading reading) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                Sql.bind(statement, values.toArray());
                try (Questions.Watching _ = watch.over(statement);
                        ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        reading.row(row);
                    }
                }
            }
        }
    }
}
