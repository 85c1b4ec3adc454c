package dev.tare.server.http;

import static dev.tare.server.http.TestServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Compressed usage, honest and not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GzipIntakeTest {
    private static final String JSON = "application/json";

    @TempDir static Path folder;
    private TestServer server;

    @BeforeAll
    void start() {
        server = new TestServer(folder);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @BeforeEach
    void forget() {
        server.parts.journal.records.clear();
    }

    private static String event(String id) {
        return """
        {"id":"%s","user_id":"u1","provider":"openai","operation":"chat"}\
        """
                .formatted(id);
    }

    @Test
    void gzip_is_unpacked() throws IOException {
        HttpResponse<String> answer = gzip(packed(event("a").getBytes(StandardCharsets.UTF_8)));

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(server.parts.journal.records).hasSize(1);
    }

    /** Whoever unpacked it past the limit would come upon the damage and say so. */
    @Test
    void a_gzip_bomb_is_refused_at_the_limit_unpacked_no_further_and_the_server_goes_on()
            throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 256; i++) {
                out.write(zeros);
            }
        }
        byte[] bomb = packed.toByteArray();
        assertThat(bomb.length).isLessThan(1 << 19);
        Arrays.fill(bomb, bomb.length / 2, bomb.length, (byte) 0xFF);

        HttpResponse<String> answer = gzip(bomb);

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(json(answer).get("code").stringValue()).isEqualTo("body_too_large");
        assertThat(server.usage(JSON, event("after")).statusCode()).isEqualTo(202);
    }

    @Test
    void a_body_of_many_empty_gzip_members_is_refused_and_the_server_goes_on() throws IOException {
        byte[] empty = packed(new byte[0]);
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        for (int i = 0; i < 100_000; i++) {
            many.write(empty);
        }

        HttpResponse<String> answer = gzip(many.toByteArray());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).get("code").stringValue()).isEqualTo("invalid_gzip");
        assertThat(server.usage(JSON, event("after")).statusCode()).isEqualTo(202);
    }

    @Test
    void damaged_and_truncated_gzip_is_refused() throws IOException {
        byte[] whole = packed(event("a").getBytes(StandardCharsets.UTF_8));
        byte[] truncated = java.util.Arrays.copyOf(whole, whole.length - 9);
        byte[] damaged = whole.clone();
        damaged[damaged.length - 6] ^= 1;

        for (byte[] body : List.of(truncated, damaged, new byte[] {1, 2, 3})) {
            HttpResponse<String> answer = gzip(body);
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(json(answer).get("code").stringValue()).isEqualTo("invalid_gzip");
        }
        assertThat(server.parts.journal.records).isEmpty();
    }

    @Test
    void several_members_in_a_row_are_one_body() throws IOException {
        byte[] text = ("[" + event("a") + "," + event("b") + "]").getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int from = 0; from < text.length; from += 7) {
            int to = Math.min(text.length, from + 7);
            body.write(packed(java.util.Arrays.copyOfRange(text, from, to)));
        }

        assertThat(gzip(body.toByteArray()).body()).isEqualTo("{\"accepted\":2,\"rejected\":[]}");
    }

    private HttpResponse<String> gzip(byte[] body) {
        return server.send(
                server.sending("/v1/usage")
                        .header("Content-Type", JSON)
                        .header("Content-Encoding", "gzip")
                        .POST(BodyPublishers.ofByteArray(body)));
    }

    private static byte[] packed(byte[] plain) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(plain);
        }
        return packed.toByteArray();
    }
}
