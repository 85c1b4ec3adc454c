package dev.tare.bench.growth;

import dev.tare.server.duckdb.DuckDbLedger;
import dev.tare.server.duckdb.DuckDbSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Puts events into a ledger by the engine itself, many times faster than a server takes them: rows
 * of the shape and with the amounts the load trials' traffic has there. Sums by day are made by the
 * ledger's own change of zone; quarter hours, which no zone changes, by the same expressions here.
 * A ledger so filled passes {@code tare verify}.
 */
final class LedgerFill {
    /** No workspace is likely to have this zone, and only another one makes the days anew. */
    private static final ZoneId OTHER_ZONE = ZoneOffset.ofHours(-12);

    private static final int MEMORY_MEGABYTES = 2_048;
    private static final long ROWS_AT_ONCE = 1_000_000;
    private static final long TOLD_EVERY = 5_000_000;
    private static final long JOURNAL_BYTES_AN_EVENT = 45;

    /** How far back of the first receipt an event may have happened. */
    private static final Duration LATE_MAX = Duration.ofDays(4);

    private static final Duration SUMMED_AT_ONCE = Duration.ofDays(30);

    private final Path file;
    private final ZoneId zone;
    private final long events;
    private final Instant first;
    private final Instant behind;
    private final long begin = System.nanoTime();

    /**
     * Events received over that many days until {@code now}.
     *
     * @param file a ledger as a server leaves it, with prices for the trials' traffic and no events
     * @param zone the one it was made with
     */
    LedgerFill(Path file, ZoneId zone, long events, int days, Instant now) {
        this.file = file;
        this.zone = zone;
        this.events = events;
        this.behind = now.truncatedTo(ChronoUnit.SECONDS);
        this.first = behind.minus(Duration.ofDays(days));
    }

    void run() throws SQLException {
        DuckDbLedger.open(file, OTHER_ZONE).close();
        try (Connection engine = DriverManager.getConnection("jdbc:duckdb:" + file);
                Statement statement = engine.createStatement()) {
            statement.execute("SET memory_limit = '" + MEMORY_MEGABYTES + "MB'");
            statement.execute("SET checkpoint_threshold = '512MB'");
            statement.execute("SET TimeZone = 'UTC'");
            rows(statement);
            quarterHours(statement);
            // As if they had come through an earlier journal: the ledger's books balance.
            statement.execute(
                    String.format(
                            Locale.ROOT,
                            "INSERT INTO journal_positions VALUES (uuid(), %d, %d, %d, 0, 0)",
                            events * JOURNAL_BYTES_AN_EVENT,
                            events,
                            events));
            statement.execute("CHECKPOINT");
        }
        DuckDbLedger.open(new DuckDbSettings(file, zone, MEMORY_MEGABYTES)).close();
        told("days summed up");
    }

    private void rows(Statement statement) throws SQLException {
        statement.execute(with(text("traffic.sql"), Map.of("behind", ROWS_AT_ONCE)));
        long step = Math.max(1, ChronoUnit.MICROS.between(first, behind) / events);
        String insert = text("rows.sql");
        for (long from = 0; from < events; from += ROWS_AT_ONCE) {
            long to = Math.min(events, from + ROWS_AT_ONCE);
            statement.execute(
                    with(
                            insert,
                            Map.of(
                                    "first",
                                    from,
                                    "behind",
                                    to,
                                    "step",
                                    step,
                                    "begin",
                                    micros(first))));
            if (to % TOLD_EVERY == 0 || to == events) {
                told(String.format(Locale.ROOT, "%,d of %,d rows", to, events));
            }
        }
    }

    private void quarterHours(Statement statement) throws SQLException {
        String sum = text("quarter-hours.sql");
        Instant end = behind.plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.DAYS);
        Instant from = first.minus(LATE_MAX).truncatedTo(ChronoUnit.DAYS);
        while (from.isBefore(end)) {
            Instant to = from.plus(SUMMED_AT_ONCE);
            statement.execute(with(sum, Map.of("first", micros(from), "behind", micros(to))));
            from = to;
        }
        told("quarter hours summed up");
    }

    private void told(String what) {
        System.out.printf(
                Locale.ROOT, "  %s after %.0f s%n", what, (System.nanoTime() - begin) / 1e9);
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    /** Numbers stand in the text: only so the engine leaves out whole blocks of rows by them. */
    private static String with(String sql, Map<String, Long> numbers) {
        String text = sql;
        for (Map.Entry<String, Long> number : numbers.entrySet()) {
            text = text.replace(":" + number.getKey(), number.getValue().toString());
        }
        return text;
    }

    private static String text(String name) {
        try (InputStream in = LedgerFill.class.getResourceAsStream(name)) {
            return new String(
                    Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(name, unreadable);
        }
    }
}
