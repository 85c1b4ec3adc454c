package dev.tare.server.http;

import static dev.tare.server.http.TestServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.ledger.SliceProgress;
import dev.tare.testkit.LedgerFixtures;
import dev.tare.testkit.RepricedUsage;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Re-pricing over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RepriceApiTest {
    private static final String SPAN = "\"from\":\"2026-11-01\",\"to\":\"2026-11-03\"";

    @TempDir static Path folder;
    private TestServer server;

    @BeforeAll
    void start() {
        server = new TestServer(folder);
        new RepricedUsage()
                .usage(new Random(3), 200)
                .enter(RepricedUsage.latePrices())
                .record(server.parts.ledger);
        server.parts.books = LedgerFixtures.books().with(RepricedUsage.latePrices());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @BeforeEach
    void forget() {
        server.parts.journal.records.clear();
        server.parts.slices = null;
        server.parts.recorded = server.parts.journal.end();
    }

    private HttpResponse<String> post(String body) {
        return server.send(
                server.admin("/v1/reprice")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> get(String batch) {
        return server.send(server.admin("/v1/reprice/" + batch).GET());
    }

    @Test
    void a_dry_run_says_what_would_change_and_books_nothing() {
        HttpResponse<String> answer = post("{" + SPAN + ",\"dry_run\":true}");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(json(answer).path("events_looked_at").asLong()).isEqualTo(200);
        assertThat(json(answer).at("/total/events").asLong()).isPositive();
        assertThat(json(answer).at("/total/credit_value_change").asString()).isEqualTo("0.00");
        assertThat(json(answer).path("days")).hasSize(3);
        assertThat(server.parts.journal.records).isEmpty();
        HttpResponse<String> values =
                post("{" + SPAN + ",\"dry_run\":true,\"credit_values\":true}");
        assertThat(json(values).at("/total/credit_value_change").asString()).isNotEqualTo("0.00");
    }

    @Test
    void accepted_it_is_one_record_and_can_be_watched() {
        HttpResponse<String> answer =
                post(
                        "{"
                                + SPAN
                                + ",\"provider\":\"acme\",\"model\":\"(none)\",\"reason\":\"late\","
                                + "\"dry_run\":false}");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        String batch = json(answer).path("batch").asString();
        assertThat(json(answer).path("watch").asString()).isEqualTo("/v1/reprice/" + batch);
        JournalRecord.Repricing record =
                (JournalRecord.Repricing) server.parts.journal.records.getFirst();
        assertThat(record.batch()).isEqualTo(batch);
        assertThat(record.reason()).isEqualTo("late");
        assertThat(record.aim().creditValues()).isFalse();
        assertThat(record.scope().from()).isEqualTo(Instant.parse("2026-11-01T00:00:00Z"));
        assertThat(record.scope().to()).isEqualTo(Instant.parse("2026-11-04T00:00:00Z"));
        assertThat(record.scope().provider()).isEqualTo("acme");
        assertThat(record.scope().operation()).isNull();
        assertThat(record.scope().model()).isEmpty();

        assertThat(json(get(batch)).path("state").asString()).isEqualTo("waiting");
        server.parts.slices =
                new SliceProgress(batch, Instant.parse("2026-11-02T00:00:00Z"), 60, 200);
        assertThat(json(get(batch)).path("state").asString()).isEqualTo("running");
        assertThat(json(get(batch)).at("/progress/events_done").asLong()).isEqualTo(60);
        HttpResponse<String> status = server.send(server.admin("/v1/status").GET());
        assertThat(json(status).at("/repricing/batch").asString()).isEqualTo(batch);
        server.parts.slices = null;
        server.parts.recorded = server.parts.journal.end();
        assertThat(json(get(batch)).path("state").asString()).isEqualTo("booked");
        assertThat(json(get(batch)).at("/booked/total/events").asLong()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"to\":\"2026-11-02\",\"dry_run\":true}; missing_field; from",
                "{\"from\":\"2026-11-02\",\"dry_run\":true}; missing_field; to",
                "{\"from\":\"2026-11-02\",\"to\":\"2026-11-03\"}; missing_field; dry_run",
                "{\"from\":\"soon\",\"to\":\"2026-11-03\",\"dry_run\":true}; invalid_date; from",
                "{\"from\":\"2026-11-03\",\"to\":\"2026-11-01\",\"dry_run\":true}; empty_range; to",
                "{\"from\":\"2026-11-01\",\"to\":\"2026-11-03\",\"dry_run\":\"true\"};"
                        + " invalid_type; dry_run",
                "{\"from\":\"2026-11-01\",\"to\":\"2026-11-03\",\"dry_run\":true,\"user\":\"x\"};"
                        + " unknown_field; user",
                "{\"from\":\"2026-11-01\",\"to\":\"2026-11-03\",\"dry_run\":false,"
                        + "\"provider\":\"\"}; invalid_text; provider"
            })
    void what_is_asked_wrong_is_named(String body, String code, String field) {
        HttpResponse<String> answer = post(body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(json(answer).path("code").asString()).isEqualTo(code);
        assertThat(answer.body()).contains(field);
        assertThat(server.parts.journal.records).isEmpty();
    }

    @Test
    void an_unknown_one_is_not_found_and_an_ingest_key_may_nothing() {
        assertThat(get("reprice-none").statusCode()).isEqualTo(404);
        assertThat(json(get("reprice-none")).path("code").asString()).isEqualTo("reprice_unknown");
        HttpResponse<String> answer =
                server.send(
                        server.sending("/v1/reprice")
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString("{}")));
        assertThat(answer.statusCode()).isEqualTo(403);
    }
}
