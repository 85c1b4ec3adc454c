package dev.tare.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is put into the spool says, once it is read, what the event said. */
class EntryTest {
    private static final long SOURCE = 0xABCD_EF01L;
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00.000001999Z");
    private static final String[] TEXTS = {
        "", "openai", "gpt-4o", "u-42", "é ß ÿ", "漢字", "\uD83D\uDE00", "\uD83D", "\"\\\n\u0000", "a"
    };

    private final Entry entry = new Entry(new Shapes(SOURCE));
    private final EntryReader reader = new EntryReader();

    private String readAgain() {
        assertThat(reader.read(entry.bytes(), entry.length())).isTrue();
        return new String(reader.json(), 0, reader.length(), StandardCharsets.UTF_8);
    }

    private static String direct(UsageRecord event, long number, Instant time) {
        EventForm form = new EventForm();
        form.write(event, SOURCE, number, time);
        return new String(form.json.array(), 0, form.json.length(), StandardCharsets.UTF_8);
    }

    private boolean isCompact() {
        return Entry.isCompact(entry.bytes(), 0);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void any_event_is_read_as_it_would_have_been_written(long seed) {
        Random random = new Random(seed);
        int compact = 0;
        for (int i = 0; i < 5_000; i++) {
            UsageRecord event = event(random);
            long number = random.nextLong() >>> random.nextInt(64);
            Instant time = Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
            entry.write(event, number, time);
            assertThat(readAgain())
                    .as("seed %d, event %d", seed, i)
                    .isEqualTo(direct(event, number, time));
            assertThat(Entry.check(entry.bytes(), 0, entry.length(), new CRC32C()))
                    .isEqualTo(entry.check());
            compact += isCompact() ? 1 : 0;
        }
        assertThat(compact).as("seed %d", seed).isBetween(3_000, 4_999);
    }

    private static String text(Random random) {
        if (random.nextInt(100) == 0) {
            return TEXTS[random.nextInt(TEXTS.length)].repeat(random.nextInt(2_000));
        }
        return TEXTS[random.nextInt(TEXTS.length)];
    }

    private static BigDecimal decimal(Random random) {
        int scale = random.nextInt(20) == 0 ? random.nextInt() : random.nextInt(12);
        return new BigDecimal(new BigInteger(random.nextInt(80), random), scale);
    }

    private static UsageRecord event(Random random) {
        UsageRecord event =
                new UsageRecord(text(random), text(random)).outcome(Outcome.of(random.nextInt(3)));
        if (random.nextBoolean()) {
            event.user(text(random)).model(text(random));
        }
        if (random.nextBoolean()) {
            event.plan(text(random)).processingTime(Duration.ofMillis(random.nextInt()));
        }
        if (random.nextInt(4) == 0) {
            event.error(text(random)).credits(decimal(random));
        }
        if (random.nextInt(4) == 0) {
            event.cost(decimal(random)).fingerprint(text(random));
        }
        for (int i = random.nextInt(random.nextInt(30) == 0 ? 80 : 4); i > 0; i--) {
            event.quantity("unit" + i, random.nextLong());
        }
        switch (random.nextInt(8)) {
            case 0 -> event.quantity(text(random), decimal(random));
            case 1 -> event.metadata(text(random), text(random)).metadata("n", random.nextLong());
            case 2 -> event.metadata("yes", true).metadata("no", false);
            case 3 -> event.metadata("d", decimal(random)).metadata("d2", decimal(random));
            default -> event.metadata("feature", "assistant");
        }
        return event;
    }

    @Test
    void what_was_written_before_does_not_show_in_the_next() {
        UsageRecord[] events = {
            new UsageRecord("p", "o"),
            new UsageRecord("p", "o").user("u"),
            new UsageRecord("p", "o").quantity("a", 1),
            new UsageRecord("p", "o").quantity("a", 1).quantity("b", 2),
            new UsageRecord("p", "o").metadata("a", 1),
            new UsageRecord("p", "o").model("m"),
            new UsageRecord("p", "o").plan("m"),
        };
        for (UsageRecord before : events) {
            for (UsageRecord event : events) {
                entry.write(before, 1, NOON);
                entry.write(event, 2, NOON);
                assertThat(readAgain()).isEqualTo(direct(event, 2, NOON));
            }
        }
    }

    @Test
    void an_amount_comes_back_digit_by_digit_whatever_its_scale() {
        for (int scale : new int[] {Integer.MIN_VALUE, -41, -40, 0, 40, 41, Integer.MAX_VALUE}) {
            BigDecimal amount = new BigDecimal(BigInteger.valueOf(-120), scale);
            UsageRecord event = new UsageRecord("p", "o").cost(amount).quantity("n", amount);
            entry.write(event, 1, NOON);
            assertThat(isCompact()).isEqualTo(Math.abs((long) scale) < 100);
            assertThat(readAgain()).isEqualTo(direct(event, 1, NOON));
        }
    }

    @Test
    void a_time_that_cannot_be_written_is_refused_at_once_and_not_by_the_sender() {
        UsageRecord event = new UsageRecord("p", "o");
        for (Instant time : new Instant[] {Instant.MIN, Instant.MAX}) {
            assertThatThrownBy(() -> entry.write(event, 1, time))
                    .isInstanceOf(RuntimeException.class);
        }
        for (String time : new String[] {"0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z"}) {
            entry.write(event, 1, Instant.parse(time));
            assertThat(isCompact()).isTrue();
            assertThat(readAgain()).isEqualTo(direct(event, 1, Instant.parse(time)));
        }
    }

    @Test
    void whatever_is_written_can_be_one() {
        Random random = new Random(5);
        for (int i = 0; i < 2_000; i++) {
            entry.write(event(random), i, NOON);
            byte[] bytes = entry.bytes();
            int length = entry.length();
            assertThat(Entry.canBeOne(bytes[0], bytes[length - 1], length)).isTrue();
        }
        assertThat(Entry.canBeOne(Entry.COMPACT, (byte) 0, 100_000)).isFalse();
        assertThat(Entry.canBeOne((byte) 0, (byte) '}', 100)).isFalse();
        assertThat(Entry.canBeOne((byte) '{', (byte) 0, 100)).isFalse();
    }

    @Test
    void what_is_added_meanwhile_is_in_it_or_not_but_never_in_part() throws Exception {
        for (int round = 0; round < 200; round++) {
            UsageRecord event = new UsageRecord("p", "o").metadata("m", 7_000);
            Thread adding =
                    new Thread(() -> {
                        for (int i = 0; i < 30; i++) {
                            event.quantity("unit" + i, i).user("user").error("e" + i);
                        }
                    });
            adding.start();
            while (adding.isAlive()) {
                entry.write(event, 1, NOON);
                String json = readAgain();
                assertThat(json).endsWith(",\"metadata\":{\"m\":7000}}");
                assertThat(json.replaceAll("\"unit(\\d+)\":\\1\\b", "")).doesNotContain("unit");
            }
            adding.join();
        }
    }

    @Test
    void a_long_event_lies_there_as_json_and_one_too_long_not_at_all() {
        UsageRecord event = new UsageRecord("p", "o").user("x".repeat(100_000));
        entry.write(event, 1, NOON);
        assertThat(isCompact()).isFalse();
        assertThat(readAgain()).isEqualTo(direct(event, 1, NOON));

        UsageRecord tooLong = event.metadata("m", "x".repeat(100_000));
        assertThatThrownBy(() -> entry.write(tooLong, 2, NOON))
                .isInstanceOf(JsonBytes.TooLong.class);
    }

    @Test
    void no_changed_bit_goes_unnoticed() {
        UsageRecord event =
                new UsageRecord("openai", "chat").user("u-42").quantity("tokens", 1).plan("pro");
        entry.write(event, 7, NOON);
        assertThat(isCompact()).isTrue();
        byte[] bytes = entry.bytes().clone();
        for (int bit = 0; bit < entry.length() * 8; bit++) {
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(Entry.check(bytes, 0, entry.length(), new CRC32C()))
                    .as("bit %d", bit)
                    .isNotEqualTo(entry.check());
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
        }
    }

    @Test
    void what_a_later_version_may_have_written_is_not_guessed_at() {
        entry.write(new UsageRecord("p", "o").quantity("a", 1), 7, NOON);
        byte[] bytes = entry.bytes();
        bytes[Entry.VALUES_AT] = 99;
        assertThat(reader.read(bytes, entry.length())).as("a value of a new kind").isFalse();
        bytes[Entry.VALUES_AT] = Entry.LONG;
        bytes[1] = 99;
        assertThat(reader.read(bytes, entry.length())).as("a new outcome").isFalse();
    }
}
