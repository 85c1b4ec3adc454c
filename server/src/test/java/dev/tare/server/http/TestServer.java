package dev.tare.server.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real server on a free port, and a client to it. */
final class TestServer implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    final TestParts parts;
    final ServletWebServerApplicationContext context;
    final HttpClient client = HttpClient.newHttpClient();
    final int port;

    TestServer(Path folder) {
        parts = new TestParts(folder);
        context =
                (ServletWebServerApplicationContext)
                        new SpringApplicationBuilder(HttpApp.class)
                                .initializers(c ->
                                        ((GenericApplicationContext) c)
                                                .registerBean(TestParts.class, () -> parts))
                                .properties(
                                        Map.of(
                                                "server.port", "0",
                                                "server.address", "127.0.0.1",
                                                "spring.main.banner-mode", "off",
                                                "spring.threads.virtual.enabled", "true",
                                                "spring.web.resources.add-mappings", "false",
                                                "spring.mvc.servlet.load-on-startup", "1"))
                                .run();
        port = context.getWebServer() == null ? 0 : context.getWebServer().getPort();
    }

    HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    /** With the ingest key. */
    HttpRequest.Builder sending(String path) {
        return to(path).header("Authorization", "Bearer " + parts.secrets().ingestKey());
    }

    /** With the admin key. */
    HttpRequest.Builder admin(String path) {
        return to(path).header("Authorization", "Bearer " + parts.secrets().adminKey());
    }

    HttpResponse<String> usage(String type, String body) {
        return send(
                sending("/v1/usage")
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofString(body)));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    static JsonNode json(HttpResponse<String> response) {
        return JSON.readTree(response.body());
    }

    @Override
    public void close() {
        context.close();
        client.close();
    }
}
