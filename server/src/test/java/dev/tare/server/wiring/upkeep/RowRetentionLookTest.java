package dev.tare.server.wiring.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.ledger.JournalEntry;
import dev.tare.core.ledger.JournalPosition;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.ledger.KeptRows;
import dev.tare.core.ledger.LedgerState;
import dev.tare.core.ledger.RowsKept;
import dev.tare.testkit.InMemoryJournal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is decided, for each thing a log may say; an empty answer is as good as a long one. */
final class RowRetentionLookTest {
    private static final Duration KEEP = Duration.ofDays(62);
    private static final Duration REPEATS = Duration.ofDays(34);
    private static final Instant NOW = Instant.parse("2100-01-10T00:00:00.123456Z");
    private static final Instant NOVEMBER = Instant.parse("2099-11-01T00:00:00Z");
    private static final Instant OCTOBER = Instant.parse("2099-10-01T00:00:00Z");
    private static final Instant SEPTEMBER = Instant.parse("2099-09-01T00:00:00Z");

    /** An event's time, and when it was received. */
    private record Row(Instant time, Instant received) {}

    /** A log of few rows. */
    private static final class Log implements KeptRows {
        final List<Row> rows = new ArrayList<>();
        RowsKept kept = RowsKept.ALL;
        Duration behind = Duration.ZERO;
        int looks;

        @Override
        public RowsKept kept() {
            looks++;
            return kept;
        }

        @Override
        public @Nullable Instant oldest(Instant before, Instant receivedSince) {
            return rows.stream()
                    .filter(row -> row.time.isBefore(before))
                    .filter(row -> !row.received.isBefore(receivedSince))
                    .map(Row::time)
                    .min(Instant::compareTo)
                    .orElse(null);
        }

        @Override
        public Instant today(Instant now) {
            return now.minus(behind);
        }
    }

    private final InMemoryJournal journal = new InMemoryJournal(new UUID(3, 3));
    private final Log log = new Log();
    private final RowRetention retention = retention();

    private RowRetention retention() {
        return new RowRetention(
                KEEP, log, journal, () -> new LedgerState(journal.end(), 0, 0, 0, 0));
    }

    /** What is in the journal by now. */
    private Stream<JournalRecord> decided() {
        return journal.read(JournalPosition.start(journal.id()), 100).stream()
                .map(JournalEntry::record);
    }

    private void old(Instant time) {
        log.rows.add(new Row(time, time));
    }

    @Test
    void months_that_are_old_enough_go_at_the_moment_of_the_look_in_microseconds() {
        old(OCTOBER.minusSeconds(1));

        retention.tick(NOW.plusNanos(789));

        assertThat(decided()).containsExactly(new JournalRecord.Retention(NOW, NOVEMBER));
    }

    @Test
    void where_nothing_is_old_enough_nothing_is_decided() {
        old(NOVEMBER);

        retention.tick(NOW);

        assertThat(decided()).isEmpty();
    }

    @Test
    void what_was_let_go_before_is_not_decided_again_though_rows_are_left() {
        log.kept = new RowsKept(NOVEMBER, 3);
        old(OCTOBER);

        retention.tick(NOW);

        assertThat(decided()).isEmpty();
    }

    @Test
    void where_the_databases_clock_is_behind_it_is_gone_by() {
        log.behind = Duration.ofDays(10);
        old(SEPTEMBER);

        retention.tick(NOW);

        assertThat(decided()).containsExactly(new JournalRecord.Retention(NOW, OCTOBER));
    }

    @Test
    void what_was_received_34_days_ago_holds_its_month_back_and_later_it_does_not() {
        old(SEPTEMBER);
        log.rows.add(new Row(OCTOBER.plusSeconds(5), NOW.minus(REPEATS)));

        retention.tick(NOW);

        assertThat(decided()).containsExactly(new JournalRecord.Retention(NOW, OCTOBER));
        assertThat(retention.heldBack())
                .contains("from 2099-10-01", "to 2099-11-01", "time 2099-10-01T00:00:05Z");

        Instant later = NOW.plus(Duration.ofDays(1));
        log.kept = new RowsKept(OCTOBER, 1);
        log.rows.removeFirst();
        retention.tick(later);

        assertThat(decided().skip(1)).containsExactly(new JournalRecord.Retention(later, NOVEMBER));
        assertThat(retention.heldBack()).isNull();
    }

    @Test
    void a_month_held_back_with_nothing_older_is_no_decision() {
        log.rows.add(new Row(OCTOBER.plusSeconds(5), NOW));

        retention.tick(NOW);

        assertThat(decided()).isEmpty();
        assertThat(retention.heldBack()).isNotNull();
    }

    @Test
    void where_months_before_the_one_held_back_went_already_that_is_no_decision_either() {
        log.kept = new RowsKept(OCTOBER, 3);
        old(SEPTEMBER);
        log.rows.add(new Row(OCTOBER.plusSeconds(5), NOW));

        retention.tick(NOW);

        assertThat(decided()).isEmpty();
        assertThat(retention.heldBack()).isNotNull();
    }

    @Test
    void once_another_server_has_let_go_nothing_holds_back_any_more() {
        log.rows.add(new Row(OCTOBER, NOW));
        retention.tick(NOW);
        assertThat(retention.heldBack()).isNotNull();

        log.kept = new RowsKept(NOVEMBER, 1);
        retention.tick(NOW.plus(Duration.ofDays(1)));

        assertThat(retention.heldBack()).isNull();
    }

    @Test
    void once_those_rows_are_gone_nothing_holds_back_any_more() {
        log.rows.add(new Row(OCTOBER, NOW));
        retention.tick(NOW);

        log.rows.clear();
        retention.tick(NOW.plus(Duration.ofDays(1)));

        assertThat(retention.heldBack()).isNull();
        assertThat(decided()).isEmpty();
    }

    @Test
    void it_looks_once_a_day() {
        retention.tick(NOW);
        retention.tick(NOW.plus(Duration.ofDays(1)).minusNanos(1));
        assertThat(log.looks).isEqualTo(1);

        retention.tick(NOW.plus(Duration.ofDays(1)));
        assertThat(log.looks).isEqualTo(2);
    }
}
