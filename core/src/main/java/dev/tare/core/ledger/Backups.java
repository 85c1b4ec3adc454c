package dev.tare.core.ledger;

import java.nio.file.Path;
import java.util.List;

/** Port: a consistent copy of the ledger, made by the engine while intake goes on. */
public interface Backups {
    /**
     * Writes a copy, opens it as a ledger of its own and checks it before it calls it done. The
     * file must not exist yet.
     *
     * @throws StoreUnavailable where it can't be written or doesn't pass; the message says why
     */
    Backup backup(Path target);

    /**
     * A finished, verified copy.
     *
     * @param events rows of the log in it
     * @param quarantined events set aside in it
     * @param states how far it has come with each journal
     */
    record Backup(Path file, long bytes, long events, long quarantined, List<LedgerState> states) {
        public Backup {
            states = List.copyOf(states);
        }

        /** Where the rest isn't known. */
        public Backup(Path file, long bytes, long events) {
            this(file, bytes, events, 0, List.of());
        }
    }
}
