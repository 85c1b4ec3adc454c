package dev.tare.server.journal;

import dev.tare.core.ledger.Journal;
import dev.tare.testkit.JournalContract;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The file journal keeps the promises of the port, in one file and over many. */
class FileJournalContractTest {
    @Nested
    class InOneFile extends JournalContract {
        @TempDir Path folder;

        @Override
        protected Journal newJournal() {
            return FileJournal.open(folder);
        }
    }

    @Nested
    class OverManyFiles extends JournalContract {
        @TempDir Path folder;

        @Override
        protected Journal newJournal() {
            return FileJournal.open(
                    folder, new JournalSettings(4096, 1 << 20), Disk.LOCAL, UUID::randomUUID);
        }
    }
}
