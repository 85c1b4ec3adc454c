package dev.tare.server.http;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What trackers tell of themselves, in the header {@code Tare-Tracker: SPOOL; dropped=N;
 * rejected=M; spooled=K} of each request: above all what they had to drop, which no other figure
 * shows. Kept while the server runs; a tracker tells it again with each request. Safe for use by
 * many threads.
 */
public final class Trackers {
    /** The header's name. */
    public static final String HEADER = "Tare-Tracker";

    /** Trackers remembered; the one heard longest ago makes room. */
    static final int KEPT_MAX = 1_000;

    private static final Pattern FORM =
            Pattern.compile("([0-9a-f]{16})((?: ?; ?[a-z_]{1,32}=[0-9]{1,18}){0,16})");
    private static final Pattern NUMBER = Pattern.compile("([a-z_]+)=([0-9]+)");

    /**
     * What one spool told last.
     *
     * @param spool its id
     * @param source the application its key belongs to
     * @param dropped events it had to drop since it was made
     * @param rejected events this server refused since it was made
     * @param spooled events that waited to be sent
     * @param at when it was heard (UTC)
     */
    public record Told(
            String spool, String source, long dropped, long rejected, long spooled, Instant at) {}

    private final Map<String, Told> told =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Told> eldest) {
                    return size() > KEPT_MAX;
                }
            };

    /** Takes a request's header; passes over one that isn't of the form. */
    void hear(@Nullable String header, String source, Instant at) {
        if (header == null || header.length() > 400) {
            return;
        }
        Matcher form = FORM.matcher(header);
        if (!form.matches()) {
            return;
        }
        Map<String, Long> numbers = new LinkedHashMap<>();
        Matcher number = NUMBER.matcher(form.group(2));
        while (number.find()) {
            numbers.put(number.group(1), Long.parseLong(number.group(2)));
        }
        Told news =
                new Told(
                        form.group(1),
                        source,
                        numbers.getOrDefault("dropped", 0L),
                        numbers.getOrDefault("rejected", 0L),
                        numbers.getOrDefault("spooled", 0L),
                        at);
        synchronized (told) {
            told.merge(source + " " + news.spool(), news, Trackers::latest);
        }
    }

    /** Requests may overtake each other; what only grows never falls. */
    private static Told latest(Told before, Told news) {
        return new Told(
                news.spool(),
                news.source(),
                Math.max(before.dropped(), news.dropped()),
                Math.max(before.rejected(), news.rejected()),
                news.spooled(),
                news.at());
    }

    /** All that were heard, the one heard longest ago first. */
    public List<Told> all() {
        synchronized (told) {
            return List.copyOf(told.values());
        }
    }

    /** Events dropped by all of them. */
    public long dropped() {
        return all().stream().mapToLong(Told::dropped).sum();
    }
}
