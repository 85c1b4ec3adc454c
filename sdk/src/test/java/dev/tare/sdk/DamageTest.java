package dev.tare.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A spool that isn't as it was written: what checks out is sent, the rest is told. */
class DamageTest extends TrackerCase {
    private static final int EVENTS = 500;
    private Path file;

    /** A spool whose first 100 events were acknowledged. */
    @BeforeEach
    void leaveEvents() {
        try (ApiCostTracker tracker = settings().open()) {
            track(tracker, 0, 100);
            assertThat(tracker.flush(LONG)).isTrue();
            server.replies = lines -> StubServer.Reply.of(503, "journal_unavailable");
            track(tracker, 100, EVENTS);
            assertThat(tracker.close(Duration.ofMillis(50)).spooled()).isEqualTo(EVENTS - 100);
        }
        awaitFree();
        server.replies = server::accept;
        reports.clear();
        file = folder.resolve("spool/spool-0.ring");
    }

    private void flip(long at, int bit) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            assertThat(channel.read(one, at)).isEqualTo(1);
            one.put(0, (byte) (one.get(0) ^ 1 << bit)).rewind();
            assertThat(channel.write(one, at)).isEqualTo(1);
        }
    }

    /** Opens it, sends, and returns how many there are at the server now. */
    private int open() {
        try (ApiCostTracker tracker = settings().open()) {
            track(tracker, EVENTS, EVENTS + 10);
            assertThat(tracker.flush(LONG)).isTrue();
            assertThat(tracker.counts().inMemory()).isFalse();
            assertBalanced(tracker.counts());
        }
        assertThat(server.changed).isEmpty();
        assertThat(server.all("user_id")).endsWith("u508", "u509");
        return server.events().size();
    }

    @Test
    void undamaged_nothing_is_told() {
        assertThat(open()).isEqualTo(EVENTS + 10);
        assertThat(reports).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void flipped_bits_cost_the_events_they_are_in_and_no_other(long seed) throws IOException {
        Random random = new Random(seed);
        int flips = 1 + random.nextInt(5);
        for (int i = 0; i < flips; i++) {
            flip(SpoolHeader.SIZE + random.nextInt(60_000), random.nextInt(8));
        }
        assertThat(open()).as("seed %d", seed).isBetween(EVENTS + 10 - flips, EVENTS + 10);
        if (server.events().size() < EVENTS + 10) {
            assertThat(troubles()).containsOnly("spool_damaged");
            assertThat(folder.resolve("spool/spool-0.ring.damaged")).exists();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 8, 16, 64, 67, 71, 128, 130, 135, 192, 256, 320, 384})
    void a_damaged_header_costs_no_event(int at) throws IOException {
        flip(at, 3);

        assertThat(open()).isEqualTo(EVENTS + 10);
        assertThat(troubles()).containsOnly("spool_damaged");
        assertThat(folder.resolve("spool/spool-0.ring.damaged")).exists();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4_095, 4_096, 4_100, 4_104, 40_001, 1_000_000})
    void a_file_cut_off_gives_what_is_left(int size) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            assertThat(channel.truncate(size).size()).isEqualTo(size);
        }
        int arrived = open();

        assertThat(arrived).isBetween(110, EVENTS + 10);
        assertThat(arrived > 200).isEqualTo(size > 40_000);
        assertThat(troubles()).containsOnly("spool_damaged");
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23})
    void a_file_of_noise_is_set_aside(long seed) throws IOException {
        byte[] noise = new byte[(int) Files.size(file)];
        new Random(seed).nextBytes(noise);
        Files.write(file, noise);

        assertThat(open()).isEqualTo(110);
        assertThat(troubles()).containsExactly("spool_damaged");
        assertThat(folder.resolve("spool/spool-0.ring.damaged")).hasBinaryContent(noise);
    }

    @Test
    void what_a_killed_thread_had_begun_is_passed_over() throws IOException {
        // As if three threads had been killed while they wrote: the words are not there yet, and
        // the bytes only in part.
        for (int entry : new int[] {150, 151, 300}) {
            long at = startOf("u" + entry);
            flip(at, 0);
            flip(at + 40, 1);
        }
        assertThat(open()).isEqualTo(EVENTS + 10 - 3);
    }

    private long startOf(String user) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        String lengthAndUser = "" + (char) (user.length() << 1) + "\0" + user;
        return (long) text.indexOf(lengthAndUser) - Entry.VALUES_AT - Ring.HEAD;
    }
}
