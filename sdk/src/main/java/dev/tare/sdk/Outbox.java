package dev.tare.sdk;

import dev.tare.sdk.SpoolHeader.Word;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A spool and what goes with it: its lock, and the dead letters of its events. */
final class Outbox {
    final Spool spool;
    private final @Nullable SpoolLock lock;
    private final @Nullable DeadLetters letters;
    private long acknowledged;
    private long rejected;
    private long unreadable;

    Outbox(Spool spool, @Nullable SpoolLock lock, @Nullable DeadLetters letters) {
        this.spool = spool;
        this.lock = lock;
        this.letters = letters;
    }

    /** The header {@code Tare-Tracker}; the form is in the description of this package. */
    String tracker() {
        return spool.id()
                + "; dropped="
                + spool.header.get(Word.DROPPED)
                + "; rejected="
                + spool.header.get(Word.REJECTED)
                + "; spooled="
                + spool.waiting();
    }

    /** The batch has arrived, but for these. */
    synchronized void taken(
            Batch batch, List<Answer.Refusal> refusals, Instant now, Reports reports) {
        for (Answer.Refusal refusal : refusals) {
            bury(batch.event(refusal.index()), refusal, now, reports);
        }
        // Only now: whoever is killed before sends the batch again, and the server knows it.
        if (batch.unreadable() > 0) {
            spool.header.add(Word.DROPPED, batch.unreadable());
            unreadable += batch.unreadable();
            reports.trouble(
                    "event_unreadable",
                    batch.unreadable()
                            + " events in the spool can't be read; they are counted as dropped.",
                    null);
        }
        spool.handled(batch.end(), batch.count() + batch.unreadable(), refusals.size());
        acknowledged += batch.count() - refusals.size();
        rejected += refusals.size();
    }

    private void bury(byte[] event, Answer.Refusal refusal, Instant now, Reports reports) {
        if (letters != null) {
            try {
                letters.write(now, refusal.code(), refusal.message(), event);
            } catch (IOException | RuntimeException failed) {
                reports.trouble(
                        "dead_letters_unwritable",
                        "A rejected event couldn't be written to the dead letters: " + failed,
                        failed);
            }
        }
        reports.tell(
                new TrackerReport.Rejected(
                        new String(event, StandardCharsets.UTF_8),
                        refusal.code(),
                        refusal.message()));
    }

    /** The server has been told these numbers. */
    void told(long dropped, long refused) {
        spool.header.set(Word.DROPPED_TOLD, dropped);
        spool.header.set(Word.REJECTED_TOLD, refused);
    }

    synchronized long acknowledged() {
        return acknowledged;
    }

    synchronized long rejected() {
        return rejected;
    }

    /** Events whose bytes were damaged under the running process. */
    synchronized long unreadable() {
        return unreadable;
    }

    boolean isDone() {
        return spool.isEmpty() && !spool.hasToTell();
    }

    /** Lets another process have it. Nobody may write into it any more. */
    void close(boolean delete) {
        Path file = spool.file();
        try {
            if (delete && file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException inUse) {
            // An empty file stays: it loses nothing, and the next process takes it.
        }
        if (lock != null) {
            lock.close();
        }
    }
}
