package dev.tare.bench.tracker;

/** One of those that are measured: records a call, the n-th, with the same fields as the others. */
interface Candidate extends AutoCloseable {
    String name();

    /** Makes the record, with all its fields. */
    Object make(long n);

    /** Hands it over, which is what returns to the caller. */
    void handOver(Object made);

    /** How many it has lost so far. */
    long dropped();

    @Override
    void close();
}
