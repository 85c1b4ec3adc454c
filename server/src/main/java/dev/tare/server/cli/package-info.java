/**
 * The command line: one class for each verb, thin. A verb asks the running server, or opens the
 * data folder itself where none runs; both are a {@link dev.tare.server.cli.TareLink}.
 *
 * <p>Neighbours: {@code wiring} opens the house, {@code importer} reads files, {@code demo} makes
 * the sample data, {@code wire} gives reports their printed form. No verb but {@code serve} and
 * {@code demo} starts the web framework.
 */
@NullMarked
package dev.tare.server.cli;

import org.jspecify.annotations.NullMarked;
