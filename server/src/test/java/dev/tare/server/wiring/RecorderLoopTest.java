package dev.tare.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tare.core.event.UsageBatch;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.ledger.LedgerMovedOn;
import dev.tare.core.ledger.Recorder;
import dev.tare.core.ledger.UsageStore;
import dev.tare.testkit.InMemoryJournal;
import dev.tare.testkit.InMemoryLedger;
import dev.tare.testkit.SampleEvents;
import dev.tare.testkit.SettableClock;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What the loop makes of a ledger that others write as well. */
final class RecorderLoopTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Duration LONG = Duration.ofSeconds(30);

    private final SettableClock clock = new SettableClock(NOW);
    private final InMemoryJournal journal = new InMemoryJournal(new UUID(1, 2));
    private final InMemoryLedger ledger = new InMemoryLedger(ZoneOffset.UTC);

    /** What the loop's trouble was at each try to write. */
    private final List<String> troubles = new CopyOnWriteArrayList<>();

    private int missed;

    @SuppressWarnings("NullAway.Init") // Made before anything is asked of the ledger.
    private RecorderLoop loop;

    /** The ledger, in which somebody else is faster so many times. */
    private Object answer(Object proxy, Method method, Object[] given) throws Throwable {
        if (method.getName().equals("begin")) {
            troubles.add(String.valueOf(loop.trouble()));
            if (missed-- > 0) {
                throw new LedgerMovedOn("Others were faster.");
            }
        }
        try {
            return method.invoke(ledger, given);
        } catch (InvocationTargetException failed) {
            throw failed.getCause();
        }
    }

    private RecorderLoop loop(int turnsMissed) {
        missed = turnsMissed;
        UsageStore store =
                (UsageStore)
                        Proxy.newProxyInstance(
                                UsageStore.class.getClassLoader(),
                                new Class<?>[] {UsageStore.class},
                                this::answer);
        Recorder recorder = new Recorder(journal, store, clock, state -> {});
        loop = new RecorderLoop(journal, recorder, () -> {}, clock, true);
        journal.append(
                        new JournalRecord.Usage(
                                new UsageBatch(
                                        "app", NOW, List.of(SampleEvents.event("a").build()))))
                .join();
        return loop;
    }

    @Test
    void a_turn_that_another_server_took_is_no_trouble() throws Exception {
        try (RecorderLoop running = loop(RecorderLoop.TURNS_MISSED_MAX)) {
            running.start();
            assertThat(running.awaitRecorded(journal.end(), LONG)).isTrue();
        }
        assertThat(troubles).hasSize(RecorderLoop.TURNS_MISSED_MAX + 1).containsOnly("null");
    }

    @Test
    void where_others_always_come_first_it_says_so_and_waits() {
        int tries = RecorderLoop.TURNS_MISSED_MAX + 2;
        try (RecorderLoop running = loop(Integer.MAX_VALUE)) {
            running.start();
            await().atMost(LONG).until(() -> troubles.size() >= tries);
        }
        assertThat(troubles.subList(0, tries - 1)).containsOnly("null");
        assertThat(troubles.get(tries - 1)).isEqualTo("Others were faster.");
    }

    @Test
    void what_waits_at_the_start_is_recorded_though_others_come_first() {
        loop(3).drain();
        assertThat(ledger.rowCount()).isEqualTo(1);
        RecorderLoop never = loop(Integer.MAX_VALUE);
        assertThatThrownBy(never::drain).isInstanceOf(LedgerMovedOn.class);
    }
}
