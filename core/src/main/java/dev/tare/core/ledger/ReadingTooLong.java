package dev.tare.core.ledger;

import java.time.Duration;

/** A question was ended since its time was up; one for less may be answered. */
public final class ReadingTooLong extends RuntimeException {
    public ReadingTooLong(Duration atMost) {
        super(
                "Reading this takes longer than "
                        + atMost.toSeconds()
                        + " s; ask for a shorter span of time, or for fewer values.");
    }
}
