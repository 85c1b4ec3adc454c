package dev.tare.sdk;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a tracker. Wrong ones throw {@link IllegalArgumentException} here, at the start
 * of the application; once the tracker is open, nothing throws.
 */
public final class TrackerBuilder {
    private static final int MIB = 1 << 20;
    private static final int PAGE = 4_096;

    private final URI server;
    private final String key;
    private Path spoolFolder = Path.of("tare-spool");
    private int spoolBytes = 64 * MIB;
    private int memoryBytes = 4 * MIB;
    private int batchEvents = 1_000;
    private int batchBytes = MIB;
    private Duration flushInterval = Duration.ofSeconds(1);
    private Duration backoffFirst = Duration.ofMillis(500);
    private Duration backoffLongest = Duration.ofSeconds(60);
    private Duration connectTimeout = Duration.ofSeconds(5);
    private Duration requestTimeout = Duration.ofSeconds(30);
    private boolean gzip;
    private int deadLetterBytes = 8 * MIB;
    private boolean shutdownHook = true;
    private TrackerListener listener = report -> {};
    private Clock clock = Clock.systemUTC();

    TrackerBuilder(URI server, String key) {
        String scheme = server.getScheme();
        check(
                ("http".equals(scheme) || "https".equals(scheme)) && server.getHost() != null,
                "server",
                "an address such as http://127.0.0.1:7373",
                server);
        check(
                server.getQuery() == null && server.getFragment() == null,
                "server",
                "an address without ? and #",
                server);
        check(
                !key.isBlank() && key.chars().allMatch(c -> c > ' ' && c < 0x7F),
                "key",
                "an ingest key, visible ASCII",
                "(not shown)");
        this.server = server;
        this.key = key;
    }

    static TrackerBuilder from(Map<String, String> environment) {
        String url = environment.get("TARE_URL");
        String key = environment.get("TARE_KEY");
        check(url != null && !url.isBlank(), "TARE_URL", "the server's address", url);
        check(key != null && !key.isBlank(), "TARE_KEY", "an ingest key", key);
        TrackerBuilder builder = new TrackerBuilder(URI.create("" + url).normalize(), "" + key);
        String spool = environment.get("TARE_SPOOL");
        return spool == null || spool.isBlank() ? builder : builder.spoolFolder(Path.of(spool));
    }

    private static void check(boolean right, String name, String wanted, @Nullable Object value) {
        if (!right) {
            throw new IllegalArgumentException(
                    "Setting " + name + " must be " + wanted + ", but is " + value + ".");
        }
    }

    private static int within(String name, int least, int most, int value) {
        check(value >= least && value <= most, name, "from " + least + " to " + most, value);
        return value;
    }

    private static Duration within(String name, Duration least, Duration most, Duration value) {
        check(
                value.compareTo(least) >= 0 && value.compareTo(most) <= 0,
                name,
                "from " + least + " to " + most,
                value);
        return value;
    }

    /**
     * Where the spools lie; default {@code tare-spool} in the working folder. Several processes of
     * one machine may name the same folder: each takes a spool of its own, and sends what ended
     * processes left. It must be a local disk.
     */
    public TrackerBuilder spoolFolder(Path folder) {
        spoolFolder = folder;
        return this;
    }

    /** Bytes of the spool, 1 MiB to 1 GiB, default 64 MiB: some 350,000 events. */
    public TrackerBuilder spoolBytes(int bytes) {
        spoolBytes = within("spoolBytes", MIB, 1 << 30, bytes) & -PAGE;
        return this;
    }

    /** Bytes outside the heap where no file can be had, 64 KiB to 64 MiB, default 4 MiB. */
    public TrackerBuilder memoryBytes(int bytes) {
        memoryBytes = within("memoryBytes", 1 << 16, 64 * MIB, bytes) & -PAGE;
        return this;
    }

    /** Events a request, 1 to 10,000, default 1,000. */
    public TrackerBuilder batchEvents(int events) {
        batchEvents = within("batchEvents", 1, 10_000, events);
        return this;
    }

    /** Bytes of a request before compression, 1 KiB to 8 MiB, default 1 MiB. */
    public TrackerBuilder batchBytes(int bytes) {
        batchBytes = within("batchBytes", 1_024, 8 * MIB, bytes);
        return this;
    }

    /** How long an event waits for company, 10 ms to 1 hour, default 1 s. */
    public TrackerBuilder flushInterval(Duration interval) {
        flushInterval =
                within("flushInterval", Duration.ofMillis(10), Duration.ofHours(1), interval);
        return this;
    }

    /**
     * The wait after a failed request is by chance, up to a bound that begins with {@code first}
     * (10 ms to 1 minute, default 500 ms) and doubles up to {@code longest} (to 1 hour, default 60
     * s).
     */
    public TrackerBuilder backoff(Duration first, Duration longest) {
        backoffFirst = within("backoff first", Duration.ofMillis(10), Duration.ofMinutes(1), first);
        backoffLongest = within("backoff longest", first, Duration.ofHours(1), longest);
        return this;
    }

    /** Longest wait for a connection, 100 ms to 1 minute, default 5 s. */
    public TrackerBuilder connectTimeout(Duration timeout) {
        connectTimeout =
                within("connectTimeout", Duration.ofMillis(100), Duration.ofMinutes(1), timeout);
        return this;
    }

    /** Longest wait for an answer, 100 ms to 5 minutes, default 30 s. */
    public TrackerBuilder requestTimeout(Duration timeout) {
        requestTimeout =
                within("requestTimeout", Duration.ofMillis(100), Duration.ofMinutes(5), timeout);
        return this;
    }

    /** Whether requests are compressed, default no. Worth it where the way is long. */
    public TrackerBuilder gzip(boolean compress) {
        gzip = compress;
        return this;
    }

    /** Bytes of a spool's dead letters, twice (the full file is kept), 256 KiB to 1 GiB. */
    public TrackerBuilder deadLetterBytes(int bytes) {
        deadLetterBytes = within("deadLetterBytes", 1 << 18, 1 << 30, bytes);
        return this;
    }

    /**
     * Whether the tracker closes itself, within 5 s, when the JVM shuts down in order; default yes.
     * Without it, what waits is sent at the next start.
     */
    public TrackerBuilder shutdownHook(boolean hook) {
        shutdownHook = hook;
        return this;
    }

    /** Is told of rejected and dropped events and of trouble; they are logged in any case. */
    public TrackerBuilder listener(TrackerListener told) {
        listener = told;
        return this;
    }

    /** Gives events their time; default the machine's. */
    public TrackerBuilder clock(Clock given) {
        clock = given;
        return this;
    }

    /**
     * Opens the spool and begins to send. A new spool is written to its full size before this
     * returns, which takes some tens of milliseconds. Throws nothing: where no file can be had, the
     * tracker works in memory and reports {@code spool_unavailable}.
     */
    public ApiCostTracker open() {
        return open(Pace.real());
    }

    ApiCostTracker open(Pace pace) {
        return ApiCostTracker.open(
                new Settings(
                        server,
                        key,
                        spoolFolder,
                        spoolBytes,
                        memoryBytes,
                        batchEvents,
                        batchBytes,
                        flushInterval,
                        backoffFirst,
                        backoffLongest,
                        connectTimeout,
                        requestTimeout,
                        gzip,
                        deadLetterBytes,
                        shutdownHook,
                        listener,
                        clock),
                pace);
    }
}
