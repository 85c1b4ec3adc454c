/**
 * The HTTP API: one thin resource per feature, one way of telling errors.
 *
 * <p>Asks {@code security} who calls, speaks the forms of {@code wire}, and works on the ports of
 * {@code core}, which the wiring hands in.
 */
@NullMarked
package dev.tare.server.http;

import org.jspecify.annotations.NullMarked;
