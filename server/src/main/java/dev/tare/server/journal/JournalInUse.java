package dev.tare.server.journal;

/** Another process, or another part of this one, has the journal's folder open. */
public final class JournalInUse extends RuntimeException {
    JournalInUse(String message) {
        super(message);
    }
}
