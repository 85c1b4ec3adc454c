package dev.tare.server.importer;

import org.jspecify.annotations.Nullable;

/**
 * A row that couldn't be used.
 *
 * @param line its first line in the file, from 1
 * @param field the field at fault, {@code null} where the row as a whole is
 * @param code stable, in snake case
 * @param message the value (shortened) and the mend
 */
public record BrokenRow(long line, @Nullable String field, String code, String message) {}
