/**
 * The tracker: records each call of a provider's API inside the application that makes it, and
 * brings the records to a Tare server.
 *
 * <p>{@link dev.tare.sdk.ApiCostTracker} is the door. {@code track} writes an event, compact, into
 * a spool, a memory-mapped file with a ring in it, and returns; one daemon thread makes JSON of
 * what lies there, sends it to {@code POST /v1/usage}, in order, and forgets it once the server has
 * acknowledged it. It needs the JDK (17 or newer) and nothing else, and shares no class with the
 * server: the written form of an event is the only thing the two have in common.
 *
 * <h2>The header {@code Tare-Tracker}</h2>
 *
 * <p>Each request also says what the server can't see by itself:
 *
 * <pre>
 * Tare-Tracker  = spool-id *( ";" SP name "=" number )
 * spool-id      = 16 lower-case hexadecimal digits
 * name          = "dropped" / "rejected" / "spooled"     ; a reader passes over other names
 * number        = 1*18 decimal digits
 * </pre>
 *
 * <p>for example {@code Tare-Tracker: 9f3b2c0a11d4e877; dropped=12; rejected=3; spooled=480}. The
 * spool-id is that of the spool the request's events lie in. {@code dropped} (events that found the
 * spool full, or could not be written) and {@code rejected} (events that went to the dead letters)
 * count since the spool was made, over restarts, and never fall: of two requests with the same
 * spool-id the larger numbers are the later ones. {@code spooled} is what waits at that moment,
 * this request's events among it. Where there is something to tell but no event to send, the
 * request has no events: an empty array.
 */
@NullMarked
package dev.tare.sdk;

import org.jspecify.annotations.NullMarked;
