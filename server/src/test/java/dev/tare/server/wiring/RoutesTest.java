package dev.tare.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.core.pricing.PriceChange;
import dev.tare.server.dashboard.RecordedSignal;
import dev.tare.server.http.RouteCensus;
import dev.tare.server.security.AccessTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server as it is really put together, held against the one table of who may do what. */
class RoutesTest {
    @TempDir static Path folder;
    private static House house;
    private static WebServer server;

    @BeforeAll
    static void start() throws IOException {
        HouseSettings settings = new HouseSettings(folder.resolve("data"), ZoneOffset.UTC);
        Files.createDirectories(settings.data());
        Files.writeString(settings.demoMark(), "demo");
        house = House.open(settings, Clock.systemUTC(), () -> PriceChange.NONE, state -> {});
        server =
                WebServer.start(
                        house,
                        new RecordedSignal(),
                        new WebSettings("127.0.0.1", 0, Set.of()),
                        made -> {});
    }

    @AfterAll
    static void stop() {
        server.close();
        house.close();
    }

    @Test
    void every_route_of_the_server_is_in_the_table_and_every_row_is_a_route() {
        Set<String> routes = RouteCensus.routes(server.context(), AccessTable.TARE);
        assertThat(routes).isEqualTo(RouteCensus.rows(AccessTable.TARE));
        assertThat(RouteCensus.unknownFilters(server.context())).isEmpty();
    }

    @Test
    void without_key_or_login_nothing_but_health_and_the_login_page_answers() throws Exception {
        Set<String> open = new TreeSet<>();
        for (AccessTable.Row row : AccessTable.TARE.rows()) {
            String path = row.pattern().replaceAll("\\{[a-z]+}", "x");
            int status = status(row.method(), path);
            if (status / 100 == 2) {
                open.add(row.method() + " " + row.pattern());
            }
        }
        assertThat(open)
                .containsExactlyInAnyOrder(
                        "GET /healthz", "GET /readyz", "GET /login", "GET /login.css");
    }

    @Test
    void a_taken_port_is_said_plainly_before_any_key_is_made() {
        HouseSettings other = new HouseSettings(folder.resolve("other"), ZoneOffset.UTC);
        WebSettings taken = new WebSettings("127.0.0.1", server.address().getPort(), Set.of());
        try (House second =
                House.open(other, Clock.systemUTC(), () -> PriceChange.NONE, state -> {})) {
            assertThatThrownBy(
                            () -> WebServer.start(second, new RecordedSignal(), taken, made -> {}))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("--port");
        }
        assertThat(other.access()).doesNotExist();
    }

    @Test
    void the_login_page_of_the_demo_says_so() throws Exception {
        assertThat(get("/login").body()).contains("DEMO");
    }

    private static int status(String method, String path) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(server.address() + path))
                        .method(method, HttpRequest.BodyPublishers.noBody()))
                .statusCode();
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(server.address() + path)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
