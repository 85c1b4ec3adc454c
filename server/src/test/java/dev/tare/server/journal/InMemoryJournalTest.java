package dev.tare.server.journal;

import dev.tare.core.ledger.Journal;
import dev.tare.testkit.InMemoryJournal;
import dev.tare.testkit.JournalContract;
import java.util.UUID;

/** The journal that other tests use keeps the promises of the port too. */
class InMemoryJournalTest extends JournalContract {
    @Override
    protected Journal newJournal() {
        return new InMemoryJournal(new UUID(1, 2));
    }
}
