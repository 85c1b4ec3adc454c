package dev.tare.bench.load;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * One event a request on 64 kept connections: first as many as the server takes, then 1,000 a
 * second, each timed from the moment it was due (a late start counts as waiting). Meanwhile the
 * ledger's file is brought up to date as often as it happens by itself, and reports are asked.
 */
public final class SingleTrial {
    private static final int CONNECTIONS = 64;

    /** Requests a second that leave the server time to spare. */
    public static final int CALM_RATE = 1_000;

    /** Until Java has compiled what it compiles: after a shorter one that is what is measured. */
    static final Duration WARM_UP = Duration.ofSeconds(45);

    private final ServerProcess server;
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong different = new AtomicLong();
    private final AtomicLong others = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();
    private volatile Latencies latencies = new Latencies();

    public SingleTrial(ServerProcess server) {
        this.server = server;
    }

    /** Arguments: seconds of each part (default 30), then options for the server. */
    public static void main(String[] args) throws Exception {
        Duration time = Duration.ofSeconds(args.length > 0 ? Long.parseLong(args[0]) : 30);
        List<String> options = Arrays.asList(args).subList(Math.min(1, args.length), args.length);
        Path folder = Machine.folder("tare-singles");
        System.out.println(Machine.line(folder));
        try (ServerProcess server = ServerProcess.start(folder.resolve("data"), options)) {
            server.enterPrices();
            SingleTrial trial = new SingleTrial(server);
            trial.run("warm-up", WARM_UP, 0);
            trial.run("as many as it takes", time, 0);
            server.awaitRecorded(Duration.ofMinutes(5));
            Freshness freshness = new Freshness(server, System.nanoTime() + time.toNanos());
            Thread probe = Thread.ofPlatform().start(freshness);
            trial.run(CALM_RATE + " a second", time, CALM_RATE);
            probe.join();
            System.out.printf(
                    Locale.ROOT,
                    "an event is in the report after: %s (%d probes)%n",
                    freshness.times(),
                    freshness.times().count());
            server.awaitRecorded(Duration.ofMinutes(5));
            long recorded = server.json("/v1/status").at("/ledger/recorded").asLong();
            System.out.printf(
                    Locale.ROOT,
                    "different events sent %,d, in the ledger %,d, lost or doubled %d%n",
                    trial.different.get() + freshness.times().count(),
                    recorded,
                    trial.different.get() + freshness.times().count() - recorded);
        }
    }

    /** Times of the last {@link #run}. */
    public Latencies latencies() {
        return latencies;
    }

    /** Requests accepted a second; {@code rate} is how many are made, 0 for no limit. */
    public double run(String name, Duration time, int rate) throws Exception {
        Latencies times = new Latencies();
        latencies = times;
        accepted.set(0);
        others.set(0);
        ended.set(Long.MIN_VALUE);
        long begin = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            int number = i;
            threads.add(
                    Thread.ofPlatform()
                            .start(() -> send(number, begin, time.toNanos(), rate, times)));
        }
        while (System.nanoTime() - begin < time.toNanos()) {
            ServerProcess.pause(1_000);
            server.get("/v1/reports/profit?range=all&group_by=provider");
        }
        for (Thread thread : threads) {
            thread.join();
        }
        double reached = accepted.get() / (ended.get() / 1e9);
        System.out.printf(
                Locale.ROOT,
                "%s: %,.0f requests/s, %s; answered otherwise %d; behind %,d bytes%n",
                name,
                reached,
                times,
                others.get(),
                server.json("/v1/status").path("bytes_behind").asLong());
        return reached;
    }

    private void send(int number, long begin, long nanos, int rate, Latencies latencies) {
        Clock clock = Clock.systemUTC();
        String name = Long.toString(begin, 36) + "-" + number + "-";
        Traffic traffic = new Traffic(name, name.hashCode());
        long step = rate == 0 ? 0 : 1_000_000_000L * CONNECTIONS / rate;
        try (Sender sender = server.sender("application/json")) {
            long due = begin + step * number / CONNECTIONS;
            while (due - begin < nanos && System.nanoTime() - begin < nanos) {
                for (long left = due - System.nanoTime();
                        step > 0 && left > 0;
                        left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                traffic.next(clock.instant());
                long start = step > 0 ? due : System.nanoTime();
                int status = sender.post(traffic.line(), traffic.length());
                latencies.add(System.nanoTime() - start);
                (status == 202 ? accepted : others).incrementAndGet();
                due += step;
            }
            different.addAndGet(traffic.made());
            ended.accumulateAndGet(System.nanoTime() - begin, Math::max);
        } catch (IOException failed) {
            System.err.println("A sender failed: " + failed);
        }
    }
}
