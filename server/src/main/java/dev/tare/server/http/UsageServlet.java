package dev.tare.server.http;

import java.time.Instant;

/**
 * {@code POST /v1/usage}: usage in Tare's own form. What is wrong with one event sinks no other.
 */
public final class UsageServlet extends IntakeServlet {
    /** Where it belongs. */
    public static final String PATH = "/v1/usage";

    public UsageServlet(Parts parts) {
        super(parts);
    }

    @Override
    UsageBody.Types types() {
        return UsageBody.Types.USAGE;
    }

    @Override
    Intake begin(String source, Instant now) {
        return new UsageAnswer(source, now);
    }
}
