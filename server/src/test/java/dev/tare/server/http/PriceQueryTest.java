package dev.tare.server.http;

import static dev.tare.server.http.TestServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.server.wire.PriceFile;
import dev.tare.server.wire.Problem;
import dev.tare.testkit.LedgerFixtures;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which prices there are: all, or those of a name, at a time. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PriceQueryTest {
    private static final String CARD =
            """
            source: "their letter, 2026-11-01"
            rate_cards:
              - { id: acme-new, provider: acme, from: 2026-11-02, rates: { images: "0.05" } }
            """;

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

    @Test
    void the_cards_of_a_name_can_be_asked_for_at_a_time_and_as_json() {
        server.parts.books =
                LedgerFixtures.books().with(((PriceFile.Prices) PriceFile.parse(CARD)).change());

        assertThat(cards("?provider=acme")).isEqualTo(List.of("img-1", "acme-new"));
        assertThat(cards("?provider=acme&at=2026-11-01")).isEqualTo(List.of("img-1"));
        assertThat(cards("?at=now")).isEqualTo(List.of("llm-1", "acme-new"));
        assertThat(cards("?operation=chat&model=*")).isEqualTo(List.of("llm-1"));
        assertThat(cards("?provider=a%2Bb")).isEmpty();
        String all = server.send(server.admin("/v1/prices").GET()).body();
        HttpResponse<String> json = server.send(server.admin("/v1/prices?format=json").GET());
        assertThat(json(json).path("plans")).hasSize(3);
        assertThat(PriceFile.parse(json.body())).isEqualTo(PriceFile.parse(all));
    }

    @Test
    void what_the_disk_is_slow_with_may_be_accepted() {
        Problem slow =
                Objects.requireNonNull(
                        Durably.await(new CompletableFuture<>(), Duration.ofMillis(1)));

        assertThat(slow.code()).isEqualTo("journal_slow");
        assertThat(slow.message()).contains("may be accepted or not").doesNotContain("events");
        assertThat(slow.mend()).contains("Send the same again").doesNotContain("events");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, ?dry_run=yes, invalid_choice, dry_run",
        "POST, ?impact=, invalid_choice, impact",
        "POST, ?dryrun=true, unknown_parameter, dryrun",
        "GET, ?at=soon, invalid_time, at",
        "GET, ?format=xml, invalid_format, format",
        "GET, ?user=x, unknown_parameter, user",
        "POST, ?dry_run=false&dry_run=true, repeated_parameter, dry_run",
        "POST, ?dry_run=true&dry%5Frun=false, repeated_parameter, dry_run",
        "POST, ?impact=true&impact=true, repeated_parameter, impact",
        "GET, ?provider=a&provider=b, repeated_parameter, provider",
    })
    void what_is_asked_wrong_is_named(String method, String query, String code, String field) {
        HttpResponse<String> answer =
                server.send(
                        server.admin("/v1/prices" + query)
                                .method(method, BodyPublishers.ofString(CARD)));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(json(answer).path("code").asString()).isEqualTo(code);
        assertThat(json(answer).path("field").asString()).isEqualTo(field);
        assertThat(server.parts.journal.records).isEmpty();
    }

    private List<String> cards(String query) {
        HttpResponse<String> answer =
                server.send(server.admin("/v1/prices" + query + "&format=json").GET());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(json(answer).path("plans")).isEmpty();
        List<String> ids = new ArrayList<>();
        json(answer).path("rate_cards").forEach(card -> ids.add(card.path("id").asString()));
        return ids;
    }
}
