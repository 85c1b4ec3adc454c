package dev.tare.bench.faults;

import dev.tare.bench.faults.OwnBook.Batch;
import dev.tare.bench.faults.OwnBook.Fate;
import dev.tare.bench.load.Latencies;
import dev.tare.bench.load.Sender;
import dev.tare.bench.load.ServerProcess;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Senders without manners: each sends on its own connection as fast as it is answered, and what was
 * refused at once again, whatever the answer asks for.
 */
final class Crowd {
    private final ServerProcess server;
    private final List<OwnBook> books = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Map<String, LongAdder> answers = new ConcurrentHashMap<>();
    private final Latencies accepted = new Latencies();
    private final Latencies refused = new Latencies();
    private final AtomicLong events = new AtomicLong();

    Crowd(ServerProcess server) {
        this.server = server;
    }

    /** Begins to send, for that time. */
    void add(String name, int senders, int batch, Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (int i = 0; i < senders; i++) {
            OwnBook book = new OwnBook(name + i, i, Clock.systemUTC().instant());
            books.add(book);
            threads.add(Thread.ofPlatform().start(() -> send(book, batch, end)));
        }
    }

    /** Waits for all of them. */
    void join() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void send(OwnBook book, int size, long end) {
        Batch batch = book.next(size);
        Sender sender = null;
        while (System.nanoTime() < end) {
            try {
                if (sender == null) {
                    sender = server.sender("application/x-ndjson");
                }
                long begin = System.nanoTime();
                int status = sender.post(batch.body, batch.body.length);
                long took = System.nanoTime() - begin;
                boolean says = sender.retryAfter() > 0;
                count(status + (status == 202 || says ? "" : " without Retry-After"));
                (status == 202 ? accepted : refused).add(took);
                if (status == 202) {
                    book.settle(batch, Fate.ACKNOWLEDGED);
                    events.addAndGet(batch.to - batch.from);
                    batch = book.next(size);
                }
            } catch (ConnectException closedDoor) {
                count("connection refused");
                ServerProcess.pause(1);
            } catch (IOException broken) {
                count("broken: " + broken.getMessage());
                sender = closed(sender);
            }
        }
        closed(sender);
    }

    private static @Nullable Sender closed(@Nullable Sender sender) {
        try {
            if (sender != null) {
                sender.close();
            }
        } catch (IOException gone) {
            // It is of no use any more, either way.
        }
        return null;
    }

    private void count(String answer) {
        answers.computeIfAbsent(answer, ignored -> new LongAdder()).increment();
    }

    List<OwnBook> books() {
        return books;
    }

    /** Events acknowledged so far; repeats sent with them don't count. */
    long events() {
        return events.get();
    }

    /** How often each answer came. */
    Map<String, Long> answers() {
        Map<String, Long> sums = new TreeMap<>();
        answers.forEach((answer, count) -> sums.put(answer, count.sum()));
        return sums;
    }

    /** How long it took to be accepted. */
    Latencies accepted() {
        return accepted;
    }

    /** How long it took to be refused. */
    Latencies refused() {
        return refused;
    }
}
