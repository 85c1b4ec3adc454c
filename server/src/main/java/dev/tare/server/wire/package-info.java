/**
 * The outside forms of events, reports and errors: JSON, NDJSON and CSV.
 *
 * <p>Builds on {@code core} only. Every adapter may use it; {@code http} sends these forms, {@code
 * importer} and {@code cli} read and write the same ones.
 */
@NullMarked
package dev.tare.server.wire;

import org.jspecify.annotations.NullMarked;
