package dev.tare.server.importer;

import org.jspecify.annotations.Nullable;

/** One row of a file: its cells, or why it has none. */
sealed interface RawRow {
    /** The row's first line, from 1. */
    long line();

    /** The row as it stands in the file, to be kept aside where it can't be used. */
    byte[] raw();

    /** A row with cells. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Filled(long line, byte[] raw, Cells cells) implements RawRow {}

    /** A row that can't be taken apart. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Damaged(long line, byte[] raw, String code, String message) implements RawRow {}

    /** The values of a row. */
    interface Cells {
        /** The value of a column, {@code null} where the row has none. */
        @Nullable String get(String column);

        /** All columns of this row that have a name. */
        Iterable<String> names();
    }
}
