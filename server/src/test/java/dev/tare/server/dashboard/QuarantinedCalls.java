package dev.tare.server.dashboard;

import dev.tare.core.event.UsageBatch;
import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.Journal;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.ledger.LoggedEvents;
import dev.tare.core.ledger.QuarantineDesk;
import dev.tare.core.ledger.Recorder;
import dev.tare.core.pricing.Books;
import dev.tare.testkit.InMemoryJournal;
import dev.tare.testkit.InMemoryLedger;
import dev.tare.testkit.LedgerFixtures;
import dev.tare.testkit.SampleEvents;
import dev.tare.testkit.SettableClock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/** A real recorder over a ledger in memory, with calls that wait in its quarantine when told to. */
final class QuarantinedCalls {
    private final InMemoryJournal journal =
            new InMemoryJournal(UUID.fromString("5b8f0c39-6f86-4c38-b1fc-0d6b4c2f7a11"));
    private final InMemoryLedger ledger = new InMemoryLedger(ZoneOffset.UTC);
    private final Recorder recorder;
    private final Instant now;

    QuarantinedCalls(Instant now) {
        this.now = now;
        this.recorder = new Recorder(journal, ledger, new SettableClock(now), state -> {});
    }

    QuarantineDesk desk() {
        return new QuarantineDesk(ledger.quarantine(), recorder::books);
    }

    LoggedEvents events() {
        return ledger.events();
    }

    Books books() {
        return recorder.books();
    }

    Journal journal() {
        return journal;
    }

    void record() {
        recorder.drain();
    }

    /** Calls of every kind, recorded. */
    void log() {
        LoggedCalls.fill(journal);
        record();
    }

    /** So many more, all later than the others. */
    void many(int count) {
        for (int i = 0; i < count; i++) {
            send(SampleEvents.event("more-" + i).time(now.minusSeconds(99 - i)).build(), 30);
        }
        record();
    }

    /** Two conflicts and one event that no row can hold. */
    void fill() {
        journal.append(new JournalRecord.Prices(now, LedgerFixtures.prices())).join();
        send(call("render-7f31").user("anna@example.com").build(), 3_600);
        send(
                call("render-7f31")
                        .user("ben@example.com")
                        .quantity("images", "2")
                        .metadata("{\"campaign\":\"spring-sale\",\"page\":4}")
                        .build(),
                3_000);
        send(
                SampleEvents.event("chat-0042")
                        .time(now.minusSeconds(7_200))
                        .user("u-1")
                        .provider("llmco")
                        .operation("chat")
                        .model("small")
                        .quantity("input_tokens", "1200")
                        .build(),
                2_000);
        send(
                SampleEvents.event("chat-0042")
                        .time(now.minusSeconds(7_200))
                        .user("u-1")
                        .provider("llmco")
                        .operation("chat")
                        .model("large")
                        .quantity("input_tokens", "1200")
                        .build(),
                1_000);
        send(call("import-row-19").credits("12345678901").build(), 60);
        record();
    }

    private SampleEvents call(String id) {
        return SampleEvents.event(id)
                .time(now.minusSeconds(9_000))
                .provider("acme")
                .operation("upscale")
                .model("photo-4x")
                .plan("basic")
                .quantity("images", id.equals("import-row-19") ? "3" : "1");
    }

    private void send(UsageEvent event, long secondsAgo) {
        journal.append(
                        new JournalRecord.Usage(
                                new UsageBatch(
                                        "image-editor",
                                        now.minusSeconds(secondsAgo),
                                        List.of(event))))
                .join();
    }
}
