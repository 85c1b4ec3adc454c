package dev.tare.core.ledger;

import java.nio.file.Path;

/** Port: a consistent copy of the ledger, made by the engine while intake goes on. */
public interface Backups {
    /**
     * Writes a copy, opens it and counts it before it calls it done. The file must not exist yet.
     *
     * @throws StoreUnavailable where it can't be written; the message says why
     */
    Backup backup(Path target);

    /** A finished, verified copy. */
    record Backup(Path file, long bytes, long events) {}
}
