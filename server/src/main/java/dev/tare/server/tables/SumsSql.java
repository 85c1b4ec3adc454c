package dev.tare.server.tables;

import dev.tare.core.profit.Dimension;
import dev.tare.core.profit.ReportQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A report query as two statements over one source: sums by group, quantities by group. */
final class SumsSql {
    private final Engine engine;
    private final SumsSource source;
    private final ReportQuery query;
    private final Instant first;
    private final Instant last;
    private final List<Object> values = new ArrayList<>();
    private final String where;

    /**
     * The statements.
     *
     * @param first no event lies before; days before need no offset
     * @param last no event lies behind
     */
    SumsSql(Engine engine, SumsSource source, ReportQuery query, Instant first, Instant last) {
        this.engine = engine;
        this.source = source;
        this.query = query;
        this.first = first;
        this.last = last;
        this.where = where();
    }

    /** Groups and their sums; the groups' keys are the first columns. */
    String sums() {
        // A total over nothing is no group: the count keeps it out.
        return "SELECT "
                + keys()
                + SumColumn.list(source::sum)
                + " FROM "
                + source.table()
                + where
                + groupBy(0)
                + " HAVING COUNT(*) > 0";
    }

    /** Groups, units and quantities; the keys come first, then unit and quantity. */
    String quantities() {
        return "SELECT "
                + keys()
                + "unit, SUM(quantity) AS quantity FROM "
                + source.quantities(engine)
                + where
                + groupBy(1);
    }

    /** What both are bound to. */
    Object[] values() {
        return values.toArray();
    }

    private String keys() {
        return query.groupBy().stream()
                .map(dimension -> key(dimension) + ", ")
                .collect(Collectors.joining());
    }

    private String groupBy(int more) {
        int columns = query.groupBy().size() + more;
        if (columns == 0) {
            return "";
        }
        return " GROUP BY " + Sql.ordinals(columns);
    }

    private String key(Dimension dimension) {
        return switch (dimension) {
            case DAY -> "CAST(" + day() + " AS VARCHAR)";
            case WEEK -> "CAST(CAST(DATE_TRUNC('week', " + day() + ") AS DATE) AS VARCHAR)";
            case MONTH -> "LEFT(CAST(" + day() + " AS VARCHAR), 7)";
            case PROVIDER -> "provider";
            case OPERATION -> "operation";
            case MODEL -> source.model();
            case PLAN -> "plan";
            case STATUS -> "status";
            case USER -> "user_id";
        };
    }

    private String day() {
        return source == SumsSource.DAYS
                ? source.time()
                : engine.day(source.time(), query.zone(), first, last);
    }

    private String where() {
        List<String> conditions = new ArrayList<>();
        conditions.add(source.time() + " >= ?");
        values.add(bound(query.from()));
        conditions.add(source.time() + " < ?");
        values.add(bound(query.to()));
        for (Map.Entry<Dimension, Set<String>> filter : query.filters().entrySet()) {
            Set<String> allowed = new TreeSet<>(filter.getValue());
            if (allowed.isEmpty()) {
                conditions.add("FALSE");
                continue;
            }
            conditions.add(
                    key(filter.getKey())
                            + " IN ("
                            + allowed.stream().map(_ -> "?").collect(Collectors.joining(", "))
                            + ")");
            values.addAll(allowed);
        }
        return " WHERE " + String.join(" AND ", conditions);
    }

    private Object bound(Instant time) {
        return source == SumsSource.DAYS ? time.atZone(query.zone()).toLocalDate() : clamped(time);
    }

    /** The engine's times end before Java's do; no event lies beyond either end. */
    private static Instant clamped(Instant time) {
        if (time.isBefore(EARLIEST)) {
            return EARLIEST;
        }
        return time.isAfter(LATEST) ? LATEST : time;
    }

    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");
}
