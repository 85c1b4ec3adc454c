package dev.tare.core.ledger;

import java.nio.LongBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Port: keeps tables of identities outside the heap and across restarts. All of it is in the log as
 * well, so whatever fails here costs time or memory, and no more.
 */
public interface KeyShelf {
    /** What {@link #put} says where it kept nothing. */
    long NOT_KEPT = -1;

    /** Keeps nothing. */
    KeyShelf NONE =
            new KeyShelf() {
                @Override
                public @Nullable KeyCatalog catalog() {
                    return null;
                }

                @Override
                public @Nullable LongBuffer open(KeyCatalog.Table table) {
                    return null;
                }

                @Override
                public long put(long[] slots) {
                    return NOT_KEPT;
                }

                @Override
                public boolean save(KeyCatalog catalog) {
                    return false;
                }

                @Override
                public void forget() {
                    // Nothing is kept.
                }
            };

    /** What was saved last; {@code null} where there is none that can be read. */
    @Nullable KeyCatalog catalog();

    /**
     * The slots of a table as they were put there, outside the heap; {@code null} where they can't
     * be read or are damaged. They stay readable when a later catalog leaves the table out.
     */
    @Nullable LongBuffer open(KeyCatalog.Table table);

    /**
     * Puts slots there, durably; returns the table's number, or {@link #NOT_KEPT}. No number is
     * given twice, not even where the shelf was lost in between.
     */
    long put(long[] slots);

    /**
     * Makes this, durably and at once, what the next start finds; other tables may go. {@code
     * false} where that failed, and what was there stays.
     */
    boolean save(KeyCatalog catalog);

    /** Makes the next start find nothing, where that is possible. */
    void forget();
}
