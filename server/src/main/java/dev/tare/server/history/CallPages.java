package dev.tare.server.history;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the rows of one table of calls, page by page along its key. */
final class CallPages {
    /** Times without an offset are asked for a little wider: their zone is worked out here. */
    private static final Duration WIDER = Duration.ofHours(26);

    private final CallTable table;
    private final HistorySpan span;
    private final SourceTimes times;
    private final @Nullable ZoneId zone;
    private final String timeType;
    private final List<String> fields;

    CallPages(HistoryMapping mapping, CallTable table, SourceShape shape, HistorySpan span) {
        this.table = table;
        this.span = span;
        this.times = new SourceTimes(mapping.zone());
        this.zone = mapping.zone();
        this.timeType =
                shape.types().getOrDefault(table.path() + ".time", "").toLowerCase(Locale.ROOT);
        this.fields = List.copyOf(table.columns().keySet());
    }

    /**
     * Some rows, in the order of their keys.
     *
     * @param last the last row's key; {@code null} = the table has come to its end
     */
    record Page(List<CallRow> rows, @Nullable String last) {}

    /** The rows behind a key, {@code null} for the first ones. */
    Page behind(SourceSession.Snapshot snapshot, @Nullable String key, int rowsMax)
            throws SQLException, SourceFault {
        Reading reading = new Reading(rowsMax);
        snapshot.each(table.path(), sql(key, rowsMax + 1), reading::row);
        return new Page(reading.rows, reading.more ? reading.last : null);
    }

    /** How many rows there are, and how many without a key. */
    long[] count(SourceSession.Snapshot snapshot) throws SQLException, SourceFault {
        long[] counts = new long[2];
        snapshot.each(
                table.path(),
                "SELECT COUNT(*), COUNT("
                        + SqlParts.bracketed(table.key())
                        + ") FROM "
                        + table.from()
                        + "\nWHERE "
                        + SqlParts.and(table.where(), "1 = 1" + inSpan()),
                row -> {
                    counts[0] = row.getLong(1);
                    counts[1] = counts[0] - row.getLong(2);
                });
        return counts;
    }

    private String sql(@Nullable String key, int rowsMax) {
        StringBuilder sql = new StringBuilder("SELECT ").append(SqlParts.asText(table.key()));
        table.columns()
                .values()
                .forEach(column -> sql.append(", ").append(SqlParts.asText(column)));
        String keySql = SqlParts.bracketed(table.key());
        return sql.append(" FROM ")
                .append(table.from())
                .append("\nWHERE ")
                .append(SqlParts.and(table.where(), keySql + " IS NOT NULL"))
                .append(key == null ? "" : " AND " + keySql + " > " + SqlParts.literal(key))
                .append(inSpan())
                .append(" ORDER BY ")
                .append(keySql)
                .append(" LIMIT ")
                .append(rowsMax)
                .toString();
    }

    private String inSpan() {
        return bound(" >= ", span.since(), WIDER.negated()) + bound(" < ", span.until(), WIDER);
    }

    private String bound(String compared, @Nullable Instant time, Duration wider) {
        String sql = SqlParts.bracketed(String.valueOf(table.columns().get("time")));
        if (time == null) {
            return "";
        }
        return switch (timeType) {
            case "timestamptz", "timestamp with time zone" ->
                    " AND "
                            + sql
                            + compared
                            + "TIMESTAMPTZ '"
                            + time.truncatedTo(ChronoUnit.MICROS)
                            + "'";
            case "timestamp" ->
                    zone == null
                            ? ""
                            : " AND "
                                    + sql
                                    + compared
                                    + "TIMESTAMP '"
                                    + LocalDateTime.ofInstant(time.plus(wider), zone)
                                            .truncatedTo(ChronoUnit.SECONDS)
                                    + "'";
            default -> "";
        };
    }

    /** One page as it comes. The row behind it only tells whether there are more. */
    private final class Reading {
        private final int rowsMax;
        private final List<CallRow> rows = new ArrayList<>();
        private @Nullable String last;
        private int seen;
        private boolean more;

        Reading(int rowsMax) {
            this.rowsMax = rowsMax;
        }

        void row(ResultSet row) throws SQLException {
            String key = row.getString(1);
            boolean again = key.equals(last);
            if (++seen > rowsMax) {
                more = true;
                if (again) {
                    // The next page begins behind this key: told here or nowhere.
                    rows.add(new CallRow(key, null, Map.of(), true));
                }
                return;
            }
            last = key;
            Map<String, String> values = new LinkedHashMap<>();
            for (int i = 0; i < fields.size(); i++) {
                String value = row.getString(i + 2);
                if (value != null) {
                    values.put(fields.get(i), value);
                }
            }
            String text = values.get("time");
            Instant time = text == null ? null : times.read(text);
            if (time == null || span.has(time)) {
                rows.add(new CallRow(key, time, values, again));
            }
        }
    }
}
