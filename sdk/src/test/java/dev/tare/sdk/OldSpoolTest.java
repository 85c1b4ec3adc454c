package dev.tare.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a version wrote whose events lay in the spool as JSON is sent, byte for byte. */
class OldSpoolTest extends TrackerCase {
    private static final int MIB = 1 << 20;
    private static final int EVENTS = 300;
    private static final byte[] FIRST_FORM = "TASPOL01".getBytes(StandardCharsets.US_ASCII);

    private Path file = Path.of("");

    @BeforeEach
    void leaveEvents() throws IOException {
        ByteBuffer memory = ByteBuffer.allocateDirect(SpoolHeader.SIZE + MIB);
        new SpoolHeader(memory.slice(0, SpoolHeader.SIZE)).write(42, MIB);
        memory.put(0, FIRST_FORM);
        Ring ring = new Ring(memory.slice(SpoolHeader.SIZE, MIB));
        for (int i = 0; i < EVENTS; i++) {
            byte[] json = json(i).getBytes(StandardCharsets.UTF_8);
            CRC32C crc = new CRC32C();
            crc.update(json, 0, json.length);
            ring.fill(ring.claim(json.length), json, json.length, (int) crc.getValue());
        }
        byte[] bytes = new byte[memory.capacity()];
        memory.get(0, bytes);
        file = Files.createDirectories(folder.resolve("spool")).resolve("spool-0.ring");
        Files.write(file, bytes);
    }

    private static String json(int i) {
        return "{\"id\":\"old-" + i + "\",\"provider\":\"p\",\"user_id\":\"u" + i + "\"}";
    }

    private void assertAllSent() {
        assertThat(server.all("user_id")).isEqualTo(users(0, EVENTS + 10));
        for (int i = 0; i < EVENTS; i++) {
            assertThat(server.events().get(i)).isEqualTo(json(i));
        }
    }

    @Test
    void it_is_taken_over_and_new_events_go_behind_the_old_ones() {
        try (ApiCostTracker tracker = settings().open()) {
            assertThat(tracker.counts().found()).isEqualTo(EVENTS);
            track(tracker, EVENTS, EVENTS + 10);
            assertThat(tracker.flush(LONG)).isTrue();
            assertBalanced(tracker.counts());
        }
        assertAllSent();
        assertThat(reports).isEmpty();
    }

    @Test
    void both_forms_wait_in_it_for_the_next_start() throws IOException {
        server.replies = lines -> StubServer.Reply.of(503, "journal_unavailable");
        try (ApiCostTracker tracker = settings().open()) {
            track(tracker, EVENTS, EVENTS + 10);
            assertThat(tracker.close(Duration.ofMillis(50)).spooled()).isEqualTo(EVENTS + 10);
        }
        awaitFree();
        // Whoever knows the first form only must not take it for one.
        assertThat(Files.readAllBytes(file))
                .startsWith("TASPOL02".getBytes(StandardCharsets.US_ASCII));
        server.replies = server::accept;
        reports.clear();
        try (ApiCostTracker tracker = settings().open()) {
            assertThat(tracker.flush(LONG)).isTrue();
        }
        assertAllSent();
        assertThat(server.changed).isEmpty();
        assertThat(reports(TrackerReport.Trouble.class)).isEmpty();
    }

    @Test
    void it_is_salvaged_like_a_new_one() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(0, 13);
        Files.write(file, bytes);
        try (ApiCostTracker tracker = settings().open()) {
            track(tracker, EVENTS, EVENTS + 10);
            assertThat(tracker.flush(LONG)).isTrue();
        }
        assertAllSent();
        assertThat(troubles()).containsExactly("spool_damaged");
    }
}
