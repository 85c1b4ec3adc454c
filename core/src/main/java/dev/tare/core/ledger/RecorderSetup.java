package dev.tare.core.ledger;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * How much a recorder takes at once, and what helps it.
 *
 * @param pieceEvents events held in memory together
 * @param eventsMax events of a transaction, at most one piece more
 * @param helper gets pieces of the journal ready while others are written
 * @param shelf keeps the memory of identities
 * @param keySizes how that memory is cut
 * @param seed where hashes begin, unless the shelf says so: what nobody can guess, best
 * @param unmatched told what couldn't be corrected, behind the transaction; mostly nothing
 */
public record RecorderSetup(
        int pieceEvents,
        int eventsMax,
        Executor helper,
        KeyShelf shelf,
        KeySizes keySizes,
        long seed,
        Consumer<List<UnmatchedCorrection>> unmatched) {
    /**
     * It is its own helper, and keeps nothing but what is in the store. A piece is small enough to
     * be forgotten before memory is tidied up. Transactions grow with what waits; a large one is
     * cheapest by the row, and this is about two seconds' work.
     */
    public static final RecorderSetup ALONE =
            new RecorderSetup(
                    10_000, 198_000, Runnable::run, KeyShelf.NONE, KeySizes.DEFAULT, 0, none -> {});

    /** The same with pieces and transactions of that size. */
    public RecorderSetup withSizes(int pieceEvents, int eventsMax) {
        return new RecorderSetup(pieceEvents, eventsMax, helper, shelf, keySizes, seed, unmatched);
    }

    /** The same with that helper. */
    public RecorderSetup withHelper(Executor helper) {
        return new RecorderSetup(pieceEvents, eventsMax, helper, shelf, keySizes, seed, unmatched);
    }

    /** The same with that shelf. */
    public RecorderSetup withShelf(KeyShelf shelf) {
        return new RecorderSetup(pieceEvents, eventsMax, helper, shelf, keySizes, seed, unmatched);
    }

    /** The same with a memory cut so. */
    public RecorderSetup withKeySizes(KeySizes keySizes) {
        return new RecorderSetup(pieceEvents, eventsMax, helper, shelf, keySizes, seed, unmatched);
    }

    /** The same with that seed. */
    public RecorderSetup withSeed(long seed) {
        return new RecorderSetup(pieceEvents, eventsMax, helper, shelf, keySizes, seed, unmatched);
    }

    /** The same with that listener. */
    public RecorderSetup withUnmatched(Consumer<List<UnmatchedCorrection>> unmatched) {
        return new RecorderSetup(pieceEvents, eventsMax, helper, shelf, keySizes, seed, unmatched);
    }
}
