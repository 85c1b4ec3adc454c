package dev.tare.bench.tracker;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** How much of the heap lives on because of a tracker that works: with and without it, after GC. */
final class HeapUse {
    private static final int EVENTS = 200_000;

    private HeapUse() {}

    static void print(Path folder) throws IOException, InterruptedException {
        try (Sink sink = new Sink(body -> {})) {
            long without = live();
            TareTracker tracker = new TareTracker(sink.uri(), folder);
            Thread[] threads = new Thread[8];
            for (int i = 0; i < threads.length; i++) {
                threads[i] = Thread.ofPlatform().start(() -> work(tracker));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            boolean sent = tracker.tracker().flush(Duration.ofSeconds(30));
            long with = live();
            System.out.printf(
                    Locale.ROOT,
                    "%nheap: %,d kB live with a tracker that has sent %,d events (%s), %,d kB"
                            + " without: %,d kB%n",
                    with / 1_024,
                    sink.events(),
                    sent ? "all" : "not all",
                    without / 1_024,
                    (with - without) / 1_024);
            tracker.close();
        }
    }

    private static void work(TareTracker tracker) {
        Pacer pacer = new Pacer(tracker, 40_000, EVENTS / 8 * 40_000L);
        pacer.run();
    }

    private static long live() throws InterruptedException {
        for (int i = 0; i < 5; i++) {
            System.gc();
            Thread.sleep(50);
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
