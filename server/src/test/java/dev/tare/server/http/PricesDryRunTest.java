package dev.tare.server.http;

import static dev.tare.server.http.TestServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.ledger.ChargedEvent;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.pricing.Books;
import dev.tare.core.pricing.FailedCalls;
import dev.tare.core.pricing.PerUnitPricing;
import dev.tare.core.pricing.PriceChange;
import dev.tare.core.pricing.PriceOrigin;
import dev.tare.core.pricing.RateCard;
import dev.tare.server.wire.PriceFile;
import dev.tare.testkit.LedgerFixtures;
import dev.tare.testkit.RepricedUsage;
import java.math.BigDecimal;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What prices would change is told before they are entered. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PricesDryRunTest {
    private static final String CARD =
            """
            rate_cards:
              - id: acme-new
                provider: acme
                from: 2026-11-02
                default_unit: images
                failed_calls: not_billed
                source: "their letter, 2026-11-01"
                rates: { images: "0.05" }
            """;

    @TempDir static Path folder;
    private TestServer server;

    @BeforeAll
    void start() {
        server = new TestServer(folder);
        new RepricedUsage().usage(new Random(3), 300).record(server.parts.ledger);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @BeforeEach
    void forget() {
        // What was accepted is recorded, so that nothing of it is under way any more.
        server.parts.journal.records.stream()
                .map(record -> ((JournalRecord.Prices) record).change())
                .forEach(change -> server.parts.books = server.parts.books.with(change));
        assertThat(post("", "rate_cards: []").statusCode()).isEqualTo(202);
        server.parts.journal.records.clear();
        server.parts.books = LedgerFixtures.books();
    }

    private static PriceChange change(String file) {
        return ((PriceFile.Prices) PriceFile.parse(file)).change();
    }

    private HttpResponse<String> post(String query, String body) {
        return server.send(
                server.admin("/v1/prices" + query)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(body)));
    }

    private JsonNode dryRun(String body) {
        HttpResponse<String> answer = post("?dry_run=true", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer);
    }

    @Test
    void a_dry_run_says_what_is_new_in_the_book_and_enters_nothing() {
        Books before = server.parts.books;

        JsonNode told = dryRun(CARD);

        assertThat(server.parts.journal.records).isEmpty();
        assertThat(server.parts.books).isSameAs(before);
        assertThat(told.path("rate_cards").asInt()).isEqualTo(1);
        JsonNode card = told.at("/new_rate_cards/0");
        assertThat(card.path("rate_card").asString()).isEqualTo("acme-new");
        assertThat(card.path("governs").asBoolean()).isTrue();
        assertThat(card.path("governs_from").asString()).isEqualTo("2026-11-02T00:00:00Z");
        assertThat(card.at("/before/rate_card").asString()).isEqualTo("img-1");
        assertThat(card.path("stronger").isNull()).isTrue();
        assertThat(card.at("/rates/0").toString())
                .isEqualTo(
                        "{\"what\":\"images\",\"old_usd\":\"0.04\",\"new_usd\":\"0.05\","
                                + "\"difference_percent\":\"25\"}");
    }

    @Test
    void usage_of_late_is_priced_as_if_the_price_had_been_in_force_throughout() {
        BigDecimal[] cost = {BigDecimal.ZERO, BigDecimal.ZERO};
        long[] unpriced = new long[2];
        BigDecimal rate = new BigDecimal("0.05");
        eachOfAcme(row -> {
            BigDecimal images = row.event().quantities().byUnit().get("images");
            boolean success = row.event().status().equals("success");
            unpriced[0] += row.apiCost() == null ? 1 : 0;
            unpriced[1] += success && images == null ? 1 : 0;
            cost[0] = cost[0].add(Objects.requireNonNullElse(row.apiCost(), BigDecimal.ZERO));
            cost[1] =
                    cost[1].add(
                            success && images != null ? images.multiply(rate) : BigDecimal.ZERO);
        });

        // A later one of our own, which the new one would have been in place of.
        String later = CARD.replace("acme-new", "acme-later").replace("0.05", "0.09");
        server.parts.books = server.parts.books.with(change(later));

        JsonNode told = dryRun(CARD.replace("2026-11-02", "2026-12-24"));

        assertThat(told.path("impact").isNull())
                .as("it begins later than all that is logged")
                .isTrue();
        JsonNode usage = told.path("last_30_days");
        assertThat(new BigDecimal(usage.path("cost_now").asString()))
                .isEqualByComparingTo(cost[0])
                .isPositive();
        assertThat(new BigDecimal(usage.path("cost_then").asString()))
                .isEqualByComparingTo(cost[1]);
        assertThat(usage.path("unpriced_now").asLong()).isEqualTo(unpriced[0]).isPositive();
        assertThat(usage.path("unpriced_then").asLong()).isEqualTo(unpriced[1]);
    }

    private void eachOfAcme(Consumer<ChargedEvent> each) {
        server.parts
                .ledger
                .now()
                .each(
                        RepricedUsage.ALL,
                        row -> {
                            boolean told = row.event().clientCost() != null;
                            if (row.event().provider().equals("acme") && !told) {
                                each.accept(row);
                            }
                        });
    }

    @Test
    void what_it_would_change_is_what_a_re_pricing_says_once_it_is_entered() {
        long seed = 20_261_126;
        Random random = new Random(seed);
        int changing = 0;
        for (int round = 0; round < 40; round++) {
            server.parts.books = LedgerFixtures.books();
            List<RateCard> news = new ArrayList<>();
            int count = 1 + random.nextInt(3);
            for (int i = 0; i < count; i++) {
                news.add(card(random, "new-" + i));
            }
            PriceChange change = new PriceChange(news, List.of(), List.of());
            JsonNode impact = dryRun(PriceFile.write(change)).path("impact");

            server.parts.books = server.parts.books.with(change);
            JsonNode repriced = reprice(impact);

            for (String part :
                    List.of("total", "days", "providers", "operations", "users", "time_zone")) {
                assertThat(impact.path(part))
                        .as("seed %d, round %d: %s of %s", seed, round, part, news)
                        .isEqualTo(repriced.path(part));
            }
            assertThat(impact.path("events_looked_at"))
                    .isEqualTo(repriced.path("events_looked_at"));
            assertThat(impact.path("other_events_that_would_change").asInt()).isZero();
            int changed = impact.at("/total/events").asInt();
            assertThat(impact.path("events_concerned").asInt()).isGreaterThanOrEqualTo(changed);
            changing += changed > 0 ? 1 : 0;
        }
        assertThat(changing).as("seed %d: rounds that changed something", seed).isGreaterThan(15);
    }

    private JsonNode reprice(JsonNode impact) {
        Map<String, String> fields = new TreeMap<>();
        for (String name : List.of("from", "to", "provider", "operation", "model")) {
            if (!impact.path(name).isNull()) {
                fields.put(name, impact.path(name).asString());
            }
        }
        StringBuilder body = new StringBuilder("{\"dry_run\":true");
        fields.forEach((name, value) -> body.append(",\"%s\":\"%s\"".formatted(name, value)));
        HttpResponse<String> answer =
                server.send(
                        server.admin("/v1/reprice")
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(body.append('}').toString())));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer);
    }

    private static RateCard card(Random random, String id) {
        Instant from = RepricedUsage.FROM.plus(Duration.ofHours(random.nextInt(-24, 72)));
        TreeMap<String, BigDecimal> rates = new TreeMap<>();
        for (String unit : List.of("images", "seconds", "input_tokens", "output_tokens")) {
            if (random.nextInt(4) != 0 || rates.isEmpty()) {
                rates.put(unit, BigDecimal.valueOf(1 + random.nextInt(99_999), 6));
            }
        }
        return new RateCard(
                id,
                List.of("acme", "acme", "llmco", "nobody").get(random.nextInt(4)),
                List.of("*", "*", "upscale", "chat").get(random.nextInt(4)),
                List.of("*", "*", "m0", "m1").get(random.nextInt(4)),
                new PerUnitPricing(rates, null),
                List.of(FailedCalls.values()).get(random.nextInt(3)),
                from,
                random.nextBoolean() ? null : from.plus(Duration.ofHours(1 + random.nextInt(60))),
                "a page",
                List.of(PriceOrigin.values()).get(random.nextInt(3)));
    }

    @Test
    void what_a_stronger_or_closer_price_keeps_is_said() {
        assertThat(post("", CARD.replace("acme-new", "agreed") + "    origin: negotiated\n"))
                .extracting(HttpResponse::statusCode)
                .isEqualTo(202);

        JsonNode told = dryRun(CARD.replace("2026-11-02", "2026-11-03"));

        JsonNode card = told.at("/new_rate_cards/0");
        assertThat(card.path("governs").asBoolean()).isFalse();
        assertThat(card.path("governs_from").isNull()).isTrue();
        assertThat(card.at("/stronger/rate_card").asString()).isEqualTo("agreed");
        assertThat(told.at("/impact/events_concerned").asInt()).isZero();
        assertThat(told.at("/impact/total/events").asInt()).isZero();
        assertThat(told.at("/impact/other_events_that_would_change").asInt())
                .as("what the negotiated price, entered and never applied, would change")
                .isPositive();
        JsonNode wide = dryRun(CARD.replace("acme", "llmco")).at("/new_rate_cards/0");
        assertThat(wide.path("closer_count").asInt()).isEqualTo(1);
        assertThat(wide.at("/closer/0/rate_card").asString()).isEqualTo("llm-1");
    }

    @Test
    void the_log_is_left_alone_where_that_is_wished_or_nothing_is_new() {
        HttpResponse<String> alone = post("?dry_run=true&impact=false", CARD);
        assertThat(json(alone).path("impact").isNull()).isTrue();
        assertThat(json(alone).path("last_30_days").isNull()).isTrue();

        assertThat(post("?dry_run=false", CARD).statusCode()).isEqualTo(202);
        JsonNode again = dryRun(CARD);
        assertThat(again.path("rate_cards").asInt()).isZero();
        assertThat(again.path("new_rate_cards")).isEmpty();
        assertThat(post("?dry_run=true", CARD.replace("0.05", "0.06")).statusCode()).isEqualTo(409);
    }

    @Test
    void one_is_worked_out_at_a_time() {
        HttpResponse<String> busy =
                Objects.requireNonNull(
                        server.parts.impacts.alone(() -> post("?dry_run=true", CARD)));

        assertThat(busy.statusCode()).isEqualTo(503);
        assertThat(json(busy).path("code").asString()).isEqualTo("prices_busy");
        assertThat(busy.headers().firstValue("Retry-After")).contains("5");
        assertThat(post("?dry_run=true", CARD).statusCode()).isEqualTo(200);
    }
}
