/**
 * The tracker of the module {@code sdk}, measured: how long {@code track()} keeps a caller, beside
 * OpenTelemetry's {@code BatchSpanProcessor}, and what is left when the application is killed.
 * {@code ./bench/run track} and {@code ./bench/run tracker-kill} start these.
 */
@NullMarked
package dev.tare.bench.tracker;

import org.jspecify.annotations.NullMarked;
