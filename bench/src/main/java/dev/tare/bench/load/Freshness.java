package dev.tare.bench.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * How long it takes until an event is in a report: sends one with an operation of its own, then
 * asks for that operation until it is there. Again and again, one after the other.
 */
final class Freshness implements Runnable {
    private static final long ASK_AGAIN_MS = 20;
    private static final long APART_MS = 100;

    private final ServerProcess server;
    private final long endNanos;
    private final Latencies times = new Latencies();
    private final String name;

    /**
     * Prepares.
     *
     * @param endNanos when to stop, as {@link System#nanoTime} tells it
     */
    Freshness(ServerProcess server, long endNanos) {
        this.server = server;
        this.endNanos = endNanos;
        this.name = "probe-" + Long.toString(endNanos, 36);
    }

    /** From the start of the sending to the report that had it. */
    Latencies times() {
        return times;
    }

    @Override
    public void run() {
        try (Sender sender = server.sender("application/json")) {
            for (int i = 0; System.nanoTime() < endNanos; i++) {
                long begin = System.nanoTime();
                String operation = name + "-" + i;
                byte[] event =
                        String.format(
                                        Locale.ROOT,
                                        "{\"id\":\"%s\",\"user_id\":\"probe\","
                                                + "\"provider\":\"openai\","
                                                + "\"operation\":\"%s\",\"plan\":\"pro\"}",
                                        operation,
                                        operation)
                                .getBytes(StandardCharsets.UTF_8);
                if (sender.post(event, event.length) != 202) {
                    ServerProcess.pause(APART_MS);
                    continue;
                }
                String report = "/v1/reports/profit?range=all&operation=" + operation;
                while (server.json(report).at("/total/requests").asLong() == 0) {
                    ServerProcess.pause(ASK_AGAIN_MS);
                }
                times.add(System.nanoTime() - begin);
                ServerProcess.pause(APART_MS);
            }
        } catch (IOException | InterruptedException failed) {
            System.err.println("The probe failed: " + failed);
        }
    }
}
