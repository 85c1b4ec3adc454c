package dev.tare.server.http;

import static dev.tare.server.http.TestServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.event.UsageBatch;
import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.ledger.JournalUnavailable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UsageIntakeTest {
    private static final String JSON = "application/json";
    private static final String NDJSON = "application/x-ndjson";

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
        server.parts.journal.failing = null;
        server.parts.bytesBehind = 0;
    }

    private static String event(String id) {
        return """
        {"id":"%s","user_id":"u1","provider":"openai","operation":"chat"}\
        """
                .formatted(id);
    }

    private List<UsageEvent> accepted() {
        return server.parts.journal.records.stream()
                .map(record -> ((JournalRecord.Usage) record).batch())
                .flatMap(batch -> batch.events().stream())
                .toList();
    }

    private UsageBatch onlyBatch() {
        assertThat(server.parts.journal.records).hasSize(1);
        return ((JournalRecord.Usage) server.parts.journal.records.getFirst()).batch();
    }

    @Test
    void one_object_becomes_one_batch_with_the_keys_source_and_the_receipt_stamp() {
        HttpResponse<String> answer = server.usage(JSON, event("a"));

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).isEqualTo("{\"accepted\":1,\"rejected\":[]}");
        assertThat(onlyBatch().source()).isEqualTo("default");
        assertThat(onlyBatch().receivedAt()).isEqualTo(TestParts.NOW);
        assertThat(onlyBatch().events()).extracting(UsageEvent::id).containsExactly("a");
    }

    @Test
    void an_array_and_lines_are_taken_in_order_as_one_batch() {
        server.usage(JSON, "[" + event("a") + " , " + event("b") + "]");
        server.usage(NDJSON, event("c") + "\r\n\n" + event("d"));

        assertThat(server.parts.journal.records).hasSize(2);
        assertThat(accepted()).extracting(UsageEvent::id).containsExactly("a", "b", "c", "d");
    }

    @Test
    void a_bad_event_is_refused_by_index_id_field_and_code_and_the_others_go_in() {
        HttpResponse<String> answer =
                server.usage(
                        JSON,
                        "["
                                + event("a")
                                + ",{\"colour\":\"red\",\"id\":\"b\"},"
                                + event("c")
                                + "]");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(json(answer).get("accepted").intValue()).isEqualTo(2);
        JsonNode refused = json(answer).get("rejected").get(0);
        assertThat(refused.get("index").intValue()).isEqualTo(1);
        assertThat(refused.get("id").stringValue()).isEqualTo("b");
        assertThat(refused.get("field").stringValue()).isEqualTo("colour");
        assertThat(refused.get("code").stringValue()).isEqualTo("unknown_field");
        assertThat(refused.get("message").stringValue()).contains("colour", "metadata");
    }

    @Test
    void where_all_are_refused_the_answer_is_400_and_nothing_is_journalled() {
        HttpResponse<String> answer = server.usage(JSON, "[{\"id\":\"a\"},{}]");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).get("rejected").size()).isEqualTo(2);
        assertThat(server.parts.journal.records).isEmpty();
    }

    @Test
    void an_admin_key_may_name_the_source_and_an_ingest_key_may_not() {
        HttpResponse<String> admin =
                server.send(
                        server.admin("/v1/usage?source=shop")
                                .header("Content-Type", JSON)
                                .POST(BodyPublishers.ofString(event("a"))));
        HttpResponse<String> sender =
                server.send(
                        server.sending("/v1/usage?source=shop")
                                .header("Content-Type", JSON)
                                .POST(BodyPublishers.ofString(event("b"))));

        assertThat(admin.statusCode()).isEqualTo(202);
        assertThat(onlyBatch().source()).isEqualTo("shop");
        assertThat(sender.statusCode()).isEqualTo(403);
        assertThat(json(sender).get("code").stringValue()).isEqualTo("source_is_the_keys");
    }

    @Test
    void gzip_is_unpacked() throws IOException {
        HttpResponse<String> answer = gzip(packed(event("a").getBytes(StandardCharsets.UTF_8)));

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(accepted()).hasSize(1);
    }

    @Test
    void a_gzip_bomb_is_refused_in_no_time_and_the_server_goes_on() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bomb)) {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 1_024; i++) {
                out.write(zeros);
            }
        }
        assertThat(bomb.size()).isLessThan(2 << 20);

        long start = System.nanoTime();
        HttpResponse<String> answer = gzip(bomb.toByteArray());

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(json(answer).get("code").stringValue()).isEqualTo("body_too_large");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
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
    void ten_megabytes_of_text_in_a_field_sink_only_their_own_event() {
        String huge = "x".repeat(10 << 20);
        HttpResponse<String> answer =
                server.usage(
                        JSON, "[%s,{\"id\":\"%s\"},%s]".formatted(event("a"), huge, event("b")));

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body().length()).isLessThan(2_000);
        assertThat(json(answer).get("accepted").intValue()).isEqualTo(2);
        assertThat(json(answer).get("rejected").get(0).get("code").stringValue())
                .isEqualTo("too_long");
    }

    @Test
    void a_body_above_16_megabytes_is_refused_whole() {
        HttpResponse<String> answer = server.usage(NDJSON, " ".repeat((16 << 20) + 1));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(json(answer).get("category").stringValue()).isEqualTo("caller");
    }

    @Test
    void more_than_10_000_events_are_refused_whole() {
        String many =
                IntStream.range(0, 10_001)
                        .mapToObj(i -> event("e" + i))
                        .collect(Collectors.joining("\n"));

        HttpResponse<String> answer = server.usage(NDJSON, many);

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(json(answer).get("code").stringValue()).isEqualTo("batch_too_large");
        assertThat(server.parts.journal.records).isEmpty();
        String fit = many.substring(0, many.lastIndexOf('\n'));
        assertThat(json(server.usage(NDJSON, fit)).get("accepted").intValue()).isEqualTo(10_000);
    }

    @Test
    void other_types_encodings_and_methods_are_refused_by_name() {
        assertThat(code(server.usage("text/plain", event("a")), 415))
                .isEqualTo("unsupported_media_type");
        assertThat(code(server.usage("application/json; charset=latin1", event("a")), 415))
                .isEqualTo("unsupported_media_type");
        assertThat(server.usage("application/json; charset=\"UTF-8\"", event("a")).statusCode())
                .isEqualTo(202);
        assertThat(
                        code(
                                server.send(
                                        server.sending("/v1/usage")
                                                .header("Content-Type", JSON)
                                                .header("Content-Encoding", "br")
                                                .POST(BodyPublishers.ofString("x"))),
                                415))
                .isEqualTo("unsupported_encoding");
        HttpResponse<String> get = server.send(server.sending("/v1/usage").GET());
        assertThat(code(get, 405)).isEqualTo("method_not_allowed");
        assertThat(get.headers().firstValue("Allow")).contains("POST");
    }

    @Test
    void without_the_journal_nothing_is_accepted_and_the_answer_says_when_to_come_again() {
        server.parts.journal.failing = JournalUnavailable.Cause.DISK_FULL;
        assertThat(code(server.usage(JSON, event("a")), 507)).isEqualTo("disk_full");

        server.parts.journal.failing = JournalUnavailable.Cause.IO_ERROR;
        HttpResponse<String> answer = server.usage(JSON, event("a"));
        assertThat(code(answer, 503)).isEqualTo("journal_unavailable");
        assertThat(answer.headers().firstValue("Retry-After")).contains("5");
        assertThat(json(answer).get("category").stringValue()).isEqualTo("outside");
    }

    @Test
    void far_behind_the_journal_the_server_asks_for_patience() {
        server.parts.bytesBehind = IntakeSettings.DEFAULT.behindBytesMax() + 1;
        HttpResponse<String> answer = server.usage(JSON, event("a"));

        assertThat(code(answer, 503)).isEqualTo("too_far_behind");
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(server.parts.journal.records).isEmpty();
    }

    private static String code(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type"))
                .contains("application/problem+json");
        return json(answer).get("code").stringValue();
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
