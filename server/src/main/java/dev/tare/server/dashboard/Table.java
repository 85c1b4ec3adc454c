package dev.tare.server.dashboard;

import java.util.List;

/**
 * A table of figures.
 *
 * @param caption what it shows, for everyone who can't see the panel around it
 * @param columns in order; the first names the row
 * @param rows in order
 * @param total the last row, over all; empty = none
 * @param more how many further rows aren't shown
 */
public record Table(
        String caption, List<Column> columns, List<List<Cell>> rows, List<Cell> total, int more) {
    public Table {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        total = List.copyOf(total);
    }

    /**
     * A column.
     *
     * @param title what it means, in a sentence; may be empty
     * @param number whether it is right aligned
     */
    public record Column(String label, String title, boolean number) {}

    /** How many characters the decimals beyond the second take in that column, at most. */
    public int restWidth(int column) {
        int width = 0;
        for (List<Cell> row : rows) {
            width = Math.max(width, restLength(row.get(column)));
        }
        return total.isEmpty() ? width : Math.max(width, restLength(total.get(column)));
    }

    private static int restLength(Cell cell) {
        return cell instanceof Cell.Amount number ? number.figure().rest().length() : 0;
    }
}
