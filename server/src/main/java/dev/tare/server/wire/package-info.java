/**
 * The written forms of events, prices, reports and problems: JSON, CSV and YAML on one side, the
 * domain's values on the other.
 *
 * <p>Every adapter may use this package; it knows {@code core} and no adapter.
 */
@NullMarked
package dev.tare.server.wire;

import org.jspecify.annotations.NullMarked;
