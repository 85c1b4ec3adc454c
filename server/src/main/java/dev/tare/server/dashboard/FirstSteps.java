package dev.tare.server.dashboard;

import java.net.URI;

/** What a new workspace is told to type. */
final class FirstSteps {
    /** Brings in usage there already is. */
    static final String IMPORT = "./tare import usage calls.csv --dry-run";

    private FirstSteps() {}

    /**
     * Sends one event to this server. It works as it stands once {@code TARE_KEY} holds an ingest
     * key: its provider and operation have a price from the start.
     */
    static String event(URI server) {
        return """
        curl -sS %s/v1/usage \\
          -H "Authorization: Bearer $TARE_KEY" \\
          -H "Content-Type: application/json" \\
          -d '{"id":"first-event","user_id":"user-1","plan":"basic",
               "provider":"deep_image","operation":"upscale"}'\
        """
                .formatted(server);
    }
}
