package dev.tare.bench.tracker;

import dev.tare.bench.load.Machine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * How long recording a call keeps the caller: the tracker beside OpenTelemetry's {@code
 * BatchSpanProcessor}, in the same JVM, the same fields, round about.
 *
 * <p>Two times are taken of each call. <em>hand over</em> is {@code track()} and {@code span.end()}
 * alone. <em>all</em> begins with making the record or the span, which no caller is spared. Calls
 * come at a steady pace, so that neither side measures its own full queue; what was dropped is
 * shown. The two take turns in being first, and none begins before the other's thread has finished
 * what it had to send. The cost of reading the clock twice is in every figure and printed beside.
 */
public final class TrackTrial {
    private static final int WARM_UPS = 4;
    private static final int WARM_UP = 75_000;
    private static final long[] NANOS_BETWEEN = {50_000, 20_000};

    /** Short, so that both meet with whatever else the machine does. */
    private static final long ROUND_NANOS = 1_000_000_000L;

    private TrackTrial() {}

    /** Arguments: how many rounds of each (default 12). */
    public static void main(String[] args) throws IOException, InterruptedException {
        int rounds = args.length == 0 ? 12 : Integer.parseInt(args[0]);
        System.out.printf(
                Locale.ROOT,
                "%d cores, Java %s, two readings of the clock take %d ns (median)%n",
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                clockNanos());
        Path folder = Machine.folder("tare-track");
        try (Sink sink = new Sink(body -> {});
                TareTracker tracker = new TareTracker(sink.uri(), folder);
                SpanProcessor spans = new SpanProcessor()) {
            List<Candidate> candidates = List.of(tracker, spans);
            for (int i = 0; i < WARM_UPS; i++) {
                // By turns: the compiler sees early that there are two.
                for (Candidate candidate : candidates) {
                    warmUp(candidate);
                }
            }
            for (int threads = 1; threads <= 2; threads++) {
                for (long between : NANOS_BETWEEN) {
                    compare(candidates, threads, between, rounds);
                }
            }
        }
        HeapUse.print(folder);
    }

    private static void warmUp(Candidate candidate) throws InterruptedException {
        Pacer pacer = new Pacer(candidate, 3_000, WARM_UP * 3_000L);
        pacer.run();
        candidate.settle();
    }

    private static void compare(List<Candidate> candidates, int threads, long between, int rounds)
            throws InterruptedException {
        Map<String, Histogram> all = new LinkedHashMap<>();
        Map<String, Histogram> handOver = new LinkedHashMap<>();
        Map<String, Long> dropped = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (Candidate candidate : round % 2 == 0 ? candidates : candidates.reversed()) {
                long before = candidate.dropped();
                for (Pacer pacer : run(candidate, threads, between)) {
                    merge(all, candidate, pacer.all());
                    merge(handOver, candidate, pacer.handOver());
                }
                candidate.settle();
                dropped.merge(candidate.name(), candidate.dropped() - before, Long::sum);
            }
        }
        printHead(threads, between, rounds);
        print("all", all, dropped);
        print("hand over", handOver, dropped);
    }

    private static void printHead(int threads, long between, int rounds) {
        System.out.printf(
                Locale.ROOT,
                "%n%d thread(s), each %,d calls/s, %d rounds of 1 s%n",
                threads,
                1_000_000_000L / between,
                rounds);
        System.out.printf(
                Locale.ROOT,
                "%-30s %9s %9s %9s %9s %10s %9s%n",
                "ns",
                "median",
                "p99",
                "p99.9",
                "max",
                "calls",
                "dropped");
    }

    private static List<Pacer> run(Candidate candidate, int threads, long between)
            throws InterruptedException {
        List<Pacer> pacers = new ArrayList<>();
        List<Thread> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Pacer pacer = new Pacer(candidate, between, ROUND_NANOS);
            pacers.add(pacer);
            running.add(Thread.ofPlatform().start(pacer));
        }
        for (Thread thread : running) {
            thread.join();
        }
        return pacers;
    }

    private static void merge(
            Map<String, Histogram> into, Candidate candidate, Histogram histogram) {
        into.computeIfAbsent(candidate.name(), name -> new Histogram(3)).add(histogram);
    }

    private static void print(
            String what, Map<String, Histogram> histograms, Map<String, Long> dropped) {
        histograms.forEach((name, h) ->
                System.out.printf(
                        Locale.ROOT,
                        "%-30s %,9d %,9d %,9d %,9d %,10d %,9d%n",
                        what + ", " + name,
                        h.getValueAtPercentile(50),
                        h.getValueAtPercentile(99),
                        h.getValueAtPercentile(99.9),
                        h.getMaxValue(),
                        h.getTotalCount(),
                        dropped.get(name)));
        List<Histogram> two = List.copyOf(histograms.values());
        System.out.printf(
                Locale.ROOT,
                "%-30s %9.2f %9.2f %9.2f%n",
                "  tracker / BatchSpanProcessor",
                ratio(two, 50),
                ratio(two, 99),
                ratio(two, 99.9));
    }

    private static double ratio(List<Histogram> two, double percentile) {
        return (double) two.get(0).getValueAtPercentile(percentile)
                / two.get(1).getValueAtPercentile(percentile);
    }

    private static long clockNanos() {
        Histogram histogram = new Histogram(3);
        for (int i = 0; i < 1_000_000; i++) {
            long start = System.nanoTime();
            histogram.recordValue(System.nanoTime() - start);
        }
        return histogram.getValueAtPercentile(50);
    }
}
