package dev.tare.server.wiring.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.core.event.UsageBatch;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.ledger.RowsKept;
import dev.tare.core.profit.Dimension;
import dev.tare.core.profit.ProfitReports;
import dev.tare.core.profit.ReportQuery;
import dev.tare.core.rollup.Verification;
import dev.tare.server.wire.ReportJson;
import dev.tare.server.wiring.HouseSettings;
import dev.tare.testkit.SampleEvents;
import dev.tare.testkit.SettableClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who lets go of rows, when, and what the house can do afterwards. */
class RowRetentionTest {
    private static final Duration KEEP = Duration.ofDays(62);
    private static final Instant START = Instant.parse("2100-01-10T00:00:00Z");

    @TempDir Path folder;

    private final SettableClock clock = new SettableClock(START);
    private SmallHouse house;

    @BeforeEach
    void open() {
        house = new SmallHouse(folder.resolve("data"), clock);
    }

    @AfterEach
    void close() {
        house.close();
    }

    private Upkeep upkeep() {
        return house.upkeep(new UpkeepSettings(null, 2, folder.resolve("backups"), null, KEEP));
    }

    /** A call each day from that one on, recorded as it happens. */
    private void sendDaily(String from, int days) {
        Instant first = Instant.parse(from);
        for (int day = 0; day < days; day++) {
            send("d" + from + day, first.plus(Duration.ofDays(day)), null);
        }
        house.recorder.drain();
    }

    private void send(String id, Instant time, @Nullable Instant received) {
        var event =
                SampleEvents.event(id)
                        .time(time)
                        .provider("deep_image")
                        .operation("upscale")
                        .model(null)
                        .plan("basic")
                        .build();
        Instant at = received == null ? time : received;
        house.journal
                .append(new JournalRecord.Usage(new UsageBatch("shop", at, List.of(event))))
                .join();
    }

    private void tick(Upkeep upkeep) {
        upkeep.tick();
        house.recorder.drain();
    }

    private RowsKept kept() {
        return house.ledger.kept().kept();
    }

    private String report(Dimension... by) {
        return ReportJson.text(
                new ProfitReports(house.ledger.sums())
                        .report(
                                new ReportQuery(
                                        Instant.parse("2099-01-01T00:00:00Z"),
                                        Instant.parse("2101-01-01T00:00:00Z"),
                                        ZoneOffset.UTC,
                                        List.of(by),
                                        Map.of())));
    }

    @Test
    void whole_months_go_when_they_are_old_enough_and_reports_say_the_same_to_the_byte() {
        sendDaily("2099-09-15T12:00:00Z", 110);
        String byProvider = report(Dimension.PROVIDER);
        String byDay = report(Dimension.DAY);
        Upkeep upkeep = upkeep();

        tick(upkeep);

        Instant november = Instant.parse("2099-11-01T00:00:00Z");
        assertThat(kept()).isEqualTo(new RowsKept(november, 16 + 31));
        assertThat(report(Dimension.PROVIDER)).isEqualTo(byProvider);
        assertThat(report(Dimension.DAY)).isEqualTo(byDay);
        assertThat(byProvider).doesNotContain("rows_kept_since");
        assertThat(report(Dimension.USER)).contains("rows_kept_since", "2099-11-01");
        assertThat(house.ledger.verify()).allMatch(Verification.Check::passed);

        // A later look finds no further month until one is old enough, and says nothing twice.
        long end = house.journal.end().offset();
        clock.advance(Duration.ofDays(15));
        tick(upkeep);
        assertThat(house.journal.end().offset()).isEqualTo(end);
        clock.advance(Duration.ofDays(8));
        tick(upkeep);
        assertThat(kept().since()).isEqualTo(Instant.parse("2099-12-01T00:00:00Z"));
        assertThat(report(Dimension.DAY)).isEqualTo(byDay);
    }

    @Test
    void what_was_received_lately_stays_however_old_it_is() {
        sendDaily("2099-09-15T12:00:00Z", 30);
        send("imported", Instant.parse("2099-10-20T00:00:00Z"), START.minus(Duration.ofDays(3)));
        house.recorder.drain();
        Upkeep upkeep = upkeep();
        tick(upkeep);
        assertThat(kept().since()).isEqualTo(Instant.parse("2099-10-01T00:00:00Z"));
        assertThat(upkeep.rowsHeldBack())
                .contains("from 2099-10-01", "to 2099-11-01", "time 2099-10-20");

        clock.advance(Duration.ofDays(34));
        tick(upkeep);
        assertThat(upkeep.rowsHeldBack()).isNull();
        assertThat(kept().since()).isEqualTo(Instant.parse("2099-12-01T00:00:00Z"));
    }

    @Test
    void nothing_is_decided_before_all_that_was_received_is_recorded() {
        sendDaily("2099-09-15T12:00:00Z", 30);
        send("waits", START, null);
        Upkeep upkeep = upkeep();
        long end = house.journal.end().offset();
        upkeep.tick();
        assertThat(house.journal.end().offset()).isEqualTo(end);
        house.recorder.drain();
        send("came meanwhile", START, null);
        tick(upkeep);
        assertThat(kept().since()).isEqualTo(Instant.parse("2099-11-01T00:00:00Z"));
    }

    @Test
    void two_that_decide_the_same_let_go_once_and_a_longer_time_brings_nothing_back() {
        sendDaily("2099-09-15T12:00:00Z", 110);
        Upkeep one = upkeep();
        Upkeep another = upkeep();
        one.tick();
        // Behind the first decision, before it is applied.
        house.journal
                .append(new JournalRecord.Retention(START, Instant.parse("2099-11-01T00:00:00Z")))
                .join();
        house.recorder.drain();
        tick(another);
        RowsKept kept = kept();
        assertThat(kept.letGo()).isEqualTo(47);

        tick(
                house.upkeep(
                        new UpkeepSettings(
                                null, 2, folder.resolve("backups"), null, Duration.ofDays(400))));
        assertThat(kept()).isEqualTo(kept);
    }

    @Test
    void killed_between_journal_and_ledger_the_next_start_lets_go() {
        sendDaily("2099-09-15T12:00:00Z", 110);
        String byDay = report(Dimension.DAY);
        upkeep().tick();
        assertThat(kept()).isEqualTo(RowsKept.ALL);
        house.close();

        open();

        assertThat(kept().letGo()).isEqualTo(47);
        assertThat(report(Dimension.DAY)).isEqualTo(byDay);
        assertThat(house.ledger.verify()).allMatch(Verification.Check::passed);
    }

    @Test
    void a_ledger_made_anew_from_a_backup_before_or_after_or_from_the_journal_is_the_same()
            throws Exception {
        sendDaily("2099-09-15T12:00:00Z", 110);
        Path before = folder.resolve("before.duckdb");
        house.snapshots.backup(before);
        tick(upkeep());
        Path after = folder.resolve("after.duckdb");
        house.snapshots.backup(after);
        send("late", Instant.parse("2099-10-02T00:00:00Z"), START);
        sendDaily("2100-01-05T12:00:00Z", 5);
        String report = report(Dimension.DAY, Dimension.PROVIDER);
        String byUser = report(Dimension.USER);
        RowsKept kept = kept();
        assertThat(house.recorder.state().quarantined()).isEqualTo(1);
        house.close();

        for (Path from : new Path[] {before, after, null}) {
            Rebuild.Order order =
                    new Rebuild.Order(
                            new HouseSettings(folder.resolve("data"), ZoneOffset.UTC),
                            folder.resolve("backups"),
                            from,
                            from == null,
                            false,
                            "rebuild");
            assertThat(new Rebuild(order, clock).run((done, total, records) -> {}))
                    .as("from %s", from)
                    .isInstanceOf(Rebuild.Outcome.Done.class);
            clock.advance(Duration.ofSeconds(1));
            open();
            assertThat(kept()).isEqualTo(kept);
            assertThat(report(Dimension.DAY, Dimension.PROVIDER)).isEqualTo(report);
            assertThat(report(Dimension.USER)).isEqualTo(byUser);
            house.close();
        }
        open();
        assertThat(Files.exists(after)).isTrue();
    }

    @Test
    void less_than_two_months_is_refused() {
        assertThatThrownBy(() -> new UpkeepSettings(null, 2, folder, null, Duration.ofDays(61)))
                .hasMessageContaining("--keep-rows")
                .hasMessageContaining("can't be 61d")
                .hasMessageContaining("62d");
    }
}
