/**
 * Reports: one registry of metrics, computed from sums in one place.
 *
 * <p>Builds on {@code rollup}. The HTTP API, the command line and the dashboard only show what is
 * computed here.
 */
@NullMarked
package dev.tare.core.profit;

import org.jspecify.annotations.NullMarked;
