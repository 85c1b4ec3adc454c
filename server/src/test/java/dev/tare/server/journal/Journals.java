package dev.tare.server.journal;

import dev.tare.core.ledger.Journal;
import dev.tare.core.ledger.JournalEntry;
import dev.tare.core.ledger.JournalPosition;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.ledger.JournalUnavailable;
import dev.tare.testkit.SampleEvents;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** What the tests of this package do with a journal, in a word each. */
final class Journals {
    private Journals() {}

    /** Segments of 4 KiB on that disk. */
    static FileJournal small(Path folder, Disk disk) {
        return FileJournal.open(folder, new JournalSettings(4096, 1 << 20), disk, UUID::randomUUID);
    }

    static FileJournal onDisk(Path folder, Disk disk) {
        return FileJournal.open(folder, JournalSettings.DEFAULT, disk, UUID::randomUUID);
    }

    /** Appends one event of that id and waits. */
    static JournalPosition append(Journal journal, String id) {
        try {
            return journal.append(SampleEvents.record(id)).get(30, TimeUnit.SECONDS);
        } catch (Exception failed) {
            throw new AssertionError("append of " + id, failed);
        }
    }

    /** Appends one event and waits for its refusal. */
    static JournalUnavailable refused(Journal journal, String id) {
        try {
            JournalPosition kept =
                    journal.append(SampleEvents.record(id)).get(30, TimeUnit.SECONDS);
            throw new AssertionError(id + " was kept at " + kept);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof JournalUnavailable refusal) {
                return refusal;
            }
            throw new AssertionError("append of " + id, failed);
        } catch (Exception failed) {
            throw new AssertionError("append of " + id, failed);
        }
    }

    static List<JournalEntry> all(Journal journal) {
        return journal.read(JournalPosition.start(journal.id()), Integer.MAX_VALUE);
    }

    /** The id of each record's first event. */
    static List<String> ids(Journal journal) {
        return all(journal).stream().map(Journals::id).toList();
    }

    static String id(JournalEntry entry) {
        return ((JournalRecord.Usage) entry.record()).batch().events().getFirst().id();
    }
}
