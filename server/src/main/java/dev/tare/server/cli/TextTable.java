package dev.tare.server.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A table for the terminal: columns as wide as their content, numbers to the right and point below
 * point.
 */
final class TextTable {
    private static final Pattern NUMBER =
            Pattern.compile("(≥ )?[-−+]?\\$?[0-9][0-9,]*(\\.[0-9]+)? *");

    private final List<String> header;
    private final List<List<String>> rows = new ArrayList<>();
    private final Set<Integer> right = new TreeSet<>();
    private boolean totalLine;

    TextTable(List<String> header) {
        this.header = List.copyOf(header);
    }

    /** Sets a column flush right. */
    TextTable right(int column) {
        right.add(column);
        return this;
    }

    void row(List<String> cells) {
        rows.add(cells.stream().map(TextTable::printable).toList());
    }

    /** The last row is a total: a line is drawn above it. */
    TextTable withTotal() {
        totalLine = true;
        return this;
    }

    @Override
    public String toString() {
        right.forEach(this::alignPoints);
        int[] widths = new int[header.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = length(header.get(i));
            for (List<String> row : rows) {
                widths[i] = Math.max(widths[i], length(row.get(i)));
            }
        }
        StringBuilder text = new StringBuilder();
        line(text, header, widths);
        rule(text, widths);
        for (int i = 0; i < rows.size(); i++) {
            if (totalLine && i == rows.size() - 1) {
                rule(text, widths);
            }
            line(text, rows.get(i), widths);
        }
        return text.toString();
    }

    /**
     * Numbers with fewer decimals than another one of the column end earlier, unless it mixes
     * kinds.
     */
    private void alignPoints(int column) {
        long kinds =
                rows.stream()
                        .map(row -> row.get(column))
                        .filter(cell -> NUMBER.matcher(cell).matches())
                        .map(cell -> cell.contains("$"))
                        .distinct()
                        .count();
        if (kinds > 1) {
            return;
        }
        int longest = rows.stream().mapToInt(row -> behindPoint(row.get(column))).max().orElse(0);
        rows.replaceAll(row -> {
            String cell = row.get(column);
            List<String> aligned = new ArrayList<>(row);
            int missing = NUMBER.matcher(cell).matches() ? longest - behindPoint(cell) : 0;
            aligned.set(column, cell + " ".repeat(missing));
            return aligned;
        });
    }

    /** How many characters a number has from its point on; 0 for what is none. */
    private static int behindPoint(String cell) {
        int point = NUMBER.matcher(cell).matches() ? cell.indexOf('.') : -1;
        return point < 0 ? 0 : length(cell) - point;
    }

    private void line(StringBuilder text, List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String gap = " ".repeat(widths[i] - length(cells.get(i)));
            line.append(i == 0 ? "" : "  ");
            line.append(right.contains(i) ? gap + cells.get(i) : cells.get(i) + gap);
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }

    private static void rule(StringBuilder text, int[] widths) {
        for (int i = 0; i < widths.length; i++) {
            text.append(i == 0 ? "" : "  ").append("─".repeat(widths[i]));
        }
        text.append('\n');
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** A name from outside must not steer the terminal. */
    static String printable(String cell) {
        StringBuilder text = new StringBuilder(cell.length());
        cell.codePoints()
                .forEach(c -> text.appendCodePoint(Character.isISOControl(c) ? '\uFFFD' : c));
        return text.toString();
    }
}
