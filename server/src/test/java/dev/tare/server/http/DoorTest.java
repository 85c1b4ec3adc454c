package dev.tare.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.server.security.CliToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every answer carries, and who is turned away before anything looks at the request. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DoorTest {
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

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:7373", "127.0.0.1", "[::1]:80", "tare.example"})
    void a_name_of_this_server_is_let_in(String host) throws IOException {
        assertThat(raw("GET /healthz HTTP/1.1\r\nHost: " + host)).startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:7373",
                "127.0.0.1.evil.example",
                "localhost.evil.example",
                "tare.example.evil.example"
            })
    void another_name_is_turned_away_whatever_the_key_and_the_route(String host)
            throws IOException {
        String key = "\r\nAuthorization: Bearer " + server.parts.secrets().adminKey();
        for (String path : new String[] {"/healthz", "/v1/usage", "/v1/status", "/nowhere"}) {
            String answer = raw("GET " + path + " HTTP/1.1\r\nHost: " + host + key);
            assertThat(answer).startsWith("HTTP/1.1 421").contains("host_not_allowed");
        }
    }

    @Test
    void a_query_that_is_no_text_is_turned_away_whatever_the_route() throws IOException {
        for (String query : new String[] {"%ff", "%c3", "%00", "%", "%1", "%zz", "a=b%c3%28"}) {
            assertThat(raw("GET /login?next=" + query + " HTTP/1.1\r\nHost: localhost"))
                    .as(query)
                    .startsWith("HTTP/1.1 400")
                    .contains("invalid_query");
        }
        assertThat(raw("GET /login?next=%c3%bc+%f0%9f%98%80 HTTP/1.1\r\nHost: localhost"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void no_name_at_all_is_turned_away() throws IOException {
        assertThat(raw("GET /healthz HTTP/1.0")).startsWith("HTTP/1.1 421");
    }

    @Test
    void the_command_lines_token_opens_from_this_machine_and_not_through_a_proxy() {
        String token = Objects.requireNonNull(CliToken.read(server.parts.cliToken));
        HttpResponse<String> direct =
                server.send(
                        server.to("/v1/status").header("Authorization", "Bearer " + token).GET());
        HttpResponse<String> proxied =
                server.send(
                        server.to("/v1/status")
                                .header("Authorization", "Bearer " + token)
                                .header("X-Forwarded-For", "203.0.113.5")
                                .GET());

        assertThat(direct.statusCode()).isEqualTo(200);
        assertThat(proxied.statusCode()).isEqualTo(401);
    }

    @Test
    void answers_carry_the_headers_that_bind_a_browser() {
        for (String path : new String[] {"/login", "/v1/status", "/v1/nothing"}) {
            HttpResponse<String> answer = server.send(server.admin(path).GET());
            assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                    .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(answer.headers().firstValue("Referrer-Policy")).contains("no-referrer");
            assertThat(answer.headers().firstValue("Cache-Control").orElse(""))
                    .contains("no-store");
            assertThat(answer.headers().map()).doesNotContainKey("Server");
        }
    }

    @Test
    void a_person_gets_a_page_and_a_program_a_problem() {
        HttpResponse<String> page =
                server.send(server.admin("/nowhere").header("Accept", "text/html").GET());
        assertThat(page.statusCode()).isEqualTo(404);
        assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
        assertThat(page.body()).contains("There is nothing at this address.");

        HttpResponse<String> api =
                server.send(server.admin("/v1/nowhere").header("Accept", "text/html").GET());
        assertThat(api.headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    @Test
    void paths_that_hide_what_they_mean_are_refused() throws IOException {
        for (String path :
                new String[] {
                    "/v1/../v1/status", "//v1/status", "/v1/status;a=b", "/v1%2fstatus", "/%2e/"
                }) {
            assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: localhost"))
                    .matches("(?s)HTTP/1.1 (400|401|404) .*")
                    .doesNotContain("\"journal\"");
        }
        assertThat(raw("POST /v1/usage/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0"))
                .matches("(?s)HTTP/1.1 (401|403) .*");
    }

    @Test
    void what_goes_wrong_before_any_resource_leaves_as_a_problem_too() throws IOException {
        String key = "\r\nAuthorization: Bearer " + server.parts.secrets().adminKey();
        String answer = raw("GET /v1//status HTTP/1.1\r\nHost: localhost" + key);

        assertThat(answer)
                .startsWith("HTTP/1.1 400")
                .contains("application/problem+json", "\"code\":\"bad_request\"")
                .doesNotContainIgnoringCase("jetty", "exception");
    }

    /** Sends a request that a well-behaved client would not. */
    private String raw(String head) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port)) {
            OutputStream out = socket.getOutputStream();
            out.write((head + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
