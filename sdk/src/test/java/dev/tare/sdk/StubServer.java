package dev.tare.sdk;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;

/**
 * Speaks as a Tare server does on {@code /v1/usage}: knows an event by its id, and notes repeats
 * that aren't byte for byte the same.
 */
final class StubServer implements AutoCloseable {
    /** Status, body, and Retry-After, empty where there is none. */
    record Reply(int status, String body, String retryAfter) {
        static Reply of(int status, String code) {
            return new Reply(status, "{\"code\":\"" + code + "\"}", "");
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, String> events = new LinkedHashMap<>();
    final List<String> changed = new CopyOnWriteArrayList<>();
    final List<Integer> sizes = new CopyOnWriteArrayList<>();
    final List<String> trackers = new CopyOnWriteArrayList<>();
    final List<String> authorizations = new CopyOnWriteArrayList<>();

    /** Takes the events of a request; everything is accepted unless a test says otherwise. */
    volatile Function<List<String>, Reply> replies = this::accept;

    StubServer() {
        this(0);
    }

    StubServer(int port) {
        try {
            server = HttpServer.create(loopback(port), 0);
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
        server.createContext("/v1/usage", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + port());
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        InputStream in = exchange.getRequestBody();
        String body;
        try (InputStream plain = zipped ? new GZIPInputStream(in) : in) {
            body = new String(plain.readAllBytes(), StandardCharsets.UTF_8);
        }
        trackers.add(exchange.getRequestHeaders().getFirst("Tare-Tracker"));
        authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
        List<String> lines = body.equals("[]") ? List.of() : body.lines().toList();
        sizes.add(lines.size());
        Reply reply = replies.apply(lines);
        if (!reply.retryAfter().isEmpty()) {
            exchange.getResponseHeaders().set("Retry-After", reply.retryAfter());
        }
        byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    Reply accept(List<String> lines) {
        keep(lines);
        return new Reply(202, "{\"accepted\":" + lines.size() + ",\"rejected\":[]}", "");
    }

    /** Refuses the events in which this text stands. */
    Reply refuse(List<String> lines, String culprit) {
        List<String> refused = new ArrayList<>();
        List<String> good = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(culprit)) {
                refused.add(
                        ("{\"index\":%d,\"id\":null,\"field\":\"user_id\","
                                        + "\"code\":\"bad_user\",\"message\":\"No \\\"user\\\".\"}")
                                .formatted(i));
            } else {
                good.add(lines.get(i));
            }
        }
        keep(good);
        String body =
                "{\"accepted\": %d, \"rejected\": [%s]}"
                        .formatted(good.size(), String.join(",", refused));
        return new Reply(good.isEmpty() && !refused.isEmpty() ? 400 : 202, body, "");
    }

    private synchronized void keep(List<String> lines) {
        for (String line : lines) {
            String before = events.putIfAbsent(id(line), line);
            if (before != null && !before.equals(line)) {
                changed.add(line);
            }
        }
    }

    static String id(String line) {
        String start = "{\"id\":\"";
        if (!line.startsWith(start)) {
            throw new IllegalArgumentException("not an event: " + line);
        }
        return line.substring(start.length(), line.indexOf('"', start.length()));
    }

    /** Each event once, in the order of arrival. */
    synchronized List<String> events() {
        return List.copyOf(events.values());
    }

    /** The values of a text field, in the order of arrival. */
    List<String> all(String field) {
        String start = "\"" + field + "\":\"";
        return events().stream()
                .map(line -> {
                    int at = line.indexOf(start) + start.length();
                    return line.substring(at, line.indexOf('"', at));
                })
                .toList();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
