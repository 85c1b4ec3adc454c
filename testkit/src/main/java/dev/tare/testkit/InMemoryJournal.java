package dev.tare.testkit;

import dev.tare.core.ledger.Journal;
import dev.tare.core.ledger.JournalDamaged;
import dev.tare.core.ledger.JournalEntry;
import dev.tare.core.ledger.JournalPosition;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.ledger.JournalUnavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A journal that keeps its records in memory and passes {@link JournalContract}. */
public final class InMemoryJournal implements Journal {
    private final UUID id;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition added = lock.newCondition();
    private final List<JournalEntry> entries = new ArrayList<>();
    private JournalUnavailable.@Nullable Cause refusing;

    /** An empty journal of that identity. */
    public InMemoryJournal(UUID id) {
        this.id = id;
    }

    /** Refuses records from now on, as a real one with a full disk would; null = takes them. */
    public void refuse(JournalUnavailable.@Nullable Cause cause) {
        lock.lock();
        try {
            refusing = cause;
            added.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public UUID id() {
        return id;
    }

    @Override
    public CompletableFuture<JournalPosition> append(JournalRecord record) {
        lock.lock();
        try {
            if (refusing != null) {
                return CompletableFuture.failedFuture(
                        new JournalUnavailable(refusing, "This journal takes no records now."));
            }
            JournalPosition after = new JournalPosition(id, entries.size() + 1L);
            entries.add(new JournalEntry(record, after));
            added.signalAll();
            return CompletableFuture.completedFuture(after);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public JournalPosition end() {
        lock.lock();
        try {
            return new JournalPosition(id, entries.size());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<JournalEntry> read(JournalPosition from, int eventsMax) {
        if (!from.journal().equals(id)) {
            throw new IllegalArgumentException("Position " + from + " is of another journal.");
        }
        lock.lock();
        try {
            if (from.offset() > entries.size()) {
                throw new JournalDamaged("The journal ends before " + from.offset() + ".");
            }
            List<JournalEntry> read = new ArrayList<>();
            long events = 0;
            for (JournalEntry entry : entries.subList((int) from.offset(), entries.size())) {
                events += weight(entry.record());
                if (!read.isEmpty() && events > eventsMax) {
                    break;
                }
                read.add(entry);
            }
            return read;
        } finally {
            lock.unlock();
        }
    }

    private static int weight(JournalRecord record) {
        return switch (record) {
            case JournalRecord.Usage usage -> Math.max(1, usage.batch().events().size());
            case JournalRecord.Prices prices -> 1;
            case JournalRecord.Retention retention -> 1;
            case JournalRecord.Repricing anew -> 1;
            case JournalRecord.Correction correction ->
                    Math.max(1, correction.usage().events().size());
            case JournalRecord.Decision decision -> Math.max(1, decision.entries().size());
        };
    }

    @Override
    public boolean awaitBeyond(JournalPosition position, Duration atMost)
            throws InterruptedException {
        long nanos = atMost.toNanos();
        lock.lockInterruptibly();
        try {
            while (entries.size() <= position.offset()
                    && refusing != JournalUnavailable.Cause.CLOSED
                    && nanos > 0) {
                nanos = added.awaitNanos(nanos);
            }
            return entries.size() > position.offset();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        refuse(JournalUnavailable.Cause.CLOSED);
    }
}
