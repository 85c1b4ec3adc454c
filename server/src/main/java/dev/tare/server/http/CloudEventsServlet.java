package dev.tare.server.http;

import java.time.Instant;

/**
 * {@code POST /api/v1/events}: CloudEvents, as OpenMeter takes them, so that its senders need
 * another address and key and nothing else. All of a request is taken, or nothing.
 */
public final class CloudEventsServlet extends IntakeServlet {
    /** Where it belongs. */
    public static final String PATH = "/api/v1/events";

    public CloudEventsServlet(Parts parts) {
        super(parts);
    }

    @Override
    UsageBody.Types types() {
        return UsageBody.Types.CLOUD_EVENTS;
    }

    @Override
    Intake begin(String source, Instant now) {
        return new CloudEventsAnswer(source, now);
    }
}
