package dev.tare.bench.tracker;

/** One of those that are measured: records a call, the n-th, with the same fields as the others. */
interface Candidate extends AutoCloseable {
    String name();

    /** Makes the record, with all its fields. */
    Object make(long n);

    /** Hands it over, which is what returns to the caller. */
    void handOver(Object made);

    /** Waits until its own thread has done what is left: that is not to fall on the next one. */
    void settle();

    /** How many it has lost so far. */
    long dropped();

    @Override
    void close();
}
