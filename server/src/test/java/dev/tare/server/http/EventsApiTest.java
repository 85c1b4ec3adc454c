package dev.tare.server.http;

import static dev.tare.server.http.TestServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.event.UsageBatch;
import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.ledger.Recorder;
import dev.tare.testkit.InMemoryJournal;
import dev.tare.testkit.LedgerFixtures;
import dev.tare.testkit.SampleEvents;
import dev.tare.testkit.SettableClock;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** {@code /v1/events}: calls of the log and how their amounts came about. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventsApiTest {
    private static final Instant TIME = Instant.parse("2026-11-20T10:00:00Z");

    @TempDir static Path folder;
    private TestServer server;

    @BeforeAll
    void start() {
        server = new TestServer(folder);
        InMemoryJournal journal = new InMemoryJournal(LedgerFixtures.JOURNAL);
        journal.append(new JournalRecord.Prices(TIME, LedgerFixtures.prices())).join();
        usage(journal, "shop", image("one").build());
        usage(journal, "other", image("one").user("ben").build());
        usage(journal, "shop", image("told").cost("0.05").build());
        usage(journal, "shop", image("dark").provider("nobody").model("x,1").build());
        usage(
                journal,
                "shop",
                SampleEvents.event("half")
                        .time(TIME)
                        .provider("llmco")
                        .operation("chat")
                        .quantity("input_tokens", "1000")
                        .quantity("searches", "2")
                        .build());
        UsageEvent anew = image("one").quantity("images", "3").plan("pro").build();
        journal.append(
                        new JournalRecord.Correction(
                                new UsageBatch("shop", TIME, List.of(anew)), "counted", "b-1"))
                .join();
        new Recorder(journal, server.parts.ledger, new SettableClock(TIME), state -> {}).drain();
        server.parts.books = server.parts.ledger.books();
    }

    private static SampleEvents image(String id) {
        return SampleEvents.event(id)
                .time(TIME)
                .provider("acme")
                .operation("upscale")
                .plan("basic")
                .quantity("images", "2");
    }

    private static void usage(InMemoryJournal journal, String source, UsageEvent event) {
        journal.append(new JournalRecord.Usage(new UsageBatch(source, TIME, List.of(event))))
                .join();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private HttpResponse<String> get(String path) {
        return server.send(server.admin(path).GET());
    }

    private JsonNode one(String path) {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer).path("events").get(0);
    }

    @Test
    void aCallIsExplainedFromItsQuantitiesToItsCostAndRevenue() {
        JsonNode call = one("/v1/events/one?source=other");

        assertThat(call.path("user_id").asString()).isEqualTo("ben");
        assertThat(call.path("api_cost").asString()).isEqualTo("0.080000000");
        assertThat(call.path("profit").asString()).isEqualTo("0.669250000");
        JsonNode cost = call.at("/as_charged/cost");
        assertThat(cost.path("how").asString()).isEqualTo("by_card");
        assertThat(cost.path("agrees").asBoolean()).isTrue();
        assertThat(cost.path("exact_usd").asString()).isEqualTo("0.0800");
        assertThat(cost.at("/parts/0").toString())
                .isEqualTo(
                        "{\"unit\":\"images\",\"quantity\":\"2\",\"rate_usd\":\"0.0400\","
                                + "\"exact_usd\":\"0.0800\"}");
        assertThat(cost.at("/rate_card/id").asString()).isEqualTo("img-1");
        JsonNode value = call.at("/as_charged/value");
        assertThat(value.path("credits").asString()).isEqualTo("1.5");
        assertThat(value.at("/plan/price_usd").asString()).isEqualTo("9.99");
        assertThat(value.path("by_the_book_usd").asString()).isEqualTo("0.749250000");
        assertThat(call.path("corrections")).isEmpty();
    }

    @Test
    void correctionsComeOneByOneAndEndInWhatItIsNow() {
        JsonNode call = one("/v1/events/one?source=shop");

        assertThat(call.path("corrected").asBoolean()).isTrue();
        assertThat(call.path("api_cost").asString()).isEqualTo("0.120000000");
        assertThat(call.at("/as_charged/api_cost").asString()).isEqualTo("0.080000000");
        JsonNode correction = call.at("/corrections/0");
        assertThat(correction.path("kind").asString()).isEqualTo("told_anew");
        assertThat(correction.path("reason").asString()).isEqualTo("counted");
        assertThat(correction.path("batch").asString()).isEqualTo("b-1");
        assertThat(correction.path("changed").toString())
                .isEqualTo(
                        "[{\"field\":\"quantities\",\"before\":\"2 images\","
                                + "\"after\":\"3 images\"},"
                                + "{\"field\":\"plan\",\"before\":\"basic\",\"after\":\"pro\"}]");
        assertThat(correction.path("cost_before").asString()).isEqualTo("0.080000000");
        assertThat(correction.path("cost_change").asString()).isEqualTo("0.040000000");
        assertThat(correction.at("/cost/parts/0/quantity").asString()).isEqualTo("3");
        assertThat(correction.at("/value/plan/id").asString()).isEqualTo("pro");
    }

    @Test
    void whatHasNoPriceSaysWhyAndWhatItCostsAtLeast() {
        JsonNode call = one("/v1/events/half");

        assertThat(call.path("api_cost").isNull()).isTrue();
        JsonNode cost = call.at("/as_charged/cost");
        assertThat(cost.path("how").asString()).isEqualTo("unpriced");
        assertThat(cost.at("/by_the_book/reason").asString()).isEqualTo("no_rate_for_unit");
        assertThat(cost.at("/by_the_book/detail").asString()).isEqualTo("searches");
        assertThat(cost.at("/by_the_book/at_least_usd").asString())
                .isEqualTo("0.00250000000000000001000");
    }

    @Test
    void aToldCostStandsBesideTheBooks() {
        JsonNode cost = one("/v1/events/told").at("/as_charged/cost");

        assertThat(cost.path("how").asString()).isEqualTo("told");
        assertThat(cost.path("differs").asBoolean()).isTrue();
        assertThat(cost.path("difference_usd").asString()).isEqualTo("-0.030000000");
        assertThat(cost.at("/by_the_book/stored_usd").asString()).isEqualTo("0.080000000");
    }

    @Test
    void anIdOfSeveralSourcesHasSeveralCallsAndAnUnknownOneIsNotFound() {
        assertThat(json(get("/v1/events/one")).path("events")).hasSize(2);
        assertThat(json(get("/v1/events?id=one&time=2026-11-20T10:00:00Z")).path("events"))
                .hasSize(2);
        HttpResponse<String> none = get("/v1/events/gone?source=shop");
        assertThat(none.statusCode()).isEqualTo(404);
        assertThat(none.body()).contains("event_unknown", "gone", "shop");
    }

    @Test
    void theLatestCallsArePagedByACursor() {
        List<String> seen = new ArrayList<>();
        String after = "";
        do {
            JsonNode page = json(get("/v1/events?range=30d&limit=2" + after));
            page.path("events")
                    .forEach(call ->
                            seen.add(
                                    call.path("source").asString()
                                            + "/"
                                            + call.path("id").asString()));
            String next = page.path("next").asString(null);
            after = next == null ? "" : "&after=" + next;
        } while (!after.isEmpty());

        assertThat(seen)
                .containsExactly("shop/told", "shop/one", "shop/half", "shop/dark", "other/one");
    }

    @ParameterizedTest
    @CsvSource({
        "provider=nobody, 1",
        "'model=x,1', 1",
        "model=(none), 4",
        "user=ben&provider=acme, 1",
        "unpriced=true, 2",
        "unpriced=true&provider=acme, 0",
        "plan=pro, 1",
        "operation=chat&operation=upscale, 5",
        "status=failed, 0",
        "from=2026-11-21, 0"
    })
    void callsAreChosenByWhatTheyAreNow(String query, int calls) {
        assertThat(json(get("/v1/events?" + query)).path("events")).as(query).hasSize(calls);
    }

    @ParameterizedTest
    @CsvSource({
        "group_by=plan, unknown_parameter, group_by",
        "id=one&user=ben, unknown_parameter, source or time",
        "id=, missing_field, id",
        "id=one&time=soon, invalid_time, soon",
        "id=one&time=0000-01-01T00:00:00Z, invalid_time, 0000",
        "id=one&time=%2B1000000000-01-01T00:00:00Z, invalid_time, time",
        "id=a%00b, invalid_query, NUL",
        "id=%ff, invalid_query, UTF-8",
        "limit=0, invalid_parameter, 500",
        "limit=x, invalid_parameter, limit",
        "unpriced=maybe, invalid_parameter, maybe",
        "after=12, invalid_parameter, next",
        "after=1.%25.b, invalid_parameter, next",
        "after=1.AA.Yg, invalid_parameter, next",
        "after=-99999999999999999.Yg.Yg, invalid_parameter, next",
        "limit=1&limit=2, repeated_parameter, limit",
        "from=soon, invalid_date, soon",
    })
    void whatIsWrongIsNamedWithItsMend(String query, String code, String word) {
        HttpResponse<String> answer = get("/v1/events?" + query);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).path("code").asString()).isEqualTo(code);
        assertThat(answer.body()).contains(word);
    }
}
