package dev.tare.server.postgres;

/** Numbers rows of the log without a gap; the first number is what the last transaction left. */
final class RowNumbers {
    private long next;

    RowNumbers(long next) {
        this.next = next;
    }

    long next() {
        return next++;
    }

    /** How many rows there are, those numbered here included. */
    long count() {
        return next;
    }
}
