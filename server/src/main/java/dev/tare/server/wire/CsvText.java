package dev.tare.server.wire;

/** Cells of CSV files, made harmless for the spreadsheet that opens them. */
public final class CsvText {
    /** What makes a spreadsheet take a cell for a formula, full-width forms included. */
    private static final String FORMULA_STARTS = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    private CsvText() {}

    /** A text from outside as a cell: one that would start a formula gets a leading apostrophe. */
    public static String cell(String text) {
        boolean formula = !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0;
        return formula ? "'" + text : text;
    }
}
