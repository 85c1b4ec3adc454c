package dev.tare.bench.tracker;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Stands between trackers and a server, passes on what it is sent, and stumbles: one request in ten
 * isn't passed on, and of one in ten the answer is lost.
 */
final class Relay implements AutoCloseable {
    private static final int STUMBLES_ONE_IN = 10;
    private static final List<String> PASSED_ON =
            List.of("Authorization", "Content-Type", "Content-Encoding");

    private final URI server;
    private final Consumer<byte[]> looks;
    private final Random random;
    private final HttpServer own;
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /**
     * A relay to that server.
     *
     * @param looks shown each body that is passed on
     */
    Relay(URI server, Random random, Consumer<byte[]> looks) throws IOException {
        this.server = server;
        this.random = random;
        this.looks = looks;
        own = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        own.createContext("/", this::handle);
        own.setExecutor(threads);
        own.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + own.getAddress().getPort());
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (stumbles()) {
                exchange.sendResponseHeaders(503, -1);
                return;
            }
            looks.accept(body);
            HttpResponse<byte[]> answer = passOn(exchange, body);
            if (!stumbles()) {
                exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
                exchange.getResponseBody().write(answer.body());
            }
        }
    }

    private HttpResponse<byte[]> passOn(HttpExchange exchange, byte[] body) throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.resolve(exchange.getRequestURI()))
                        .method(
                                exchange.getRequestMethod(),
                                HttpRequest.BodyPublishers.ofByteArray(body));
        for (String name : PASSED_ON) {
            String value = exchange.getRequestHeaders().getFirst(name);
            if (value != null) {
                request.header(name, value);
            }
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("stopped", stopped);
        }
    }

    private synchronized boolean stumbles() {
        return random.nextInt(STUMBLES_ONE_IN) == 0;
    }

    @Override
    public void close() {
        own.stop(0);
        threads.shutdownNow();
        http.shutdownNow();
    }
}
