package dev.tare.sdk;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A few forms for all threads. Not thread-locals: those would grow with the number of threads,
 * virtual ones among them, and stay behind in an application server's threads.
 */
final class EventForms {
    private static final int PROBES = 4;
    private final AtomicReferenceArray<EventForm> resting;
    private final String idPrefix;

    EventForms(int size, String idPrefix) {
        this.resting = new AtomicReferenceArray<>(size);
        this.idPrefix = idPrefix;
    }

    /** One that nobody else has; a new one where all nearby are taken. */
    EventForm borrow() {
        int home = home();
        for (int i = 0; i < PROBES; i++) {
            EventForm form = resting.getAndSet((home + i) % resting.length(), null);
            if (form != null) {
                return form;
            }
        }
        return new EventForm(idPrefix);
    }

    void giveBack(EventForm form) {
        int home = home();
        for (int i = 0; i < PROBES; i++) {
            if (resting.compareAndSet((home + i) % resting.length(), null, form)) {
                return;
            }
        }
    }

    @SuppressWarnings("deprecation") // threadId() came with Java 19.
    private int home() {
        return (int) (Thread.currentThread().getId() % resting.length());
    }
}
