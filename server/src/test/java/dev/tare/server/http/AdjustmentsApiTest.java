package dev.tare.server.http;

import static dev.tare.server.http.TestServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.ledger.JournalUnavailable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Corrections over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdjustmentsApiTest {
    private static final String EVENT =
            "{\"id\":\"a\",\"time\":\"2026-11-20T10:00:00Z\",\"user_id\":\"ann\","
                    + "\"provider\":\"acme\",\"operation\":\"upscale\",\"plan\":\"pro\"}";

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
        server.parts.overrun = false;
        server.parts.bytesBehind = 0;
        server.parts.journal.failing = null;
    }

    private HttpResponse<String> post(String query, String body) {
        return server.send(
                server.admin("/v1/adjustments" + query)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body)));
    }

    @Test
    void what_is_told_anew_becomes_one_record_of_its_source() {
        HttpResponse<String> answer =
                post("?reason=plan%20known%20now&batch=b-1&source=shop", "[" + EVENT + "]");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        assertThat(json(answer).get("batch").stringValue()).isEqualTo("b-1");
        assertThat(json(answer).get("accepted").intValue()).isEqualTo(1);
        assertThat(server.parts.journal.records).hasSize(1);
        JournalRecord.Correction record =
                (JournalRecord.Correction) server.parts.journal.records.getFirst();
        assertThat(record.reason()).isEqualTo("plan known now");
        assertThat(record.batch()).isEqualTo("b-1");
        assertThat(record.usage().source()).isEqualTo("shop");
        assertThat(record.usage().events().getFirst().plan()).isEqualTo("pro");
    }

    @Test
    void without_the_time_it_was_recorded_with_an_event_is_refused_and_the_others_are_taken() {
        HttpResponse<String> answer =
                post(
                        "?reason=r",
                        "["
                                + EVENT
                                + ","
                                + EVENT.replace("\"time\":\"2026-11-20T10:00:00Z\",", "")
                                + "]");

        assertThat(answer.statusCode()).as("what was taken is on disk").isEqualTo(202);
        assertThat(json(answer).get("accepted").intValue()).isEqualTo(1);
        assertThat(json(answer).get("rejected").get(0).get("index").intValue()).isEqualTo(1);
        assertThat(json(answer).get("rejected").get(0).get("field").stringValue())
                .isEqualTo("time");
    }

    @ParameterizedTest
    @CsvSource({
        "'', reason_needed, reason",
        "?reason=, reason_needed, reason",
        "?reason=r&source=%20, invalid_source, source",
        "?reason=r&batch=%0A, invalid_batch, batch",
        "?reason=r&btach=b, unknown_parameter, btach",
        "?reason=r&reason=s, repeated_parameter, reason",
        "?reason=r&source=a&source=b, repeated_parameter, source"
    })
    void what_is_asked_wrong_is_named(String query, String code, String field) {
        HttpResponse<String> answer = post(query, EVENT);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).get("code").stringValue()).isEqualTo(code);
        assertThat(answer.body()).contains("\"" + field + "\"");
        assertThat(server.parts.journal.records).isEmpty();
    }

    @Test
    void a_damaged_gzip_body_is_named_and_nothing_of_it_is_taken() {
        HttpResponse<String> answer =
                server.send(
                        server.admin("/v1/adjustments?reason=r")
                                .header("Content-Type", "application/json")
                                .header("Content-Encoding", "gzip")
                                .POST(BodyPublishers.ofString(EVENT)));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(json(answer).get("code").stringValue()).isEqualTo("invalid_gzip");
        assertThat(server.parts.journal.records).isEmpty();
    }

    @Test
    void an_ingest_key_may_not_correct_what_it_sent() {
        HttpResponse<String> answer =
                server.send(
                        server.sending("/v1/adjustments?reason=r")
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(EVENT)));

        assertThat(answer.statusCode()).isEqualTo(403);
    }

    @Test
    void the_reason_has_200_characters_at_most_and_a_batch_100() {
        assertThat(post("?reason=" + "r".repeat(200), EVENT).statusCode()).isEqualTo(202);
        assertRefused(post("?reason=" + "r".repeat(201), EVENT), 400, "reason_needed");
        String batch = "?reason=r&batch=";
        assertThat(post(batch + "b".repeat(100), EVENT).statusCode()).isEqualTo(202);
        assertRefused(post(batch + "b".repeat(101), EVENT), 400, "invalid_batch");

        assertThat(server.parts.journal.records).hasSize(2);
    }

    @Test
    void where_every_event_is_refused_the_answer_is_400_and_names_them() {
        HttpResponse<String> answer = post("?reason=r", "[{\"id\":\"a\"}]");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).get("accepted").intValue()).isZero();
        assertThat(json(answer).get("rejected")).hasSize(1);
        assertThat(server.parts.journal.records).isEmpty();
    }

    @Test
    void of_too_many_events_none_is_taken() {
        String many = "{\"id\":\"a\"},".repeat(IntakeSettings.DEFAULT.eventsMax());

        assertRefused(post("?reason=r", "[" + many + EVENT + "]"), 413, "batch_too_large");
        assertThat(server.parts.journal.records).isEmpty();
    }

    @Test
    void of_a_body_that_is_too_large_nothing_is_taken() {
        String large = " ".repeat((int) IntakeSettings.DEFAULT.bodyBytesMax());

        assertRefused(post("?reason=r", EVENT + large), 413, "body_too_large");
        assertRefused(gzipped(EVENT + large), 413, "body_too_large");
        assertThat(server.parts.journal.records).isEmpty();
    }

    private HttpResponse<String> gzipped(String body) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(body.getBytes(StandardCharsets.UTF_8));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return server.send(
                server.admin("/v1/adjustments?reason=r")
                        .header("Content-Type", "application/json")
                        .header("Content-Encoding", "gzip")
                        .POST(BodyPublishers.ofByteArray(packed.toByteArray())));
    }

    @Test
    void while_the_ledger_is_behind_corrections_wait_as_usage_does() {
        int held = server.parts.held.get();
        server.parts.overrun = true;
        assertRefused(post("?reason=r", EVENT), 503, "too_far_behind");
        server.parts.overrun = false;
        server.parts.bytesBehind = IntakeSettings.DEFAULT.behindBytesMax() + 1;
        assertRefused(post("?reason=r", EVENT), 503, "too_far_behind");

        assertThat(server.parts.held).hasValue(held + 2);
        assertThat(server.parts.journal.records).isEmpty();
    }

    @Test
    void bodies_of_corrections_count_with_those_of_usage() throws IOException {
        try (BodyBudget.Share others = server.parts.bodies.share()) {
            others.count(new ByteArrayInputStream(new byte[1 << 10])).readAllBytes();

            assertRefused(post("?reason=r", EVENT), 503, "too_busy");
        }
        assertThat(post("?reason=r", EVENT).statusCode()).isEqualTo(202);
    }

    @Test
    void without_a_name_a_batch_is_called_by_its_moment_to_the_microsecond() {
        HttpResponse<String> answer = post("?reason=r", EVENT);

        String name = "adjustments-2026-11-23T10:00:00.123456Z";
        assertThat(json(answer).get("batch").stringValue()).isEqualTo(name);
        JournalRecord.Correction record =
                (JournalRecord.Correction) server.parts.journal.records.getFirst();
        assertThat(record.batch()).isEqualTo(name);
        assertThat(record.usage().receivedAt()).isEqualTo(TestParts.NOW);
        assertThat(record.usage().source()).isEqualTo("default");
    }

    @Test
    void of_no_events_none_is_taken_and_none_refused() {
        HttpResponse<String> answer = post("?reason=r", "[]");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        assertThat(json(answer).get("accepted").intValue()).isZero();
        assertThat(server.parts.journal.records).isEmpty();
    }

    @Test
    void a_form_is_refused_before_its_body_is_taken_for_parameters() {
        HttpResponse<String> answer =
                server.send(
                        server.admin("/v1/adjustments?reason=r")
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofString("batch=b&batch=c")));

        assertRefused(answer, 415, "unsupported_media_type");
    }

    @Test
    void only_who_has_to_come_again_is_held_up() {
        int held = server.parts.held.get();

        assertRefused(post("?btach=b", EVENT), 400, "unknown_parameter");

        assertThat(server.parts.held).hasValue(held);
    }

    @Test
    void what_the_disk_does_not_take_is_not_called_accepted() {
        server.parts.journal.failing = JournalUnavailable.Cause.DISK_FULL;

        assertRefused(post("?reason=r", EVENT), 507, "disk_full");
    }

    @Test
    void a_plain_body_that_ends_early_is_not_called_a_damaged_gzip() throws IOException {
        assertThat(halfSent("")).doesNotContain("invalid_gzip").doesNotContain(" 202 ");
        assertThat(halfSent("Content-Encoding: gzip\r\n")).doesNotContain(" 202 ");
        assertThat(server.parts.journal.records).isEmpty();
    }

    /** What is answered to a caller who says more than half of it never comes. */
    private String halfSent(String header) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port)) {
            String request =
                    "POST /v1/adjustments?reason=r HTTP/1.1\r\nHost: localhost\r\n"
                            + "Authorization: Bearer "
                            + server.parts.secrets().adminKey()
                            + "\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n"
                            + header
                            + "\r\n"
                            + EVENT;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void assertRefused(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(json(answer).get("code").stringValue()).isEqualTo(code);
    }
}
