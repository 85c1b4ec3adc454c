package dev.tare.server.http;

import static dev.tare.server.http.TestServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.event.UsageBatch;
import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.ledger.JournalUnavailable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
        server.parts.overrun = false;
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
                        server.admin("/v1/usage?x=1&source=shop%2Fweb")
                                .header("Content-Type", JSON)
                                .POST(BodyPublishers.ofString(event("a"))));
        HttpResponse<String> sender =
                server.send(
                        server.sending("/v1/usage?source=shop")
                                .header("Content-Type", JSON)
                                .POST(BodyPublishers.ofString(event("b"))));

        assertThat(admin.statusCode()).isEqualTo(202);
        assertThat(onlyBatch().source()).isEqualTo("shop/web");
        assertThat(sender.statusCode()).isEqualTo(403);
        assertThat(json(sender).get("code").stringValue()).isEqualTo("source_is_the_keys");
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

        server.parts.journal.failing = JournalUnavailable.Cause.BUSY;
        HttpResponse<String> busy = server.usage(JSON, event("a"));
        assertThat(code(busy, 503)).isEqualTo("journal_busy");
        assertThat(busy.headers().firstValue("Retry-After")).contains("1");
    }

    @Test
    void far_behind_the_journal_the_server_asks_for_patience() {
        server.parts.bytesBehind = IntakeSettings.DEFAULT.behindBytesMax() + 1;
        HttpResponse<String> answer = server.usage(JSON, event("a"));

        assertThat(code(answer, 503)).isEqualTo("too_far_behind");
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(server.parts.journal.records).isEmpty();
    }

    @Test
    void where_more_is_sent_than_the_ledger_can_take_the_server_asks_for_patience() {
        server.parts.overrun = true;
        HttpResponse<String> answer = server.usage(JSON, event("a"));

        assertThat(code(answer, 503)).isEqualTo("too_far_behind");
        assertThat(answer.headers().firstValue("Retry-After")).contains("5");
        assertThat(server.parts.journal.records).isEmpty();
    }

    @Test
    void whoever_is_asked_for_patience_waits_a_moment_for_it_and_nobody_else_does() {
        int before = server.parts.held.get();
        server.usage(JSON, event("a"));
        server.usage("text/plain", event("b"));
        server.usage(JSON, "nonsense");
        assertThat(server.parts.held).hasValue(before);

        server.parts.overrun = true;
        server.usage(JSON, event("c"));
        server.parts.overrun = false;
        server.parts.bytesBehind = Long.MAX_VALUE;
        server.usage(JSON, event("d"));
        assertThat(server.parts.held).hasValue(before + 2);
    }

    @Test
    void while_other_bodies_fill_the_memory_meant_for_them_one_more_is_refused_at_once()
            throws IOException {
        try (BodyBudget.Share others = server.parts.bodies.share()) {
            others.count(new ByteArrayInputStream(new byte[1 << 10])).readAllBytes();
            HttpResponse<String> answer = server.usage(JSON, event("a"));

            assertThat(code(answer, 503)).isEqualTo("too_busy");
            assertThat(answer.headers().firstValue("Retry-After")).contains("1");
            assertThat(server.parts.journal.records).isEmpty();
        }
        assertThat(server.usage(JSON, event("a")).statusCode()).isEqualTo(202);
    }

    private static String code(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type"))
                .contains("application/problem+json");
        return json(answer).get("code").stringValue();
    }
}
