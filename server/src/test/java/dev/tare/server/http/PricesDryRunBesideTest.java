package dev.tare.server.http;

import static dev.tare.server.http.TestServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.pricing.Books;
import dev.tare.core.pricing.PriceChange;
import dev.tare.server.wire.PriceFile;
import dev.tare.testkit.LedgerFixtures;
import dev.tare.testkit.RepricedUsage;
import java.math.BigDecimal;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What a dry run says of other prices, and of calls without a price, beside a new price. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PricesDryRunBesideTest {
    private static final String CARD =
            """
            rate_cards:
              - id: acme-new
                provider: acme
                operation: upscale
                from: 2026-11-02
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
        server.parts.books = LedgerFixtures.books();
    }

    private static PriceChange change(String file) {
        return ((PriceFile.Prices) PriceFile.parse(file)).change();
    }

    private JsonNode dryRun(String body) {
        HttpResponse<String> answer =
                server.send(
                        server.admin("/v1/prices?dry_run=true")
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofString(body)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer);
    }

    @Test
    void only_calls_with_a_price_on_both_sides_are_compared() {
        String added = CARD.replace("    operation: upscale\n", "");
        long[] events = new long[2];
        BigDecimal[] cost = {BigDecimal.ZERO, BigDecimal.ZERO};
        BigDecimal rate = new BigDecimal("0.05");
        server.parts
                .ledger
                .now()
                .each(
                        RepricedUsage.ALL,
                        row -> {
                            var event = row.event();
                            if (!event.provider().equals("acme") || event.clientCost() != null) {
                                return;
                            }
                            events[0]++;
                            boolean success = event.status().equals("success");
                            var used = event.quantities().byUnit();
                            BigDecimal images = used.getOrDefault("images", BigDecimal.ZERO);
                            boolean known = used.size() == 1 && used.containsKey("images");
                            if (row.apiCost() != null && (!success || known)) {
                                events[1]++;
                                cost[0] = cost[0].add(row.apiCost());
                                cost[1] =
                                        cost[1].add(
                                                success ? images.multiply(rate) : BigDecimal.ZERO);
                            }
                        });

        JsonNode usage = dryRun(added).path("last_30_days");

        assertThat(usage.path("events").asLong()).isEqualTo(events[0]);
        JsonNode both = usage.path("priced_both");
        assertThat(both.path("events").asLong()).isEqualTo(events[1]).isLessThan(events[0]);
        assertThat(new BigDecimal(both.path("cost_now").asString())).isEqualByComparingTo(cost[0]);
        assertThat(new BigDecimal(both.path("cost_then").asString())).isEqualByComparingTo(cost[1]);
        assertThat(new BigDecimal(both.path("cost_change").asString()))
                .isEqualByComparingTo(cost[1].subtract(cost[0]));
    }

    @Test
    void only_a_months_price_of_the_same_provider_widens_what_is_looked_through() {
        String monthly =
                """
                rate_cards:
                  - id: month
                    provider: PROVIDER
                    operation: lend
                    from: 2026-01-01
                    source: s
                    pricing: { monthly: { unit: images, table: { per_unit: { images: "1" } } } }
                """;
        String added = CARD;
        JsonNode alone = dryRun(added).path("impact");
        assertThat(alone.path("operation").asString()).isEqualTo("upscale");

        Books books = server.parts.books;
        server.parts.books = books.with(change(monthly.replace("PROVIDER", "elsewhere")));
        assertThat(dryRun(added).path("impact")).isEqualTo(alone);

        server.parts.books = books.with(change(monthly.replace("PROVIDER", "acme")));
        JsonNode whole = dryRun(added).path("impact");
        assertThat(whole.path("operation").isNull()).isTrue();
        assertThat(whole.path("events_looked_at").asLong())
                .isGreaterThan(alone.path("events_looked_at").asLong());
    }

    @Test
    void what_it_takes_over_from_prices_for_a_model_alone_is_said() {
        StringBuilder file = new StringBuilder("rate_cards:\n");
        for (int i = 10; i < 40; i++) {
            file.append(
                            "  - { id: m-%d, provider: acme2, model: m-%d, from: 2026-01-01, "
                                    .formatted(i, i))
                    .append("operation: \"*\", source: s, rates: { images: \"1\" } }\n");
        }
        server.parts.books = server.parts.books.with(change(file.toString()));
        String added = CARD.replace("provider: acme", "provider: acme2");

        JsonNode card = dryRun(added).at("/new_rate_cards/0");

        assertThat(card.path("before").isNull()).isTrue();
        assertThat(card.path("closer_count").asInt()).isZero();
        assertThat(card.path("takes_over_count").asInt()).isEqualTo(30);
        assertThat(card.path("takes_over")).hasSize(20);
        assertThat(card.at("/takes_over/0/rate_card").asString()).isEqualTo("m-10");
    }
}
