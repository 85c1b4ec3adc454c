package dev.tare.bench.faults;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A trial's own journal: what one sender made, by number, and what became of it. Now and then a
 * batch repeats an acknowledged event word for word, or sends its id with another body, which must
 * end in quarantine. Seeded. Filled by one thread.
 */
final class OwnBook {
    /** Prices for all that is made here: $0.08 an image. */
    static final String PRICES =
            """
            source: "Made up for the fault trials"
            rate_cards:
              - id: faults-image
                provider: faults
                operation: upscale
                from: 2020-01-01
                rates:
                  images: "0.08"
            """;

    /** What must hold for an event in the end. */
    enum Fate {
        /** Sent, and never answered: in the ledger once at most. */
        UNKNOWN,
        /** In the ledger exactly once. */
        ACKNOWLEDGED,
        /** Only part of its request was ever sent, or it was refused: not in the ledger. */
        NEVER
    }

    /** Some events in one body, not to be changed: to be sent again as it is. */
    static final class Batch {
        final byte[] body;
        final int from;
        final int to;
        final List<Integer> conflicts;

        private Batch(byte[] body, int from, int to, List<Integer> conflicts) {
            this.body = body;
            this.from = from;
            this.to = to;
            this.conflicts = conflicts;
        }
    }

    private static final int CENTS_AN_IMAGE = 8;
    private static final int REPEATS_IN_1000 = 15;
    private static final int CONFLICTS_IN_1000 = 3;
    private static final Duration OLD = Duration.ofDays(40);

    private final String name;
    private final SplittableRandom random;
    private final Instant start;
    private final List<Fate> conflicts = new ArrayList<>();
    private Fate[] events = new Fate[1_024];
    private int made;

    /**
     * An empty one.
     *
     * @param name begins every id; letters and digits
     * @param start the time around which events lie
     */
    OwnBook(String name, long seed, Instant start) {
        this.name = name;
        this.random = new SplittableRandom(seed);
        this.start = start.truncatedTo(ChronoUnit.MILLIS);
    }

    String name() {
        return name;
    }

    SplittableRandom random() {
        return random;
    }

    int made() {
        return made;
    }

    int conflictsMade() {
        return conflicts.size();
    }

    /** New events, as lines of JSON; repeats and conflicts come on top. */
    Batch next(int count) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(count * 200);
        List<Integer> others = new ArrayList<>();
        int from = made;
        for (int i = 0; i < count; i++) {
            int chance = random.nextInt(1_000);
            int earlier = from == 0 ? -1 : random.nextInt(from);
            if (earlier >= 0 && events[earlier] == Fate.ACKNOWLEDGED) {
                if (chance < REPEATS_IN_1000) {
                    body.writeBytes(line(earlier, "u-" + earlier % 97));
                } else if (chance < REPEATS_IN_1000 + CONFLICTS_IN_1000) {
                    others.add(conflicts.size());
                    body.writeBytes(line(earlier, "conflict-" + name + "-" + conflicts.size()));
                    conflicts.add(Fate.UNKNOWN);
                }
            }
            body.writeBytes(line(made, "u-" + made % 97));
            add();
        }
        return new Batch(body.toByteArray(), from, made, others);
    }

    private void add() {
        if (made == events.length) {
            events = Arrays.copyOf(events, made * 2);
        }
        events[made++] = Fate.UNKNOWN;
    }

    /** A fifth has no time of its own, one in 101 is older than repeats are remembered for. */
    private byte[] line(int number, String user) {
        Instant time = start.minusMillis(number * 37L % 200_000_000);
        if (number % 101 == 0) {
            time = time.minus(OLD);
        }
        String stamp = number % 5 == 0 ? "" : "\"time\":\"" + time + "\",";
        return ("{\"id\":\""
                        + name
                        + "-"
                        + number
                        + "\","
                        + stamp
                        + "\"user_id\":\""
                        + user
                        + "\",\"provider\":\"faults\",\"operation\":\"upscale\",\"plan\":\"basic\","
                        + "\"quantities\":{\"images\":"
                        + images(number)
                        + "}}\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static int images(int number) {
        return 1 + number % 5;
    }

    /** What an event costs, in cents. */
    static int cents(int number) {
        return CENTS_AN_IMAGE * images(number);
    }

    void settle(Batch batch, Fate fate) {
        Arrays.fill(events, batch.from, batch.to, fate);
        batch.conflicts.forEach(conflict -> conflicts.set(conflict, fate));
    }

    Fate event(int number) {
        return events[number];
    }

    /** The event sent with the id of another, by its own number. */
    Fate conflict(int number) {
        return conflicts.get(number);
    }

    long acknowledged() {
        long count = 0;
        for (int i = 0; i < made; i++) {
            count += events[i] == Fate.ACKNOWLEDGED ? 1 : 0;
        }
        return count;
    }
}
