package dev.tare.server.journal;

import dev.tare.core.ledger.JournalPosition;
import java.util.concurrent.CompletableFuture;

/** An encoded record on its way to disk, and who waits for it. */
final class Waiting {
    private final byte type;
    private final byte[] payload;
    private final int bodySum;
    private final CompletableFuture<JournalPosition> appended = new CompletableFuture<>();

    Waiting(byte type, byte[] payload) {
        this.type = type;
        this.payload = payload;
        this.bodySum = Frame.sum(payload, 0, payload.length);
    }

    /** Its frame, so many bytes behind the first of its group. */
    Frame frame(int group) {
        return new Frame(payload.length, type, group, bodySum);
    }

    byte[] payload() {
        return payload;
    }

    long bytes() {
        return Frame.bytes(payload.length);
    }

    CompletableFuture<JournalPosition> appended() {
        return appended;
    }
}
