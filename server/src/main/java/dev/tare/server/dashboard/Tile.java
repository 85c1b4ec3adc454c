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
        String href) {}
