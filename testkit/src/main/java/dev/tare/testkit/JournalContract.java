package dev.tare.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.Journal;
import dev.tare.core.ledger.JournalDamaged;
import dev.tare.core.ledger.JournalEntry;
import dev.tare.core.ledger.JournalPosition;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.ledger.JournalUnavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every {@link Journal} promises. */
@Timeout(60)
public abstract class JournalContract {
    private static final int ALL = Integer.MAX_VALUE;

    private Journal journal;

    /** For JUnit. */
    @SuppressWarnings("NullAway.Init") // Set before each test.
    protected JournalContract() {}

    /** A new, empty journal. */
    protected abstract Journal newJournal() throws Exception;

    @BeforeEach
    void openJournal() throws Exception {
        journal = newJournal();
    }

    @AfterEach
    void closeJournal() {
        journal.close();
    }

    @Test
    void a_new_journal_is_empty() {
        assertThat(journal.end()).isEqualTo(JournalPosition.start(journal.id()));
        assertThat(journal.read(journal.end(), ALL)).isEmpty();
    }

    @Test
    void a_record_is_readable_as_it_was_once_its_append_is_complete() throws Exception {
        JournalRecord record = SampleEvents.record("e-1");
        JournalPosition after = append(record);
        assertThat(after.journal()).isEqualTo(journal.id());
        assertThat(after.offset()).isPositive();
        assertThat(journal.end()).isEqualTo(after);
        assertThat(all()).containsExactly(new JournalEntry(record, after));
    }

    @Test
    void random_records_of_every_kind_come_back_equal_and_in_order() throws Exception {
        long seed = 20261123;
        RandomRecords random = new RandomRecords(seed);
        List<JournalRecord> written = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            written.add(random.record());
            append(written.getLast());
        }
        assertThat(all()).as("seed %d", seed).extracting(JournalEntry::record).isEqualTo(written);
    }

    @Test
    void reading_goes_on_from_the_position_behind_each_record() throws Exception {
        for (int i = 0; i < 5; i++) {
            append(SampleEvents.record("e-" + i));
        }
        List<JournalEntry> all = all();
        for (int i = 0; i < 5; i++) {
            assertThat(journal.read(all.get(i).after(), ALL)).isEqualTo(all.subList(i + 1, 5));
        }
        assertThat(all.getLast().after()).isEqualTo(journal.end());
    }

    @Test
    void a_read_holds_as_many_events_as_asked_for_and_one_record_at_least() throws Exception {
        append(record("a", 3));
        append(record("b", 3));
        append(record("c", 1));
        JournalPosition start = JournalPosition.start(journal.id());
        assertThat(journal.read(start, 1)).hasSize(1);
        assertThat(journal.read(start, 3)).hasSize(1);
        assertThat(journal.read(start, 5)).hasSize(1);
        assertThat(journal.read(start, 6)).hasSize(2);
        assertThat(journal.read(start, 7)).hasSize(3);
        assertThat(idsReadInSteps(2)).isEqualTo(idsReadInSteps(100));
    }

    @Test
    void a_position_of_another_journal_is_refused() {
        JournalPosition foreign = JournalPosition.start(new UUID(0, 7));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> journal.read(foreign, ALL));
    }

    @Test
    void a_position_behind_the_end_says_that_records_are_missing() throws Exception {
        long end = append(SampleEvents.record("e-1")).offset();
        assertThatExceptionOfType(JournalDamaged.class)
                .isThrownBy(() -> journal.read(new JournalPosition(journal.id(), end + 1), ALL));
    }

    @Test
    void waiting_ends_at_once_where_there_is_a_record() throws Exception {
        append(SampleEvents.record("e-1"));
        assertThat(journal.awaitBeyond(JournalPosition.start(journal.id()), Duration.ZERO))
                .isTrue();
        assertThat(journal.awaitBeyond(journal.end(), Duration.ZERO)).isFalse();
        assertThat(journal.awaitBeyond(journal.end(), Duration.ofMillis(20))).isFalse();
    }

    @Test
    void waiting_ends_when_a_record_arrives() throws Exception {
        try (ExecutorService waiter = Executors.newVirtualThreadPerTaskExecutor()) {
            JournalPosition end = journal.end();
            Future<Boolean> woken =
                    waiter.submit(() -> journal.awaitBeyond(end, Duration.ofSeconds(30)));
            append(SampleEvents.record("e-1"));
            assertThat(woken.get(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void waiting_ends_when_the_journal_closes() throws Exception {
        try (ExecutorService waiter = Executors.newVirtualThreadPerTaskExecutor()) {
            JournalPosition end = journal.end();
            Future<Boolean> woken =
                    waiter.submit(() -> journal.awaitBeyond(end, Duration.ofSeconds(30)));
            journal.close();
            assertThat(woken.get(10, TimeUnit.SECONDS)).isFalse();
        }
    }

    @Test
    void records_of_many_threads_are_all_there_once_each_thread_in_its_own_order()
            throws Exception {
        int threads = 8;
        int each = 50;
        List<Future<List<JournalPosition>>> done = new ArrayList<>();
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int t = 0; t < threads; t++) {
                int thread = t;
                done.add(
                        senders.submit(() -> {
                            List<JournalPosition> positions = new ArrayList<>();
                            for (int i = 0; i < each; i++) {
                                positions.add(append(SampleEvents.record(thread + "-" + i)));
                            }
                            return positions;
                        }));
            }
        }
        List<JournalEntry> all = all();
        assertThat(all).extracting(e -> e.after().offset()).isSorted().doesNotHaveDuplicates();
        for (int t = 0; t < threads; t++) {
            String prefix = t + "-";
            List<JournalEntry> own = all.stream().filter(e -> id(e).startsWith(prefix)).toList();
            assertThat(own).extracting(JournalEntry::after).isEqualTo(done.get(t).get());
            for (int i = 0; i < each; i++) {
                assertThat(id(own.get(i))).isEqualTo(prefix + i);
            }
        }
        assertThat(all).hasSize(threads * each);
    }

    @Test
    void several_readers_at_different_places_see_the_same() throws Exception {
        for (int i = 0; i < 300; i++) {
            append(record("r" + i, 3));
        }
        List<String> expected = idsReadInSteps(1_000);
        List<Future<List<String>>> read = new ArrayList<>();
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int step = 3; step < 40; step += 6) {
                int events = step;
                read.add(readers.submit(() -> idsReadInSteps(events)));
            }
        }
        for (Future<List<String>> one : read) {
            assertThat(one.get()).isEqualTo(expected);
        }
    }

    @Test
    void what_waits_is_kept_when_the_journal_closes_and_what_comes_later_is_refused() {
        List<CompletableFuture<JournalPosition>> waiting = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            waiting.add(journal.append(SampleEvents.record("e-" + i)));
        }
        journal.close();
        assertThat(waiting).allSatisfy(future -> assertThat(future).isCompleted());
        assertThat(waiting.getLast().join()).isEqualTo(journal.end());
        assertThat(journal.append(SampleEvents.record("late")))
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .isInstanceOfSatisfying(
                        JournalUnavailable.class,
                        refused ->
                                assertThat(refused.reason())
                                        .isEqualTo(JournalUnavailable.Cause.CLOSED));
    }

    @Test
    void closing_twice_is_closing_once() throws Exception {
        append(SampleEvents.record("e-1"));
        journal.close();
        journal.close();
        assertThat(journal.end().offset()).isPositive();
    }

    private JournalPosition append(JournalRecord record) throws Exception {
        return journal.append(record).get(30, TimeUnit.SECONDS);
    }

    private List<JournalEntry> all() {
        return journal.read(JournalPosition.start(journal.id()), ALL);
    }

    private List<String> idsReadInSteps(int eventsMax) {
        List<String> ids = new ArrayList<>();
        JournalPosition at = JournalPosition.start(journal.id());
        for (List<JournalEntry> step = journal.read(at, eventsMax);
                !step.isEmpty();
                step = journal.read(at, eventsMax)) {
            step.forEach(entry -> ids.add(id(entry)));
            at = step.getLast().after();
        }
        return ids;
    }

    private static JournalRecord record(String prefix, int events) {
        UsageEvent[] all = new UsageEvent[events];
        for (int i = 0; i < events; i++) {
            all[i] = SampleEvents.event(prefix + "-" + i).build();
        }
        return SampleEvents.record(all);
    }

    private static String id(JournalEntry entry) {
        return ((JournalRecord.Usage) entry.record()).batch().events().getFirst().id();
    }
}
