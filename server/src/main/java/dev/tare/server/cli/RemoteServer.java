package dev.tare.server.cli;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/** Asks a server; what it refuses comes as {@link CommandFailed}. */
final class RemoteServer implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration ANSWER_WAIT = Duration.ofMinutes(10);
    private static final int TRIES = 20;

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(10))
                    .build();
    private final URI place;
    private final String token;

    RemoteServer(URI place, String token) {
        this.place = place;
        this.token = token;
    }

    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(place + path))
                .timeout(ANSWER_WAIT)
                .header("Authorization", "Bearer " + token);
    }

    HttpRequest get(String path) {
        return to(path).GET().build();
    }

    HttpResponse<String> post(String path, Map<String, ?> fields) {
        return ask(
                to(path).header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(JSON.writeValueAsString(fields)))
                        .build());
    }

    /** Sends; where the server is busy, comes again. Usage has ids, so twice is once. */
    HttpResponse<String> ask(HttpRequest request) {
        for (int attempt = 1; ; attempt++) {
            HttpResponse<String> answer = once(request);
            if (answer.statusCode() / 100 == 2) {
                return answer;
            }
            boolean busy = answer.statusCode() == 503 || answer.statusCode() == 429;
            if (!busy || attempt == TRIES) {
                throw new CommandFailed(
                        answer.statusCode() / 100 == 4 ? ExitCode.USAGE : ExitCode.ENVIRONMENT,
                        RemoteProblem.told(answer));
            }
            pause(500L * attempt);
        }
    }

    /** The client tells nothing where a connection ends before its answer. */
    private static String why(IOException unreachable) {
        String said = unreachable.getMessage();
        return said == null || said.isBlank()
                ? "the connection ended; see whether the server still runs, with `tare status`."
                : said;
    }

    private HttpResponse<String> once(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException unreachable) {
            throw new CommandFailed(
                    ExitCode.ENVIRONMENT,
                    "The server at " + place + " doesn't answer: " + why(unreachable));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CommandFailed(ExitCode.ENVIRONMENT, "Interrupted.");
        }
    }

    static void pause(long ms) {
        try {
            TimeUnit.MILLISECONDS.sleep(ms);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CommandFailed(ExitCode.ENVIRONMENT, "Interrupted.");
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
