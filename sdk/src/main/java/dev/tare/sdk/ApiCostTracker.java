package dev.tare.sdk;

import dev.tare.sdk.SpoolHeader.Word;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Records what an application's calls to providers use, and brings it to a Tare server.
 *
 * <pre>{@code
 * ApiCostTracker tracker = ApiCostTracker.fromEnvironment().open();   // one for the application
 *
 * Answer answer = tracker.call("openai", "chat").user("u-42").plan("pro").model("gpt-4o")
 *         .around(() -> client.chat(question), (result, call) -> call
 *                 .quantity("input_tokens", result.inputTokens())
 *                 .quantity("output_tokens", result.outputTokens()));
 * }</pre>
 *
 * <p>All methods may be called by any thread, and none but {@link #flush} and {@link #close} waits
 * for anything. None throws on account of the tracker. An event for which {@link #track} has
 * returned {@code true} outlives a killed process (not a loss of power) and is sent until the
 * server has acknowledged or refused it.
 */
public final class ApiCostTracker implements AutoCloseable {
    private static final Duration CLOSE_MAX = Duration.ofSeconds(5);

    private final Clock clock;
    private final Pace pace;
    private final Spool spool;
    private final Entries entries;
    private final Losses losses;
    private final Sender sender;
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicBoolean closed = new AtomicBoolean();
    private @Nullable Thread hook;

    private ApiCostTracker(
            Settings settings, Pace pace, Spool spool, Entries entries, Losses losses, Sender s) {
        this.clock = settings.clock();
        this.pace = pace;
        this.spool = spool;
        this.entries = entries;
        this.losses = losses;
        this.sender = s;
    }

    /**
     * Settings for a server and a key.
     *
     * @param server its address, such as {@code http://127.0.0.1:7373}
     * @param key an ingest key; the server knows by it which application sends
     * @throws IllegalArgumentException where one of them can't be right
     */
    public static TrackerBuilder builder(URI server, String key) {
        return new TrackerBuilder(server, key);
    }

    /**
     * Settings from {@code TARE_URL}, {@code TARE_KEY} and, if set, {@code TARE_SPOOL}, the folder.
     *
     * @throws IllegalArgumentException where one of the first two is missing or can't be right
     */
    public static TrackerBuilder fromEnvironment() {
        return TrackerBuilder.from(System.getenv());
    }

    static ApiCostTracker open(Settings settings, Pace pace) {
        Reports reports = new Reports(settings.listener(), settings.clock());
        SpoolFolder folder = new SpoolFolder(settings, ApiCostTracker::random);
        Outbox own;
        try {
            own = folder.take();
        } catch (Throwable failed) {
            own = new Outbox(Spool.inMemory(settings.memoryBytes(), random()), null, null);
            folder = null;
            reports.tell(
                    new TrackerReport.Trouble(
                            "spool_unavailable",
                            "No spool can be had in "
                                    + settings.spoolFolder()
                                    + ", events wait in memory and are lost with the process: "
                                    + failed,
                            failed));
        }
        int processors = Runtime.getRuntime().availableProcessors();
        Entries entries =
                new Entries(Math.min(64, Math.max(8, 2 * processors)), new Shapes(random()));
        Losses losses = new Losses();
        Sender sender = new Sender(settings, pace, reports, losses, own, folder);
        sender.reportDamage(own);
        ApiCostTracker tracker =
                new ApiCostTracker(settings, pace, own.spool, entries, losses, sender);
        tracker.start(settings.shutdownHook());
        return tracker;
    }

    /** Once a process and once a spool: it may cost something. */
    private static long random() {
        UUID random = UUID.randomUUID();
        return random.getMostSignificantBits() ^ (random.getLeastSignificantBits() << 7);
    }

    private void start(boolean hooked) {
        Thread thread = new Thread(sender, "tare-tracker");
        thread.setDaemon(true);
        thread.start();
        if (hooked) {
            hook = new Thread(() -> close(CLOSE_MAX), "tare-tracker-close");
            try {
                Runtime.getRuntime().addShutdownHook(hook);
            } catch (IllegalStateException endingAlready) {
                hook = null;
            }
        }
    }

    /**
     * A call to wrap.
     *
     * @param provider who is called, such as {@code openai}
     * @param operation for what, such as {@code chat}
     */
    public TrackedCall call(String provider, String operation) {
        return new TrackedCall(this, provider, operation);
    }

    /**
     * Records a call by hand.
     *
     * @return {@code true}: it is in the spool; {@code false}: there was no room, or the tracker is
     *     closed, or it can't be written. It is counted as dropped, and the listener is told.
     */
    public boolean track(UsageRecord record) {
        return take(record);
    }

    boolean take(UsageFields<?> event) {
        long number = numbers.getAndIncrement();
        try {
            Entry entry = entries.borrow();
            try {
                Instant time = event.time;
                entry.write(event, number, time == null ? clock.instant() : time);
                if (spool.put(entry)) {
                    return true;
                }
            } finally {
                entries.giveBack(entry);
            }
        } catch (Throwable unexpected) {
            failed(unexpected);
        }
        losses.dropped(spool);
        return false;
    }

    void failed(Throwable thrown) {
        losses.failed(thrown);
    }

    Instant now() {
        return clock.instant();
    }

    long nanos() {
        return pace.nanos();
    }

    /** Where the events are at this moment. */
    public TrackerCounts counts() {
        Tally tally = sender.tally();
        return new TrackerCounts(
                tally.found(),
                numbers.get(),
                tally.acknowledged(),
                tally.rejected(),
                tally.waiting(),
                losses.count() + tally.unreadable(),
                spool.header.get(Word.DROPPED),
                spool.file() == null);
    }

    /**
     * Sends what this tracker holds now, without waiting for more to come together.
     *
     * @return whether all of it has been acknowledged or refused within that time; {@code false}
     *     also where the thread was interrupted, which it then still is
     */
    public boolean flush(Duration atMost) {
        try {
            return sender.flush(atMost);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Takes nothing more, sends what it holds for at most that time, and ends. What is left stays
     * in the spool for the next start. A second call changes nothing.
     *
     * @return where the events are now: {@code spooled} is what is left
     */
    public TrackerCounts close(Duration atMost) {
        if (closed.compareAndSet(false, true)) {
            spool.ring.close();
            try {
                sender.close(atMost);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            unhook();
        }
        return counts();
    }

    /** {@link #close(Duration)} within 5 seconds. */
    @Override
    public void close() {
        TrackerCounts unused = close(CLOSE_MAX);
    }

    private void unhook() {
        try {
            if (hook != null && Thread.currentThread() != hook) {
                Runtime.getRuntime().removeShutdownHook(hook);
            }
        } catch (IllegalStateException endingAlready) {
            // Then the hook finds the tracker closed.
        }
    }
}
