package dev.tare.server.postgres;

import static dev.tare.testkit.LedgerFixtures.batch;
import static dev.tare.testkit.LedgerFixtures.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.core.ledger.StoreUnavailable;
import dev.tare.core.pricing.PricedEvent;
import dev.tare.server.tables.RollupTable;
import dev.tare.testkit.CorrectedUsage;
import dev.tare.testkit.LedgerFixtures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A ledger's days are cut anew in another zone: exactly, all of them or none, and not unseen. */
final class PostgresZoneChangeTest {
    private static final long SEED = 20_261_128;
    private static final Duration SPREAD = Duration.ofDays(2);
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final ZoneId KATHMANDU = ZoneId.of("Asia/Kathmandu");
    private static final Instant NOW = Instant.parse("2026-11-23T10:15:30Z");

    /** Where months and partitions end, a day comes back or is left out, and clocks change. */
    private static final List<String> AROUND =
            List.of(
                    "1999-12-31T23:00:00Z",
                    "2011-12-30T10:00:00Z",
                    "2012-02-26T02:00:00Z",
                    "2026-03-08T07:00:00Z",
                    "2026-10-31T22:00:00Z");

    private static final int EACH = 80;

    @RegisterExtension private final PostgresLedgers ledgers = new PostgresLedgers();
    @TempDir private Path folder;

    /** A ledger of calls and corrections, the same ones whenever this is asked for. */
    private static void fill(PostgresLedger ledger) {
        Random random = new Random(SEED);
        List<PricedEvent> rows = new ArrayList<>();
        for (String around : AROUND) {
            Instant at = Instant.parse(around);
            rows.addAll(
                    LedgerFixtures.randomRows(
                            random, around, EACH, at.minus(SPREAD), at.plus(SPREAD)));
        }
        new CorrectedUsage(rows, random).record(ledger.store());
    }

    /** What lies in the daily tables; of corrections that came to nothing a group may be left. */
    private static Map<String, List<String>> days(PostgresAddress address) throws SQLException {
        return rows(address, "*");
    }

    private static Map<String, List<String>> rows(PostgresAddress address, String columns)
            throws SQLException {
        Map<String, List<String>> days = new TreeMap<>();
        for (RollupTable table : RollupTable.values()) {
            if (table.isDaily()) {
                String name = table.table();
                String any = String.join(" <> 0 OR ", table.summed()) + " <> 0";
                String all =
                        "SELECT " + columns + " FROM " + name + " t WHERE " + any + " ORDER BY t.*";
                days.put(
                        name,
                        new AskedDatabase(address)
                                .rows(all).stream().map(row -> String.join(" ", row)).toList());
            }
        }
        return days;
    }

    /** The zone's name and the stamp of the last writing. */
    private static List<List<String>> head(PostgresAddress address) throws SQLException {
        return new AskedDatabase(address).rows("SELECT workspace_zone, stamp FROM tare_ledger");
    }

    private static void change(PostgresAddress address, ZoneId zone, DaysCut told) {
        try (PostgresLedger ledger = PostgresLedger.at(address, zone, _ -> {}, told)) {
            ledger.reach();
        }
    }

    private static void sound(PostgresLedger ledger) {
        assertThat(ledger.verify()).allSatisfy(c -> assertThat(c.findings()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Asia/Kathmandu", "America/New_York", "America/Sao_Paulo", "Pacific/Apia"})
    void theDaysAreThoseOfALedgerThatHadTheZoneFromTheStart(String name) throws SQLException {
        ZoneId zone = ZoneId.of(name);
        PostgresAddress fromTheStart = ledgers.make();
        fill(ledgers.open(fromTheStart, zone));
        PostgresAddress moved = ledgers.make();
        fill(ledgers.open(moved, UTC));
        Map<String, List<String>> inUtc = days(moved);

        change(moved, zone, DaysCut.UNTOLD);

        Map<String, List<String>> expected = days(fromTheStart);
        Map<String, List<String>> days = days(moved);
        for (String table : inUtc.keySet()) {
            assertThat(days.get(table))
                    .as("%s, seed %d", table, SEED)
                    .containsExactlyElementsOf(expected.get(table))
                    .isNotEqualTo(inUtc.get(table));
        }
        sound(ledgers.open(moved, zone));
        change(moved, UTC, DaysCut.UNTOLD);
        assertThat(days(moved)).as("and back").isEqualTo(inUtc);
    }

    @Test
    void doneTwiceItDoesNothing() throws SQLException {
        PostgresAddress address = ledgers.make();
        fill(ledgers.open(address, UTC));
        change(address, KATHMANDU, DaysCut.UNTOLD);
        Map<String, List<String>> written = rows(address, "t.xmin, t.ctid");
        List<List<String>> head = head(address);

        change(address, KATHMANDU, PostgresZoneChangeTest::nobody);

        assertThat(rows(address, "t.xmin, t.ctid")).isEqualTo(written);
        assertThat(head(address)).isEqualTo(head);
    }

    @Test
    void aZoneOfAnotherNameWithTheSameDaysIsOnlyNoted() throws SQLException {
        PostgresAddress address = ledgers.make();
        fill(ledgers.open(address, KATHMANDU));
        Map<String, List<String>> written = rows(address, "t.xmin, t.ctid");

        change(address, ZoneId.of("Asia/Katmandu"), PostgresZoneChangeTest::nobody);

        assertThat(rows(address, "t.xmin, t.ctid")).isEqualTo(written);
        assertThat(head(address).getFirst()).startsWith("Asia/Katmandu");
    }

    private static void nobody(long done, long events) {
        throw new AssertionError("Told of " + done + " of " + events);
    }

    @Test
    void howFarItHasComeIsToldFromTheFirstToTheLast() {
        PostgresAddress address = ledgers.make();
        fill(ledgers.open(address, UTC));
        List<Long> told = new ArrayList<>();

        change(
                address,
                KATHMANDU,
                (done, events) -> {
                    assertThat(events).isEqualTo(AROUND.size() * (long) EACH);
                    told.add(done);
                });

        assertThat(told)
                .startsWith(0L)
                .endsWith(AROUND.size() * (long) EACH)
                .isSorted()
                .doesNotHaveDuplicates()
                .as("once for each month that has calls")
                .hasSizeGreaterThan(AROUND.size());
    }

    @Test
    void ofAnEmptyLedgerNothingIsTold() throws SQLException {
        PostgresAddress address = ledgers.make();
        ledgers.open(address, UTC);

        change(address, KATHMANDU, PostgresZoneChangeTest::nobody);

        assertThat(head(address).getFirst()).startsWith("Asia/Kathmandu");
    }

    @Test
    void whereTheConnectionIsCutHalfWayAllIsAsItWas() throws SQLException {
        PostgresAddress address = ledgers.make();
        AskedDatabase database = new AskedDatabase(address);
        assertUnharmed(
                address,
                StoreUnavailable.class,
                () -> {
                    try {
                        database.runOutside(
                                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE"
                                        + " datname = '"
                                        + address.database()
                                        + "'");
                    } catch (SQLException failure) {
                        throw new IllegalStateException(failure);
                    }
                },
                () -> {});
    }

    @Test
    void whereTheProgramFailsHalfWayAllIsAsItWas() throws SQLException {
        assertUnharmed(
                ledgers.make(),
                IllegalStateException.class,
                () -> {
                    throw new IllegalStateException("out of order");
                },
                () -> {});
    }

    @Test
    void whereTheDatabaseIsKilledHalfWayAllIsAsItWas() throws IOException, SQLException {
        try (OwnPostgres own = new OwnPostgres(folder)) {
            assertUnharmed(
                    own.address(),
                    StoreUnavailable.class,
                    () -> io(own::kill),
                    () -> io(own::start));
        }
    }

    private interface Io {
        void run() throws IOException;
    }

    private static void io(Io io) {
        try {
            io.run();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void assertUnharmed(
            PostgresAddress address,
            Class<? extends RuntimeException> failure,
            Runnable harm,
            Runnable mend)
            throws SQLException {
        try (PostgresLedger ledger = PostgresLedger.open(address, UTC)) {
            fill(ledger);
        }
        Map<String, List<String>> days = days(address);
        List<List<String>> head = head(address);

        assertThatThrownBy(() ->
                        change(
                                address,
                                KATHMANDU,
                                (done, events) -> {
                                    if (done > events / 2) {
                                        harm.run();
                                    }
                                }))
                .isInstanceOf(failure);
        mend.run();

        assertThat(days(address)).isEqualTo(days);
        assertThat(head(address)).isEqualTo(head);
        try (PostgresLedger old = PostgresLedger.open(address, UTC)) {
            sound(old);
            old.store().apply(batch(1_000, List.of(row("later", NOW, NOW))));
            sound(old);
        }
        try (PostgresLedger moved = PostgresLedger.open(address, KATHMANDU)) {
            sound(moved);
        }
        assertThat(days(address)).isNotEqualTo(days);
    }
}
