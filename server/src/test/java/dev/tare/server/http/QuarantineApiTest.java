package dev.tare.server.http;

import static dev.tare.server.http.TestServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.JournalPosition;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.ledger.LedgerBatch;
import dev.tare.core.ledger.QuarantineDecision.Action;
import dev.tare.core.ledger.QuarantinedEvent;
import dev.tare.core.ledger.QuarantinedEvent.Reason;
import dev.tare.core.pricing.Books;
import dev.tare.core.pricing.PriceChange;
import dev.tare.core.pricing.PricedEvent;
import dev.tare.testkit.SampleEvents;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The quarantine over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QuarantineApiTest {
    private static final UUID JOURNAL = UUID.fromString("5b8f0c39-6f86-4c38-b1fc-0d6b4c2f7a11");
    private static final String CONFLICT = "/v1/quarantine/5b8f0c39-1";
    private static final String UNSTORABLE = "/v1/quarantine/5b8f0c39-2";

    @TempDir static Path folder;
    private TestServer server;

    @BeforeAll
    void start() {
        server = new TestServer(folder);
        UsageEvent first = SampleEvents.event("a").user("ann").build();
        server.parts.ledger.apply(
                new LedgerBatch(
                        new JournalPosition(JOURNAL, 1),
                        List.of(PricedEvent.of(first, "shop", TestParts.NOW, Books.EMPTY)),
                        List.of(
                                aside("a", Reason.CONFLICT),
                                aside("b", Reason.UNSTORABLE),
                                aside("c", Reason.UNSTORABLE)),
                        PriceChange.NONE,
                        0));
    }

    private static QuarantinedEvent aside(String id, Reason reason) {
        UsageEvent event = SampleEvents.event(id).user("bob").build();
        return new QuarantinedEvent("shop", TestParts.NOW, event, reason, "Because.");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @BeforeEach
    void forget() {
        server.parts.journal.records.clear();
    }

    private HttpResponse<String> get(String path) {
        return server.send(server.admin(path).GET());
    }

    private HttpResponse<String> post(String path, String body) {
        return server.send(
                server.admin(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body)));
    }

    private static String code(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return json(answer).get("code").stringValue();
    }

    private JournalRecord.Decision decided() {
        assertThat(server.parts.journal.records).hasSize(1);
        return (JournalRecord.Decision) server.parts.journal.records.getFirst();
    }

    @Test
    void the_list_is_paged_and_filtered() {
        JsonNode page = json(get("/v1/quarantine?state=waiting&reason=unstorable&limit=1"));
        assertThat(page.get("waiting").intValue()).isEqualTo(3);
        assertThat(page.get("entries").size()).isEqualTo(1);
        assertThat(page.get("next").stringValue()).isEqualTo("5b8f0c39-3");

        JsonNode next = json(get("/v1/quarantine?reason=unstorable&after=5b8f0c39-3"));
        assertThat(next.get("entries").get(0).get("entry").stringValue()).isEqualTo("5b8f0c39-2");
        assertThat(next.get("next").isNull()).isTrue();
        assertThat(code(get("/v1/quarantine?state=asleep"), 400)).isEqualTo("invalid_parameter");
        assertThat(code(get("/v1/quarantine?reason=x"), 400)).isEqualTo("invalid_parameter");
        assertThat(code(get("/v1/quarantine?limit=501"), 400)).isEqualTo("invalid_parameter");
    }

    @Test
    void an_entry_is_shown_beside_the_row_it_conflicts_with() {
        JsonNode entry = json(get(CONFLICT));

        assertThat(entry.get("conflict_stands").booleanValue()).isTrue();
        assertThat(entry.get("differences").toString()).isEqualTo("[\"user_id\"]");
        assertThat(entry.get("event").get("user_id").stringValue()).isEqualTo("bob");
        assertThat(entry.get("fields").toString())
                .contains(
                        "{\"name\":\"user_id\",\"stands\":\"ann\",\"set_aside\":\"bob\","
                                + "\"differs\":true}");
        assertThat(code(get("/v1/quarantine/none-1"), 404)).isEqualTo("quarantine_unknown");
    }

    @Test
    void a_decision_is_answered_once_it_is_in_the_journal() {
        HttpResponse<String> answer = post(UNSTORABLE + "/discard", "{\"note\":\" gone \"}");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(decided().action()).isEqualTo(Action.DISCARD);
        assertThat(decided().entries()).containsExactly("5b8f0c39-2");
        assertThat(decided().note()).isEqualTo("gone");
        assertThat(decided().by()).startsWith("admin");
        assertThat(decided().receivedAt()).isEqualTo(TestParts.NOW);
    }

    @Test
    void a_conflict_needs_a_new_id_and_a_free_one() {
        assertThat(code(post(CONFLICT + "/retry", ""), 409))
                .isEqualTo("quarantine_conflict_stands");
        assertThat(code(post(CONFLICT + "/retry", "{\"new_id\":\"a\"}"), 409))
                .isEqualTo("quarantine_new_id_taken");
        assertThat(code(post(CONFLICT + "/retry", "{\"new_id\":\"\"}"), 400))
                .isEqualTo("missing_field");
        assertThat(server.parts.journal.records).isEmpty();

        assertThat(post(CONFLICT + "/retry", "{\"new_id\":\"a-2\"}").statusCode()).isEqualTo(202);
        assertThat(decided().newId()).isEqualTo("a-2");
    }

    @Test
    void what_makes_no_sense_is_refused_and_nobody_else_may_decide() {
        assertThat(code(post("/v1/quarantine/none-1/discard", ""), 404))
                .isEqualTo("quarantine_unknown");
        assertThat(code(post(UNSTORABLE + "/discard", "{\"new_id\":\"x\"}"), 400))
                .isEqualTo("unknown_field");
        String note = "x".repeat(501);
        assertThat(code(post(UNSTORABLE + "/retry", "{\"note\":\"" + note + "\"}"), 400))
                .isEqualTo("too_long");
        assertThat(code(post(UNSTORABLE + "/discard", "{\"note\":\"a\\u0000b\"}"), 400))
                .isEqualTo("invalid_text");
        HttpResponse<String> sender =
                server.send(
                        server.sending(UNSTORABLE + "/discard")
                                .POST(BodyPublishers.ofString("{}")));
        assertThat(code(sender, 403)).isEqualTo("ingest_key_only_writes");
        assertThat(server.parts.journal.records).isEmpty();
    }
}
