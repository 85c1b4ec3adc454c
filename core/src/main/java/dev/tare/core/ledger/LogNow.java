package dev.tare.core.ledger;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Port: the log as it is now, each event with the last correction booked, read in parts. What is
 * read is handed on row by row; no more of it is held than what the other side asks for at once.
 */
public interface LogNow {
    /** Takes counts. */
    @FunctionalInterface
    interface Counts {
        void rows(Instant quarterHour, long rows);
    }

    /**
     * Tells how many events each quarter hour (UTC) that has any recorded, earliest first; of those
     * that the span touches. Events whose rows were let go may be counted too.
     */
    void eachQuarterHour(Instant from, Instant to, Counts counts);

    /** Tells the events, in the order of time, source and id. */
    void each(EventScope scope, Consumer<ChargedEvent> sink);

    /**
     * Tells those events whose cost their sender told, in any order; corrected ones as received
     * when they were last corrected. The scope has no events whose rows were let go.
     */
    void eachTold(EventScope scope, Consumer<ChargedEvent> sink);

    /** How many corrections were booked under that name. */
    long booked(String batch);

    /** Tells what each of them changed, in the order they were booked. */
    void eachBooked(String batch, Consumer<Change> sink);

    /**
     * What a correction changes of an event's amounts.
     *
     * @param time of the event (UTC)
     * @param provider after the correction, as the next two
     * @param costBefore USD, {@code null} = unpriced
     * @param costAfter USD, {@code null} = unpriced
     * @param valueBefore USD, {@code null} = unvalued
     * @param valueAfter USD, {@code null} = unvalued
     */
    record Change(
            Instant time,
            String provider,
            String operation,
            String userId,
            @Nullable BigDecimal costBefore,
            @Nullable BigDecimal costAfter,
            @Nullable BigDecimal valueBefore,
            @Nullable BigDecimal valueAfter) {
        /** From the one to the other. */
        public static Change of(ChargedEvent before, ChargedEvent after) {
            StoredEvent event = after.event();
            return new Change(
                    event.time(),
                    event.provider(),
                    event.operation(),
                    event.userId(),
                    before.apiCost(),
                    after.apiCost(),
                    before.creditValue(),
                    after.creditValue());
        }
    }
}
