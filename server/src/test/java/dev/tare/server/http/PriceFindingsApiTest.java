package dev.tare.server.http;

import static dev.tare.server.http.TestServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.advice.UnpricedUsage;
import dev.tare.core.event.EventStatus;
import dev.tare.core.pricing.Books;
import dev.tare.server.wire.PriceFile;
import dev.tare.testkit.LedgerFixtures;
import dev.tare.testkit.SampleEvents;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code /v1/prices/missing}, {@code /v1/prices/told} and {@code /v1/prices/compare}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PriceFindingsApiTest {
    private static final String PRICES =
            """
            source: "a page"
            rate_cards:
              - id: own
                provider: acme
                model: m
                from: 2026-01-01
                rates: { input_tokens: "2" }
              - id: "listed acme/m"
                provider: acme
                model: m
                from: 2026-03-01
                origin: imported
                rates: { input_tokens: "3" }
            """;
    private static final Instant TIME = Instant.parse("2026-05-01T00:00:00Z");

    @TempDir static Path folder;
    private TestServer server;

    @BeforeAll
    void start() {
        server = new TestServer(folder);
        PriceFile.Prices prices = (PriceFile.Prices) PriceFile.parse(PRICES);
        server.parts.books = Books.EMPTY.with(prices.change());
        server.parts.unpriced =
                new UnpricedUsage.Found(
                        List.of(
                                new UnpricedUsage.Group(
                                        "acme",
                                        "chat",
                                        "m-latest",
                                        EventStatus.SUCCESS,
                                        12,
                                        new TreeMap<>(
                                                Map.of("input_tokens", new BigDecimal("7.50"))),
                                        TIME,
                                        TIME,
                                        List.of())),
                        3,
                        4);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private HttpResponse<String> get(String path) {
        return server.send(server.admin(path).GET());
    }

    @Test
    void callsWithoutAPriceComeWithTheReasonAndTheCure() {
        HttpResponse<String> answer = get("/v1/prices/missing?from=2026-04-01&to=2026-05-31");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode report = json(answer);
        assertThat(report.get("from").stringValue()).isEqualTo("2026-04-01T00:00:00Z");
        assertThat(report.get("to").stringValue()).isEqualTo("2026-06-01T00:00:00Z");
        assertThat(report.get("unpriced_calls").longValue()).isEqualTo(16);
        assertThat(report.get("more_groups").longValue()).isEqualTo(3);
        JsonNode one = report.get("missing").get(0);
        assertThat(one.get("quantities").get("input_tokens").stringValue()).isEqualTo("7.5");
        assertThat(one.get("reason").stringValue()).isEqualTo("no_rate_card");
        assertThat(one.get("command").stringValue())
                .isEqualTo("tare prices copy own --model m-latest");
    }

    @Test
    void sourcesThatDifferAreTold() {
        JsonNode report = json(get("/v1/prices/compare?at=2026-05-01"));

        assertThat(report.get("differing").longValue()).isEqualTo(1);
        JsonNode one = report.get("differences").get(0);
        assertThat(one.get("in_force").get("said_by").stringValue()).isEqualTo("own");
        JsonNode other = one.get("others").get(0);
        assertThat(other.get("said_by").stringValue()).isEqualTo("listed");
        assertThat(other.get("rates").get(0).get("difference_percent").stringValue())
                .isEqualTo("50");
        assertThat(json(get("/v1/prices/compare?provider=x")).get("differences")).isEmpty();
    }

    @Test
    void toldCostsStandBesideTheBooks() {
        JsonNode none = json(get("/v1/prices/told?range=7d"));
        assertThat(none.at("/total/events").longValue()).isZero();
        assertThat(none.at("/total/difference_percent").isNull()).isTrue();
        assertThat(none.get("more_groups").longValue()).isZero();
        assertThat(get("/v1/prices/told?model=x").statusCode()).isEqualTo(400);
        server.parts.ledger.apply(
                LedgerFixtures.batch(
                        1,
                        List.of(
                                LedgerFixtures.priced(
                                        SampleEvents.event("t")
                                                .time(TIME)
                                                .provider("acme")
                                                .model("m")
                                                .quantity("input_tokens", "4")
                                                .cost("9")
                                                .build(),
                                        TIME))));

        JsonNode told = json(get("/v1/prices/told?from=2026-05-01&to=2026-05-01"));

        JsonNode group = told.at("/groups/0");
        assertThat(group.get("provider").stringValue()).isEqualTo("acme");
        assertThat(group.get("told_usd").stringValue()).isEqualTo("9");
        assertThat(group.get("book_usd").stringValue()).isEqualTo("8");
        assertThat(group.get("difference_usd").stringValue()).isEqualTo("1");
        assertThat(group.get("difference_percent").stringValue()).isEqualTo("12.5");
        assertThat(group.get("differing_events").longValue()).isEqualTo(1);
    }

    @Test
    void whatIsWrongIsNamedWithItsMend() {
        HttpResponse<String> unknown = get("/v1/prices/missing?provider=x");
        assertThat(unknown.statusCode()).isEqualTo(400);
        assertThat(json(unknown).get("code").stringValue()).isEqualTo("unknown_parameter");
        assertThat(get("/v1/prices/missing?from=soon").body()).contains("invalid_date", "soon");
        HttpResponse<String> late = get("/v1/prices/compare?at=soon");
        assertThat(late.statusCode()).isEqualTo(400);
        assertThat(late.body()).contains("invalid_time", "soon", "2026-01-31");
    }
}
