package dev.tare.server.dashboard;

import java.util.List;

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
    private static final int FITS_LARGE = 11;
    private static final int FITS_MEDIUM = 14;

    /** How large the figures are drawn, all alike, so that even the longest keeps to its line. */
    public static String size(List<Tile> tiles) {
        int longest =
                tiles.stream().mapToInt(tile -> tile.figure().text().length()).max().orElse(0);
        return longest <= FITS_LARGE ? "" : longest <= FITS_MEDIUM ? "long" : "longest";
    }
}
