/**
 * Files of past usage (CSV, NDJSON) read row by row into usage events.
 *
 * <p>A {@link dev.tare.server.importer.Mapping} says which column is which field; rows are checked
 * by the rules of {@code core.event}; an {@link dev.tare.server.importer.ImportRun} hands them on
 * in batches to a sink, which the wiring connects to the journal or to a running server.
 */
@NullMarked
package dev.tare.server.importer;

import org.jspecify.annotations.NullMarked;
