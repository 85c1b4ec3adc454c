package dev.tare.testkit;

import static dev.tare.testkit.LedgerFixtures.JOURNAL;

import dev.tare.core.event.UsageBatch;
import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.JournalEntry;
import dev.tare.core.ledger.JournalPosition;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.ledger.Recorder;
import dev.tare.core.ledger.UsageStore;
import dev.tare.core.pricing.PricedEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A journal of prices, usage, and corrections of some of it, a part of that corrected twice. */
public final class CorrectedUsage {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    private final InMemoryJournal journal = new InMemoryJournal(JOURNAL);

    /** Of these rows, as sent. */
    public CorrectedUsage(List<PricedEvent> rows, Random random) {
        journal.append(new JournalRecord.Prices(NOW, LedgerFixtures.prices())).join();
        List<UsageEvent> events = rows.stream().map(PricedEvent::event).toList();
        journal.append(new JournalRecord.Usage(new UsageBatch("app", NOW, events))).join();
        for (int pass = 0; pass < 2; pass++) {
            List<UsageEvent> anew = new ArrayList<>();
            for (PricedEvent row : rows) {
                if (random.nextInt(3) == 0) {
                    anew.add(LedgerFixtures.randomAnew(random, row.event(), row.time()));
                }
            }
            UsageBatch batch = new UsageBatch("app", NOW.plusSeconds(pass), anew);
            journal.append(new JournalRecord.Correction(batch, "better known", "batch-" + pass))
                    .join();
        }
    }

    /** Of fifty events in one day. */
    public static CorrectedUsage small() {
        Random random = new Random(7);
        return new CorrectedUsage(
                LedgerFixtures.randomRows(random, "a", 50, NOW.minusSeconds(90_000), NOW), random);
    }

    /** Sends the last corrections once more. */
    public void tellTheLastAgain() {
        List<JournalEntry> all = journal.read(JournalPosition.start(JOURNAL), Integer.MAX_VALUE);
        journal.append(all.getLast().record()).join();
    }

    /** Takes what isn't in that ledger yet there. */
    public void record(UsageStore store) {
        new Recorder(journal, store, new SettableClock(NOW), state -> {}).drain();
    }
}
