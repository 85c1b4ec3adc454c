package dev.tare.server.dashboard;

/**
 * One of the figures at the top.
 *
 * @param id of the element
 * @param title what the figure means, in a sentence
 * @param tone of the figure itself: {@code loss}, {@code warn} or empty
 * @param href where its details are; empty = none
 */
public record Tile(
        String id,
        String label,
        String title,
        Figure figure,
        String tone,
        Change change,
        String href) {
    private static final int FITS_LARGE = 15;
    private static final int FITS_MEDIUM = 19;

    /** How large the figure is drawn, so that even a long one keeps to its line. */
    public String size() {
        int length = figure.text().length();
        return length <= FITS_LARGE ? "" : length <= FITS_MEDIUM ? "long" : "longest";
    }
}
