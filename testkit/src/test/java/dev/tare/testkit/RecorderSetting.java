package dev.tare.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.event.UsageBatch;
import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.ledger.KeyShelf;
import dev.tare.core.ledger.KeySizes;
import dev.tare.core.ledger.LedgerState;
import dev.tare.core.ledger.Recorder;
import dev.tare.core.ledger.RecorderSetup;
import dev.tare.core.ledger.UsageStore;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;

/** A journal and a ledger in memory, and what passes between them. */
abstract class RecorderSetting {
    static final Instant NOW = SampleEvents.RECEIVED;

    final SettableClock clock = new SettableClock(NOW);
    final InMemoryJournal journal = new InMemoryJournal(new UUID(1, 2));
    final InMemoryLedger ledger = new InMemoryLedger(ZoneOffset.UTC);

    /** Gets pieces ready for those recorders that are told their sizes. */
    Executor helper = Runnable::run;

    final Recorder recorder() {
        return new Recorder(journal, ledger, clock, state -> {});
    }

    final Recorder recorder(UsageStore store, int pieceEvents, int eventsMax) {
        RecorderSetup setup =
                RecorderSetup.ALONE.withSizes(pieceEvents, eventsMax).withHelper(helper);
        return new Recorder(journal, store, clock, state -> {}, setup);
    }

    /** One that keeps its identities there, in tables of which the first is full with six. */
    final Recorder recorder(UsageStore store, KeyShelf shelf) {
        RecorderSetup setup =
                RecorderSetup.ALONE
                        .withSizes(12, 30)
                        .withShelf(shelf)
                        .withKeySizes(new KeySizes(3, 5, 4));
        return new Recorder(journal, store, clock, state -> {}, setup);
    }

    final void send(UsageEvent... events) {
        sendAt(clock.instant(), events);
    }

    final void sendAt(Instant receivedAt, UsageEvent... events) {
        journal.append(new JournalRecord.Usage(new UsageBatch("shop", receivedAt, List.of(events))))
                .join();
    }

    final void assertCounts(Recorder recorder, long recorded, long repeats, long setAside) {
        LedgerState state = recorder.state();
        assertThat(state.recorded()).as("recorded").isEqualTo(recorded);
        assertThat(state.duplicates()).as("duplicates").isEqualTo(repeats);
        assertThat(state.quarantined()).as("quarantined").isEqualTo(setAside);
        assertThat(state.acknowledged()).isEqualTo(recorded + repeats + setAside);
        assertThat(ledger.counts().rows()).isEqualTo(recorded);
    }
}
