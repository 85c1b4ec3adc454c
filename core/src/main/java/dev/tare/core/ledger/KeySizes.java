package dev.tare.core.ledger;

/**
 * How the memory of identities is cut.
 *
 * @param firstTableBits binary logarithm of the slots of the first table; where there are others, a
 *     new one has as many slots as if each of them had doubled it
 * @param largestTableBits at most this
 * @param worthKeeping fewer keys than this are read from the log in less time than it takes to put
 *     them aside
 */
public record KeySizes(int firstTableBits, int largestTableBits, int worthKeeping) {
    /** Tables of 4 MB to 64 MB. */
    public static final KeySizes DEFAULT = new KeySizes(19, 23, 200_000);
}
