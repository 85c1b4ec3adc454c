package dev.tare.bench.tracker;

import dev.tare.sdk.ApiCostTracker;
import dev.tare.sdk.UsageRecord;
import java.io.IOException;
import java.net.URI;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Tracks in several threads until it is killed, and records what has returned in a mapped file. */
final class KilledApplication {
    static final int THREADS = 3;
    static final int SPOOL_BYTES = 4 << 20;
    private static final long PAUSE_NANOS = 20_000;

    private KilledApplication() {}

    static String user(int run, int thread, long n) {
        return run + "-" + thread + "-" + n;
    }

    /** Arguments: server, key, spool folder, record, number of the run. */
    public static void main(String[] args) throws IOException {
        ApiCostTracker tracker =
                ApiCostTracker.builder(URI.create(args[0]), args[1])
                        .spoolFolder(Path.of(args[2]))
                        .spoolBytes(SPOOL_BYTES)
                        .flushInterval(Duration.ofMillis(50))
                        .open();
        MappedByteBuffer record;
        try (FileChannel file =
                FileChannel.open(
                        Path.of(args[3]), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            record = file.map(MapMode.READ_WRITE, 0, THREADS * 8L);
        }
        int run = Integer.parseInt(args[4]);
        for (int i = 0; i < THREADS; i++) {
            int thread = i;
            Thread _ = Thread.ofPlatform().start(() -> track(tracker, record, run, thread));
        }
    }

    private static void track(
            ApiCostTracker tracker, MappedByteBuffer record, int run, int thread) {
        for (long n = 0; ; ) {
            UsageRecord event =
                    new UsageRecord("openai", "chat")
                            .user(user(run, thread, n))
                            .quantity("input_tokens", Fields.tokensIn(n))
                            .quantity("output_tokens", Fields.tokensOut(n));
            if (tracker.track(event)) {
                n++;
                record.putLong(thread * 8, n);
            }
            if (n % 8 == 0) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }
}
