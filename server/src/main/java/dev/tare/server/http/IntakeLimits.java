package dev.tare.server.http;

import dev.tare.server.wire.Problem;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The answers where too much is sent, the same for all that goes into the journal as events. */
final class IntakeLimits {
    private static final Duration BEHIND_WAIT = Duration.ofSeconds(10);
    private static final Duration OVERRUN_WAIT = Duration.ofSeconds(5);
    private static final Duration BUSY_WAIT = Duration.ofSeconds(1);

    private IntakeLimits() {}

    /** Why nothing is taken now, {@code null} where it is. */
    static @Nullable Problem reached(IntakeServlet.Parts parts) {
        if (parts.gate().bytesBehind() > parts.settings().behindBytesMax()) {
            return Problem.capacity(
                    503,
                    "too_far_behind",
                    "The ledger is too far behind what was accepted; send it again later.",
                    BEHIND_WAIT);
        }
        return parts.gate().overrun()
                ? Problem.capacity(
                        503,
                        "too_far_behind",
                        "More is sent than the ledger can take; send it again later.",
                        OVERRUN_WAIT)
                : null;
    }

    /** Other bodies fill the memory meant for all. */
    static Problem tooBusy() {
        return Problem.capacity(
                503,
                "too_busy",
                "Too many large requests are in work; nothing of this one was accepted.",
                BUSY_WAIT);
    }
}
