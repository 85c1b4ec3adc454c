package dev.tare.server.cli;

import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.Backups;
import dev.tare.core.ledger.Quarantine;
import dev.tare.core.ledger.QuarantineDecision.Action;
import dev.tare.core.ledger.SqlConsole;
import dev.tare.core.rollup.Verification;
import dev.tare.server.security.CliToken;
import dev.tare.server.wire.UsageEventWriter;
import dev.tare.server.wiring.House;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks the server that runs on the data folder, with the command line's own token. */
final class RemoteLink implements TareLink {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration ANSWER_WAIT = Duration.ofMinutes(10);
    private static final int TRIES = 20;

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(10))
                    .build();
    private final URI server;
    private final String token;

    RemoteLink(URI server, Path tokenFile) {
        String read = CliToken.read(tokenFile);
        if (read == null) {
            throw new CommandFailed(
                    ExitCode.ENVIRONMENT,
                    "A server runs at "
                            + server
                            + ", but its token file "
                            + tokenFile
                            + " can't be read. Run this as the user the server runs as.");
        }
        this.server = server;
        this.token = read;
    }

    /** A link with a key instead of the command line's token. */
    RemoteLink(String key, URI server) {
        this.server = server;
        this.token = key;
    }

    @Override
    public String profit(Map<String, List<String>> params, String format) {
        return ask(get("/v1/reports/profit?format=" + format + "&" + query(params))).body();
    }

    @Override
    public String missingPrices(Map<String, List<String>> params) {
        return ask(get("/v1/prices/missing?" + query(params))).body();
    }

    private static String query(Map<String, List<String>> params) {
        return params.entrySet().stream()
                .flatMap(p -> p.getValue().stream().map(v -> p.getKey() + "=" + encoded(v)))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    @Override
    public void send(String source, List<UsageEvent> events) {
        post("/v1/usage?source=" + encoded(source), events);
    }

    @Override
    public void correct(String source, List<UsageEvent> events, String reason, String batch) {
        post(
                "/v1/adjustments?source="
                        + encoded(source)
                        + "&reason="
                        + encoded(reason)
                        + "&batch="
                        + encoded(batch),
                events);
    }

    private void post(String path, List<UsageEvent> events) {
        String body = events.stream().map(UsageEventWriter::json).collect(Collectors.joining("\n"));
        HttpRequest request =
                to(path).header("Content-Type", "application/x-ndjson")
                        .POST(BodyPublishers.ofString(body))
                        .build();
        JsonNode answer = JSON.readTree(ask(request).body());
        if (!answer.path("rejected").isEmpty()) {
            throw new CommandFailed(
                    ExitCode.ENVIRONMENT,
                    "The server refused an event this command had accepted: "
                            + answer.path("rejected").get(0));
        }
    }

    @Override
    public void awaitRecorded() {
        long deadline = System.nanoTime() + House.RECORDED_WAIT.toNanos();
        while (status().flow().bytesBehind() > 0) {
            if (System.nanoTime() > deadline) {
                throw new CommandFailed(
                        ExitCode.ENVIRONMENT,
                        "All is safe in the journal, but the ledger lags behind; `tare status`"
                                + " tells how far.");
            }
            pause(50);
        }
    }

    private RemoteStatus status() {
        return new RemoteStatus(JSON.readTree(ask(get("/v1/status")).body()));
    }

    @Override
    public Progress progress() {
        return status().progress();
    }

    @Override
    public Flow flow() {
        return status().flow();
    }

    @Override
    public BackupState backupState() {
        return status().backup();
    }

    @Override
    public PricesEntered enterPrices(String yamlOrJson) {
        PriceFiles.read(yamlOrJson);
        JsonNode entered =
                JSON.readTree(
                        ask(to("/v1/prices")
                                        .header("Content-Type", "application/yaml")
                                        .POST(BodyPublishers.ofString(yamlOrJson))
                                        .build())
                                .body());
        awaitRecorded();
        return new PricesEntered(
                entered.path("rate_cards").asLong(),
                entered.path("plans").asLong(),
                entered.path("tariffs").asLong());
    }

    @Override
    public String prices() {
        return ask(get("/v1/prices")).body();
    }

    @Override
    public String quarantine(Quarantine.Filter filter) {
        String state = filter.state() == null ? "" : "&state=" + filter.state().code();
        String reason = filter.reason() == null ? "" : "&reason=" + filter.reason().code();
        String after = filter.after() == null ? "" : "&after=" + encoded(filter.after());
        return ask(get("/v1/quarantine?limit=" + filter.limit() + state + reason + after)).body();
    }

    @Override
    public String quarantineEntry(String entry) {
        return ask(get("/v1/quarantine/" + encoded(entry))).body();
    }

    @Override
    public void decide(String entry, Action action, @Nullable String newId, @Nullable String note) {
        Map<String, String> fields = new TreeMap<>();
        if (newId != null) {
            fields.put("new_id", newId);
        }
        if (note != null) {
            fields.put("note", note);
        }
        post("/v1/quarantine/" + encoded(entry) + "/" + action.code(), fields);
    }

    @Override
    public SqlConsole.Answer sql(String query) {
        JsonNode answer = JSON.readTree(post("/v1/sql", Map.of("query", query)).body());
        List<String> columns = new ArrayList<>();
        answer.path("columns").forEach(column -> columns.add(column.asString()));
        List<List<@Nullable String>> rows = new ArrayList<>();
        for (JsonNode row : answer.path("rows")) {
            List<@Nullable String> cells = new ArrayList<>();
            row.forEach(cell -> cells.add(cell.isNull() ? null : cell.asString()));
            rows.add(cells);
        }
        return new SqlConsole.Answer.Rows(columns, rows, answer.path("truncated").asBoolean());
    }

    @Override
    public List<Verification.Check> verify() {
        List<Verification.Check> checks = new ArrayList<>();
        for (JsonNode check : JSON.readTree(post("/v1/verify", Map.of()).body()).path("checks")) {
            List<String> findings = new ArrayList<>();
            check.path("findings").forEach(finding -> findings.add(finding.asString()));
            checks.add(
                    new Verification.Check(
                            check.path("name").asString(),
                            check.path("rule").asString(),
                            check.path("looked").asLong(),
                            check.path("found").asLong(),
                            findings));
        }
        return checks;
    }

    @Override
    public Backups.Backup backup(Path target) {
        JsonNode made = JSON.readTree(post("/v1/backup", Map.of("path", target.toString())).body());
        return new Backups.Backup(
                Path.of(made.path("file").asString()),
                made.path("bytes").asLong(),
                made.path("events").asLong());
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(server + path))
                .timeout(ANSWER_WAIT)
                .header("Authorization", "Bearer " + token);
    }

    private HttpRequest get(String path) {
        return to(path).GET().build();
    }

    private HttpResponse<String> post(String path, Map<String, String> fields) {
        return ask(
                to(path).header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(JSON.writeValueAsString(fields)))
                        .build());
    }

    /** Sends; where the server is busy, comes again. Usage has ids, so twice is once. */
    private HttpResponse<String> ask(HttpRequest request) {
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

    private HttpResponse<String> once(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException unreachable) {
            throw new CommandFailed(
                    ExitCode.ENVIRONMENT,
                    "The server at " + server + " doesn't answer: " + unreachable.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CommandFailed(ExitCode.ENVIRONMENT, "Interrupted.");
        }
    }

    private static void pause(long ms) {
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
