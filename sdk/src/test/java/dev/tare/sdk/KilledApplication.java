package dev.tare.sdk;

import java.io.IOException;
import java.net.URI;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * An application that tracks until it is killed. How many of each thread's events have returned
 * from {@code track()} stands in a file that outlives it.
 */
final class KilledApplication {
    static final int THREADS = 3;

    private KilledApplication() {}

    /** Arguments: server, spool folder, the file of counts, a name for this run. */
    public static void main(String[] args) throws IOException {
        ApiCostTracker tracker =
                ApiCostTracker.builder(URI.create(args[0]), "tare_key")
                        .spoolFolder(Path.of(args[1]))
                        .spoolBytes(1 << 20)
                        .flushInterval(Duration.ofMillis(10))
                        .backoff(Duration.ofMillis(10), Duration.ofMillis(20))
                        .open();
        MappedByteBuffer counts;
        try (FileChannel file =
                FileChannel.open(
                        Path.of(args[2]), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            counts = file.map(MapMode.READ_WRITE, 0, THREADS * 8L);
        }
        for (int thread = 0; thread < THREADS; thread++) {
            int slot = thread * 8;
            String prefix = args[3] + "-" + thread + "-";
            new Thread(() -> track(tracker, counts, slot, prefix)).start();
        }
    }

    private static void track(
            ApiCostTracker tracker, MappedByteBuffer counts, int slot, String prefix) {
        for (long i = 0; ; ) {
            if (tracker.track(new UsageRecord("openai", "chat").user(prefix + i))) {
                i++;
                counts.putLong(slot, i);
            } else {
                Thread.onSpinWait();
            }
        }
    }
}
