package dev.tare.server.postgres;

/**
 * Told how far the days are cut anew in another zone. Nobody is told where nothing has to be cut.
 */
@FunctionalInterface
public interface DaysCut {
    /** Where nobody wants to know. */
    DaysCut UNTOLD = (done, events) -> {};

    /**
     * Told at the beginning, and whenever it has come further.
     *
     * @param done events of the log that lie in their new days, 0 at first
     * @param events of the log in all
     */
    void at(long done, long events);
}
