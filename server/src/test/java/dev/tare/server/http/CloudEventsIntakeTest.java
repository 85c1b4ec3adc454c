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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenMeter's contract: its clients send here and notice nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CloudEventsIntakeTest {
    private static final String ONE = "application/cloudevents+json";
    private static final String BATCH = "application/cloudevents-batch+json";
    private static final String PATH = CloudEventsServlet.PATH;

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

    private static String event(String id, String source) {
        return """
        {"specversion":"1.0","id":"%s","source":"%s","type":"prompt","subject":"u-1",
         "time":"2026-11-22T01:02:03.004Z","data":{"tokens":"100","model":"gpt-4o"}}\
        """
                .formatted(id, source);
    }

    private HttpResponse<String> post(String type, String body) {
        return server.send(
                server.sending(PATH)
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofString(body)));
    }

    private List<UsageBatch> batches() {
        return server.parts.journal.records.stream()
                .map(record -> ((JournalRecord.Usage) record).batch())
                .toList();
    }

    private static String code(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type"))
                .contains("application/problem+json");
        return json(answer).get("code").stringValue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ONE,
                "application/json",
                "application/json; charset=utf-8",
                "Application/CloudEvents+JSON"
            })
    void one_event_is_answered_204_without_a_body_once_it_is_in_the_journal(String type) {
        HttpResponse<String> answer = post(type, event("a", "gateway"));

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        assertThat(batches()).hasSize(1);
        assertThat(batches().getFirst().receivedAt()).isEqualTo(TestParts.NOW);
        assertThat(batches().getFirst().events().getFirst().quantities().byUnit().toString())
                .isEqualTo("{tokens=100}");
    }

    @ParameterizedTest
    @ValueSource(strings = {BATCH, "application/json"})
    void a_batch_is_taken_whole_and_kept_apart_by_source(String type) {
        HttpResponse<String> answer =
                post(
                        type,
                        "["
                                + event("a", "web")
                                + ","
                                + event("b", "app")
                                + ","
                                + event("c", "web")
                                + "]");

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(batches())
                .extracting(UsageBatch::source)
                .containsExactly("default#web", "default#app");
        assertThat(batches().getFirst().events())
                .extracting(UsageEvent::id)
                .containsExactly("a", "c");
    }

    @Test
    void an_empty_batch_is_204_and_nothing_is_journalled() {
        assertThat(post(BATCH, "[]").statusCode()).isEqualTo(204);
        assertThat(batches()).isEmpty();
    }

    @Test
    void one_bad_event_refuses_the_whole_batch_by_index_field_and_code() {
        String bad = event("b", "web").replace("\"100\"", "-100");
        HttpResponse<String> answer = post(BATCH, "[" + event("a", "web") + "," + bad + "]");

        assertThat(code(answer, 400)).isEqualTo("invalid_quantity");
        assertThat(json(answer).get("index").intValue()).isEqualTo(1);
        assertThat(json(answer).get("field").stringValue()).isEqualTo("data.quantities.tokens");
        assertThat(json(answer).get("title").stringValue()).isNotBlank();
        assertThat(json(answer).get("type").stringValue()).isEqualTo("about:blank");
        assertThat(batches()).isEmpty();
    }

    @Test
    void data_may_be_null_but_not_a_text() {
        String nothing = event("a", "web").replaceAll("\"data\":\\{.*?}", "\"data\":null");
        String text = event("a", "web").replaceAll("\"data\":\\{.*?}", "\"data\":\"text\"");

        assertThat(post(ONE, nothing).statusCode()).isEqualTo(204);
        assertThat(code(post(ONE, text), 400)).isEqualTo("invalid_type");
    }

    @Test
    void the_same_event_again_and_again_is_204_every_time() {
        for (int i = 0; i < 20; i++) {
            assertThat(post(ONE, event("same", "web")).statusCode()).isEqualTo(204);
        }
    }

    @Test
    void a_source_cannot_reach_into_another_applications_events() {
        HttpResponse<String> admin =
                server.send(
                        server.admin(PATH + "?source=shop")
                                .header("Content-Type", ONE)
                                .POST(BodyPublishers.ofString(event("a", "x#y"))));
        HttpResponse<String> sender =
                server.send(
                        server.sending(PATH + "?source=shop")
                                .header("Content-Type", ONE)
                                .POST(BodyPublishers.ofString(event("b", "x"))));

        assertThat(admin.statusCode()).isEqualTo(204);
        assertThat(batches()).extracting(UsageBatch::source).containsExactly("shop#x#y");
        assertThat(code(sender, 403)).isEqualTo("source_is_the_keys");
    }

    @Test
    void without_a_key_nothing_is_taken() {
        HttpResponse<String> nobody =
                server.send(
                        server.to(PATH)
                                .header("Content-Type", ONE)
                                .POST(BodyPublishers.ofString(event("a", "web"))));
        HttpResponse<String> wrong =
                server.send(
                        server.to(PATH)
                                .header("Authorization", "Bearer om_123")
                                .header("Content-Type", ONE)
                                .POST(BodyPublishers.ofString(event("a", "web"))));

        assertThat(code(nobody, 401)).isEqualTo("key_needed");
        assertThat(code(wrong, 401)).isEqualTo("invalid_key");
        assertThat(batches()).isEmpty();
    }

    @Test
    void gzip_types_methods_and_limits_are_those_of_all_usage() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(event("a", "web").getBytes(StandardCharsets.UTF_8));
        }
        HttpResponse<String> gzip =
                server.send(
                        server.sending(PATH)
                                .header("Content-Type", ONE)
                                .header("Content-Encoding", "gzip")
                                .POST(BodyPublishers.ofByteArray(packed.toByteArray())));
        String many =
                IntStream.range(0, 10_001)
                        .mapToObj(i -> event("e" + i, "web"))
                        .collect(Collectors.joining(",", "[", "]"));

        assertThat(gzip.statusCode()).isEqualTo(204);
        assertThat(code(post("text/plain", "x"), 415)).isEqualTo("unsupported_media_type");
        assertThat(code(server.send(server.sending(PATH).GET()), 405))
                .isEqualTo("method_not_allowed");
        assertThat(code(post(BATCH, many), 413)).isEqualTo("batch_too_large");
        assertThat(code(post(ONE, ""), 400)).isEqualTo("malformed_json");
        assertThat(code(post(ONE, "{"), 400)).isEqualTo("malformed_json");
        assertThat(batches()).hasSize(1);
    }

    @Test
    void without_the_journal_or_far_behind_it_the_answer_is_503() {
        server.parts.journal.failing = JournalUnavailable.Cause.IO_ERROR;
        assertThat(code(post(ONE, event("a", "web")), 503)).isEqualTo("journal_unavailable");

        server.parts.journal.failing = null;
        server.parts.bytesBehind = IntakeSettings.DEFAULT.behindBytesMax() + 1;
        assertThat(code(post(ONE, event("a", "web")), 503)).isEqualTo("too_far_behind");
        assertThat(batches()).isEmpty();
    }
}
