package dev.tare.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.server.security.Access;
import dev.tare.server.security.AccessTable;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of routes against the running server: what is in it, and that it holds. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessTableTest {
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

    static Stream<AccessTable.Row> rows() {
        return AccessTable.TARE.rows().stream();
    }

    static Stream<AccessTable.Row> adminRows() {
        return rows().filter(row -> row.access() == Access.ADMIN);
    }

    @Test
    void every_route_is_in_the_table_and_every_row_has_a_route() {
        assertThat(RouteCensus.routes(server.context, AccessTable.TARE))
                .isEqualTo(RouteCensus.rows(AccessTable.TARE));
        assertThat(RouteCensus.unknownFilters(server.context)).isEmpty();
    }

    @Test
    void the_census_sees_a_missing_row_and_a_row_without_route() {
        List<AccessTable.Row> fewer = AccessTable.TARE.rows().subList(0, 5);
        AccessTable other =
                new AccessTable(
                        Stream.concat(
                                        fewer.stream(),
                                        Stream.of(
                                                new AccessTable.Row(
                                                        "GET", "/nowhere", Access.PUBLIC)))
                                .toList());

        assertThat(RouteCensus.routes(server.context, other))
                .contains("GET /metrics")
                .doesNotContain("GET /nowhere");
        assertThat(RouteCensus.rows(other)).contains("GET /nowhere").doesNotContain("GET /metrics");
    }

    @ParameterizedTest
    @MethodSource("rows")
    void without_a_key_only_the_public_routes_and_the_way_in_answer(AccessTable.Row row) {
        HttpResponse<String> answer = call(server.to(path(row)), row);

        boolean open = row.access() == Access.PUBLIC || row.access() == Access.LOGIN_PAGE;
        if (open && row.method().equals("GET")) {
            assertThat(answer.statusCode()).isIn(200, 303);
        } else {
            // A browser's POST fails for its CSRF token before anybody asks who it is.
            assertThat(answer.statusCode()).isIn(401, 403);
        }
    }

    @ParameterizedTest
    @MethodSource("adminRows")
    void an_ingest_key_writes_usage_and_nothing_else(AccessTable.Row row) {
        HttpResponse<String> answer = call(server.sending(path(row)), row);

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(TestServer.json(answer).get("code").stringValue())
                .isEqualTo("ingest_key_only_writes");
    }

    @ParameterizedTest
    @MethodSource("rows")
    void a_wrong_key_opens_nothing(AccessTable.Row row) {
        String key = server.parts.secrets().adminKey();
        String wrong = key.substring(0, key.length() - 1) + (key.endsWith("A") ? "B" : "A");
        HttpResponse<String> answer =
                call(server.to(path(row)).header("Authorization", "Bearer " + wrong), row);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
        assertThat(answer.body()).doesNotContain(wrong);
    }

    @Test
    void what_is_not_listed_is_denied_to_all_and_named_to_an_admin() {
        assertThat(server.send(server.to("/v1/secret").GET()).statusCode()).isEqualTo(401);
        assertThat(server.send(server.sending("/v1/secret").GET()).statusCode()).isEqualTo(403);
        HttpResponse<String> admin = server.send(server.admin("/v1/secret").GET());
        assertThat(admin.statusCode()).isEqualTo(404);
        assertThat(TestServer.json(admin).get("code").stringValue()).isEqualTo("not_found");
        assertThat(server.send(server.admin("/error").GET()).statusCode()).isEqualTo(404);
        assertThat(
                        server.send(server.admin("/webjars/htmx.org/2.0.10/dist/htmx.js").GET())
                                .statusCode())
                .isEqualTo(404);
    }

    @Test
    void another_method_of_a_listed_address_is_refused_with_the_ones_there_are() {
        HttpResponse<String> answer = server.send(server.admin("/v1/prices").DELETE());

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).contains("GET, POST");
        assertThat(TestServer.json(answer).get("code").stringValue())
                .isEqualTo("method_not_allowed");
    }

    private HttpResponse<String> call(
            java.net.http.HttpRequest.Builder request, AccessTable.Row row) {
        return server.send(request.method(row.method(), BodyPublishers.noBody()));
    }

    private static String path(AccessTable.Row row) {
        return row.pattern()
                .replace("{version}", "v1")
                .replace("{name}", "tare.css")
                .replace("{entry}", "5b8f0c39-1")
                .replace("{id}", "call-1")
                .replace("{batch}", "5b8f0c39-1")
                .replace("{provider}", "acme");
    }
}
