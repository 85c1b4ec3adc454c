package dev.tare.bench.load;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Realistic usage as lines of JSON, made fast enough not to be what is measured: about 50
 * combinations of provider, operation, model and plan, few of them frequent; 5,000 users a day,
 * some of them busy; 1 % late by up to three days, 1 % an exact repeat of an earlier event. Seeded;
 * one for each sender.
 */
public final class Traffic {
    static final int USERS = 5_000;
    private static final int REMEMBERED = 512;
    private static final String[] PLANS = {"free", "basic", "starter", "pro", "payg_10"};
    private static final int[] PLAN_SHARES = {15, 40, 60, 90, 100};

    private static final String[][] CALLS = {
        {"openai", "chat", "gpt-4o-mini", "t"},
        {"openai", "chat", "gpt-4o", "t"},
        {"anthropic", "chat", "claude-sonnet-4-5", "t"},
        {"deep_image", "upscale", "", "i"},
        {"openai", "embeddings", "text-embedding-3-small", "e"},
        {"clipping_magic", "background-removal", "", "i"},
        {"openai", "image", "gpt-image-1", "i"},
        {"vectorizer", "vectorize", "", "i"},
        {"anthropic", "chat", "claude-haiku-4-5", "t"},
        {"deep_image", "background-removal", "", "i"},
    };
    private static final int[] CALL_SHARES = {34, 52, 64, 74, 82, 88, 92, 95, 98, 100};

    private final SplittableRandom random;
    private final byte[] prefix;
    private final byte[][] remembered = new byte[REMEMBERED][];
    private byte[] line = new byte[1_024];
    private int length;
    private long made;
    private long repeats;
    private long stampSecond = Long.MIN_VALUE;
    private byte[] stamp = new byte[0];

    /** Events of a sender; {@code name} begins every id. */
    public Traffic(String name, long seed) {
        this.random = new SplittableRandom(seed);
        this.prefix = name.getBytes(StandardCharsets.US_ASCII);
    }

    /** Different events made so far. */
    long made() {
        return made;
    }

    /** Exact repeats among what was made. */
    long repeats() {
        return repeats;
    }

    /** The last line made, without a line end, in the first {@link #length} bytes. */
    byte[] line() {
        return line;
    }

    int length() {
        return length;
    }

    /** Makes the next event, called at that time. */
    void next(Instant now) {
        int slot = random.nextInt(REMEMBERED);
        byte @Nullable [] earlier = remembered[slot];
        if (earlier != null && random.nextInt(100) == 0) {
            System.arraycopy(earlier, 0, line, 0, earlier.length);
            length = earlier.length;
            repeats++;
            return;
        }
        length = 0;
        made++;
        boolean late = random.nextInt(100) == 0;
        event(late ? now.minusSeconds(random.nextInt(3 * 86_400)) : now);
        if (random.nextInt(64) == 0 || (earlier == null && slot < 8)) {
            remembered[slot] = Arrays.copyOf(line, length);
        }
    }

    private void event(Instant time) {
        String[] call = CALLS[share(CALL_SHARES)];
        text("{\"id\":\"").bytes(prefix).number(made).text("\",\"time\":\"");
        time(time);
        text("\",\"user_id\":\"user-").number(user()).text("\",\"provider\":\"").text(call[0]);
        text("\",\"operation\":\"").text(call[1]);
        if (!call[2].isEmpty()) {
            text("\",\"model\":\"").text(call[2]);
        }
        text("\",\"plan\":\"").text(PLANS[share(PLAN_SHARES)]).text("\",");
        quantities(call[3]);
        text(",\"processing_time_ms\":").number(40 + random.nextInt(4_000));
        if (random.nextInt(50) == 0) {
            text(",\"status\":\"failed\",\"error\":\"timeout after 30 s\"");
        }
        text("}");
    }

    private void quantities(String kind) {
        switch (kind) {
            case "t" ->
                    text("\"quantities\":{\"input_tokens\":")
                            .number(20 + random.nextInt(3_000))
                            .text(",\"output_tokens\":")
                            .number(1 + random.nextInt(900))
                            .text("}");
            case "e" ->
                    text("\"quantities\":{\"input_tokens\":")
                            .number(20 + random.nextInt(3_000))
                            .text("}");
            default -> text("\"quantities\":{\"images\":1},\"credits\":1");
        }
    }

    /** A fifth of the users makes most of the calls. */
    private int user() {
        return random.nextInt(10) < 7 ? random.nextInt(USERS / 5) : random.nextInt(USERS);
    }

    private int share(int[] shares) {
        int at = random.nextInt(100);
        int i = 0;
        while (at >= shares[i]) {
            i++;
        }
        return i;
    }

    private void time(Instant time) {
        if (time.getEpochSecond() != stampSecond) {
            stampSecond = time.getEpochSecond();
            stamp =
                    time.truncatedTo(ChronoUnit.SECONDS)
                            .toString()
                            .substring(0, 19)
                            .getBytes(StandardCharsets.US_ASCII);
        }
        bytes(stamp);
        int micros = time.getNano() / 1_000;
        put('.');
        for (int digit = 100_000; digit > 0; digit /= 10) {
            put((char) ('0' + micros / digit % 10));
        }
        put('Z');
    }

    @SuppressWarnings("deprecation") // The one quick way for text known to be ASCII.
    private Traffic text(String text) {
        room(text.length());
        text.getBytes(0, text.length(), line, length);
        length += text.length();
        return this;
    }

    private Traffic bytes(byte[] bytes) {
        room(bytes.length);
        System.arraycopy(bytes, 0, line, length, bytes.length);
        length += bytes.length;
        return this;
    }

    private Traffic number(long number) {
        long unit = 1;
        while (number / unit >= 10) {
            unit *= 10;
        }
        for (; unit > 0; unit /= 10) {
            put((char) ('0' + number / unit % 10));
        }
        return this;
    }

    private void put(char c) {
        room(1);
        line[length++] = (byte) c;
    }

    private void room(int more) {
        if (length + more > line.length) {
            line = Arrays.copyOf(line, line.length * 2);
        }
    }
}
