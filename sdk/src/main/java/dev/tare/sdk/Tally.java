package dev.tare.sdk;

/** What several spools hold and have done, added up. */
final class Tally {
    private long found;
    private long acknowledged;
    private long rejected;
    private long waiting;
    private long unreadable;

    synchronized void add(Outbox outbox) {
        found += outbox.spool.found;
        acknowledged += outbox.acknowledged();
        rejected += outbox.rejected();
        waiting += outbox.spool.waiting();
        unreadable += outbox.unreadable();
    }

    synchronized void add(Tally other) {
        if (other != this) {
            found += other.found();
            acknowledged += other.acknowledged();
            rejected += other.rejected();
            waiting += other.waiting();
            unreadable += other.unreadable();
        }
    }

    synchronized long found() {
        return found;
    }

    synchronized long acknowledged() {
        return acknowledged;
    }

    synchronized long rejected() {
        return rejected;
    }

    synchronized long waiting() {
        return waiting;
    }

    synchronized long unreadable() {
        return unreadable;
    }
}
