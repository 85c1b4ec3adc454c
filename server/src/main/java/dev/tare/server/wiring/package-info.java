/**
 * Puts the house together: the only place, beside the command line, that sees every adapter.
 *
 * <p>{@link dev.tare.server.wiring.House} opens journal and ledger and runs the recorder between
 * them; {@link dev.tare.server.wiring.WebServer} puts HTTP, security and the dashboard in front.
 */
@NullMarked
package dev.tare.server.wiring;

import org.jspecify.annotations.NullMarked;
