package dev.tare.server.http;

import static dev.tare.server.http.TestServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bills over HTTP: what reaches the desk, and what is refused before. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReconcileApiTest {
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

    private HttpResponse<String> post(String rest, String type, byte[] body) {
        return server.send(
                server.admin("/v1/reconcile/" + rest)
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofByteArray(body)));
    }

    private HttpResponse<String> post(String rest, String body) {
        return post(rest, "text/csv", body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Test
    void the_body_is_the_bill_and_its_mapping_may_stand_above() {
        HttpResponse<String> plain =
                post("deep%20image?tz=%2B08:00&from=2026-11-01&book=true&reason=r", "a,b\n1,2\n");

        assertThat(plain.statusCode()).as(plain.body()).isEqualTo(200);
        assertThat(json(plain).path("csv").asString()).isEqualTo("a,b\n1,2\n");
        assertThat(json(plain).path("mapping").asString()).isEqualTo("null");
        assertThat(json(plain).path("wish").asString())
                .contains("provider=deep image", "zone=+08:00", "from=2026-11-01", "reason=r");
        HttpResponse<String> mapped = post("x", "---\r\nitems:\n  a: b\n---\na,b\n");
        assertThat(json(mapped).path("mapping").asString()).isEqualTo("items:\n  a: b\n");
        assertThat(json(mapped).path("csv").asString()).isEqualTo("a,b\n");
        assertThat(json(post("x", "")).path("csv").asString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "x?zone=UTC, unknown_parameter, zone",
        "x?tz=UTC&tz=UTC, repeated_parameter, tz",
        "x?tz=Berlin, unknown_time_zone, Berlin",
        "x?from=soon, invalid_date, soon",
        "x?from=2026-11-02&to=2026-11-01, empty_range, 2026-11-01",
        "x?book=yes, invalid_type, yes",
        "x?book=true, reason_needed, reason",
    })
    void what_is_asked_wrong_is_named(String rest, String code, String says) {
        HttpResponse<String> answer = post(rest, "a,b\n");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(json(answer).path("code").asString()).isEqualTo(code);
        assertThat(answer.body()).contains(says);
    }

    @Test
    void bodies_have_limits_and_the_key_must_be_the_admins() {
        assertThat(json(post("x", "---\nitems: {}\n")).path("code").asString())
                .isEqualTo("unclosed_mapping");
        assertThat(post("x", "application/json", new byte[0]).statusCode()).isEqualTo(415);
        assertThat(post("x", "text/csv", new byte[(16 << 20) + 1]).statusCode()).isEqualTo(413);
        HttpResponse<String> ingest =
                server.send(
                        server.sending("/v1/reconcile/x")
                                .header("Content-Type", "text/csv")
                                .POST(BodyPublishers.ofString("a")));
        assertThat(ingest.statusCode()).isEqualTo(403);
    }
}
