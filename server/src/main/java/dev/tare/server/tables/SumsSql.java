package dev.tare.server.tables;

import dev.tare.core.profit.Dimension;
import dev.tare.core.profit.ReportQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A report query as two statements over one source: sums by group, quantities by group. Where
 * corrections are to be counted, what they change is added to what was charged.
 */
final class SumsSql {
    private final Engine engine;
    private final SumsSource source;
    private final ReportQuery query;
    private final Instant first;
    private final Instant last;
    private final List<SumsPart> parts;
    private final List<Object> values = new ArrayList<>();

    /**
     * The statements.
     *
     * @param adjusted whether what corrections change is added
     * @param first no event lies before; days before need no offset
     * @param last no event lies behind
     */
    SumsSql(
            Engine engine,
            SumsSource source,
            ReportQuery query,
            boolean adjusted,
            Instant first,
            Instant last) {
        this.engine = engine;
        this.source = source;
        this.query = query;
        this.first = first;
        this.last = last;
        this.parts = source.parts(adjusted);
        parts.forEach(_ -> bind());
    }

    /** Groups and their sums; the groups' keys are the first columns. */
    String sums() {
        // A total over nothing is no group: the count keeps it out.
        String all =
                parts.stream()
                        .map(part ->
                                "SELECT "
                                        + keys(part)
                                        + SumColumn.list(part::sum)
                                        + " FROM "
                                        + part.sumsFrom()
                                        + where(part)
                                        + groupBy(0)
                                        + " HAVING COUNT(*) > 0")
                        .collect(Collectors.joining(" UNION ALL "));
        return parts.size() == 1 ? all : addedUp(all, SumColumn.list(SumColumn::overRollup), 0);
    }

    /** Groups, units and quantities; the keys come first, then unit and quantity. */
    String quantities() {
        String all =
                parts.stream()
                        .map(part ->
                                "SELECT "
                                        + keys(part)
                                        + "unit, "
                                        + part.quantity()
                                        + " AS quantity FROM "
                                        + part.quantitiesFrom(engine)
                                        + where(part)
                                        + groupBy(1))
                        .collect(Collectors.joining(" UNION ALL "));
        return parts.size() == 1 ? all : addedUp(all, "unit, SUM(quantity) AS quantity", 1);
    }

    /** Groups that corrections emptied are none. */
    private String addedUp(String all, String columns, int more) {
        String keys =
                IntStream.range(0, query.groupBy().size())
                        .mapToObj(column -> key(column) + ", ")
                        .collect(Collectors.joining());
        String something =
                more > 0
                        ? "SUM(quantity) <> 0"
                        : Stream.of(
                                        SumColumn.REQUESTS,
                                        SumColumn.TOTAL_COST,
                                        SumColumn.TOTAL_REVENUE,
                                        SumColumn.COST_ADJUSTMENT,
                                        SumColumn.REVENUE_ADJUSTMENT)
                                .map(column -> "SUM(" + column.text() + ") <> 0")
                                .collect(Collectors.joining(" OR "));
        return "SELECT "
                + keys
                + columns
                + " FROM ("
                + all
                + ") x"
                + groupBy(more)
                + " HAVING "
                + something;
    }

    /** What both are bound to. */
    Object[] values() {
        return values.toArray();
    }

    private static String key(int column) {
        return "key_" + column;
    }

    private String keys(SumsPart part) {
        return IntStream.range(0, query.groupBy().size())
                .mapToObj(column ->
                        key(query.groupBy().get(column), part) + " AS " + key(column) + ", ")
                .collect(Collectors.joining());
    }

    private String groupBy(int more) {
        int columns = query.groupBy().size() + more;
        if (columns == 0) {
            return "";
        }
        return " GROUP BY " + Sql.ordinals(columns);
    }

    private String key(Dimension dimension, SumsPart part) {
        return switch (dimension) {
            case DAY -> "CAST(" + day() + " AS VARCHAR)";
            case WEEK -> "CAST(CAST(DATE_TRUNC('week', " + day() + ") AS DATE) AS VARCHAR)";
            case MONTH -> "LEFT(CAST(" + day() + " AS VARCHAR), 7)";
            case PROVIDER -> "provider";
            case OPERATION -> "operation";
            case MODEL -> part.model();
            case PLAN -> "plan";
            case STATUS -> "status";
            case USER -> "user_id";
        };
    }

    private String day() {
        return source.isDaily()
                ? source.time()
                : engine.day(source.time(), query.zone(), first, last);
    }

    private String where(SumsPart part) {
        List<String> conditions = new ArrayList<>();
        conditions.add(
                part instanceof SumsPart.OfTable(RollupTable table, _) && isOfFewUsers()
                        ? engine.daysOfFew(table)
                        : source.time() + " >= ? AND " + source.time() + " < ?");
        query.filters()
                .forEach((dimension, allowed) ->
                        conditions.add(
                                allowed.isEmpty()
                                        ? "FALSE"
                                        : key(dimension, part)
                                                + " IN ("
                                                + allowed.stream()
                                                        .map(_ -> "?")
                                                        .collect(Collectors.joining(", "))
                                                + ")"));
        return " WHERE " + String.join(" AND ", conditions);
    }

    private boolean isOfFewUsers() {
        return source == SumsSource.USER_DAYS && query.filters().containsKey(Dimension.USER);
    }

    /** The values of one part's conditions, in their order. */
    private void bind() {
        values.add(bound(query.from()));
        values.add(bound(query.to()));
        query.filters().values().forEach(allowed -> values.addAll(new TreeSet<>(allowed)));
    }

    private Object bound(Instant time) {
        return source.isDaily() ? time.atZone(query.zone()).toLocalDate() : clamped(time);
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
