package dev.tare.testkit;

import static dev.tare.testkit.SampleEvents.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.ledger.KeyShelf;
import dev.tare.core.ledger.Quarantine;
import dev.tare.core.ledger.QuarantineDecision.Action;
import dev.tare.core.ledger.QuarantineEntry;
import dev.tare.core.ledger.Recorder;
import dev.tare.core.ledger.StoreUnavailable;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With identities put aside, and any restarts and failures, the ledger is what it would be. */
class RecorderRestartsTest extends RecorderSetting {
    private static final String REFUSED = "refused";

    private final FragileStore store = new FragileStore(ledger);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void the_ledger_is_the_same_with_any_restarts_and_failures(long seed) {
        Random random = new Random(seed);
        boolean[] shelfFails = {false};
        KeyShelf shelf = new InMemoryKeyShelf(() -> shelfFails[0] && random.nextInt(3) == 0);
        InMemoryLedger plainLedger = new InMemoryLedger(ZoneOffset.UTC);
        FragileStore plainStore = new FragileStore(plainLedger);
        plainStore.refusedUser = REFUSED;
        store.refusedUser = REFUSED;
        Recorder plain = recorder(plainStore, KeyShelf.NONE);
        Recorder shelved = recorder(store, shelf);
        for (int round = 0; round < 150; round++) {
            shelfFails[0] = seed % 2 == 0;
            sendSome(random);
            plain.drain();
            if (random.nextInt(4) == 0) {
                retrySome(plainLedger, random);
                plain.drain();
            }
            if (random.nextInt(8) == 0) {
                fail(shelved, random);
            }
            if (random.nextInt(3) > 0) {
                shelved.drain();
            }
            if (random.nextInt(4) == 0) {
                shelved.putAside();
            }
            if (random.nextInt(4) == 0) {
                shelved = restarted(shelf, random);
            }
        }
        shelved.drain();
        assertThat(rows(ledger)).as("seed %d", seed).hasSizeGreaterThan(200);
        assertThat(rows(ledger)).as("seed %d", seed).isEqualTo(rows(plainLedger));
        assertThat(shelved.state()).as("seed %d", seed).isEqualTo(plain.state());
    }

    /** Now and then with a clock that is weeks ahead, and set right soon after. */
    private Recorder restarted(KeyShelf shelf, Random random) {
        Duration ahead = Duration.ofDays(random.nextInt(4) == 0 ? 40 : 0);
        clock.advance(ahead);
        Recorder started = recorder(store, shelf);
        started.prepare();
        clock.advance(ahead.negated());
        return started;
    }

    /** Retries something set aside, under its own id or a new one. */
    private void retrySome(InMemoryLedger from, Random random) {
        List<QuarantineEntry> waiting = from.quarantine().list(Quarantine.Filter.WAITING);
        if (!waiting.isEmpty()) {
            String entry = waiting.get(random.nextInt(waiting.size())).id();
            String newId = random.nextBoolean() ? null : "e" + random.nextInt(600);
            journal.append(
                            new JournalRecord.Decision(
                                    clock.instant(),
                                    List.of(entry),
                                    Action.RETRY,
                                    newId,
                                    "ann",
                                    null))
                    .join();
        }
    }

    /** New events and repeats; the clock runs, and now and then jumps. */
    private void sendSome(Random random) {
        clock.advance(Duration.ofHours(random.nextInt(40)));
        if (random.nextInt(10) == 0) {
            clock.advance(Duration.ofDays(random.nextInt(60) - 20));
        }
        UsageEvent[] events = new UsageEvent[1 + random.nextInt(12)];
        for (int i = 0; i < events.length; i++) {
            events[i] =
                    event("e" + random.nextInt(600))
                            .user(random.nextInt(15) == 0 ? REFUSED : "u" + random.nextInt(2))
                            .build();
        }
        send(events);
    }

    private void fail(Recorder recorder, Random random) {
        store.failingAfterCommit = random.nextBoolean();
        store.failing = !store.failingAfterCommit;
        try {
            recorder.drain();
        } catch (StoreUnavailable expected) {
            // It asks again with the next step.
        } finally {
            store.failing = false;
            store.failingAfterCommit = false;
        }
    }

    private static List<String> rows(InMemoryLedger ledger) {
        List<String> rows = new ArrayList<>();
        ledger.eachRow(row -> rows.add(row.event().key() + " " + row.event().userId()));
        return rows;
    }
}
