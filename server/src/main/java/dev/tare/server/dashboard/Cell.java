package dev.tare.server.dashboard;

/** What stands in one field of a table. */
public sealed interface Cell {
    /**
     * A name or a date.
     *
     * @param color the slot of the palette its chart series has; -1 = none
     * @param note what must be known about the row's figures; may be empty
     * @param href the calls behind the row; empty = there is no such page
     */
    record Text(String text, int color, String note, String href) implements Cell {
        static Text of(String text) {
            return new Text(text, -1, "", "");
        }
    }

    /** A figure; right aligned, at the decimal point. */
    record Amount(Figure figure) implements Cell {}

    /**
     * A tiny bar.
     *
     * @param percent its length, 0 to 100, of the longest bar in the column
     * @param loss whether it stands for an amount below zero
     */
    record Bar(int percent, boolean loss) implements Cell {}
}
