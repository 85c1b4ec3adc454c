package dev.tare.server.dashboard;

import org.jspecify.annotations.Nullable;

/**
 * A block of the page: a chart with its table behind it, or a table alone.
 *
 * @param id of the element
 * @param title the heading
 * @param subtitle one line below it
 * @param width how much of the grid it takes: {@code wide}, {@code half}, {@code narrow}
 * @param chart as JSON that is safe inside a script element; {@code null} = only the table
 * @param label what the chart shows, in a sentence
 * @param csv address of the same figures as a file; empty = none
 */
public record Panel(
        String id,
        String title,
        String subtitle,
        String width,
        @Nullable String chart,
        String label,
        Table table,
        String csv) {}
