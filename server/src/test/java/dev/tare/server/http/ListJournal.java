package dev.tare.server.http;

import dev.tare.core.ledger.Journal;
import dev.tare.core.ledger.JournalEntry;
import dev.tare.core.ledger.JournalPosition;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.ledger.JournalUnavailable;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Keeps what was accepted for the tests to look at; can be told to fail. */
final class ListJournal implements Journal {
    final List<JournalRecord> records = new CopyOnWriteArrayList<>();
    volatile JournalUnavailable.@Nullable Cause failing;
    private final UUID id = UUID.fromString("6f1d1c9e-7c0b-4a58-9a51-0e8c7b0f1a11");

    @Override
    public UUID id() {
        return id;
    }

    @Override
    public CompletableFuture<JournalPosition> append(JournalRecord record) {
        JournalUnavailable.Cause cause = failing;
        if (cause != null) {
            return CompletableFuture.failedFuture(new JournalUnavailable(cause, "told to fail"));
        }
        records.add(record);
        return CompletableFuture.completedFuture(end());
    }

    @Override
    public JournalPosition end() {
        return new JournalPosition(id, records.size());
    }

    @Override
    public List<JournalEntry> read(JournalPosition from, int eventsMax) {
        return List.of();
    }

    @Override
    public boolean awaitBeyond(JournalPosition position, Duration atMost) {
        return false;
    }

    @Override
    public void close() {}
}
