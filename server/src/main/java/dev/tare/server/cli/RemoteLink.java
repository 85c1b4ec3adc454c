package dev.tare.server.cli;

import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.Backups;
import dev.tare.core.ledger.Quarantine;
import dev.tare.core.ledger.QuarantineDecision.Action;
import dev.tare.core.ledger.SqlConsole;
import dev.tare.core.rollup.Verification;
import dev.tare.server.security.CliToken;
import dev.tare.server.wire.RepriceRequest;
import dev.tare.server.wire.UsageEventWriter;
import dev.tare.server.wiring.House;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks the server that runs on the data folder, with the command line's own token. */
final class RemoteLink implements TareLink {
    private static final JsonMapper JSON = new JsonMapper();

    private final RemoteServer server;

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
        this.server = new RemoteServer(server, read);
    }

    /** A link with a key instead of the command line's token. */
    RemoteLink(String key, URI server) {
        this.server = new RemoteServer(server, key);
    }

    @Override
    public String profit(Map<String, List<String>> params, String format) {
        return server.ask(server.get("/v1/reports/profit?format=" + format + "&" + query(params)))
                .body();
    }

    @Override
    public String missingPrices(Map<String, List<String>> params) {
        return server.ask(server.get("/v1/prices/missing?" + query(params))).body();
    }

    @Override
    public String toldCosts(Map<String, List<String>> params) {
        return server.ask(server.get("/v1/prices/told?" + query(params))).body();
    }

    @Override
    public String event(String id, @Nullable String source) {
        Map<String, List<String>> params = new TreeMap<>(Map.of("id", List.of(id)));
        if (source != null) {
            params.put("source", List.of(source));
        }
        return server.ask(server.get("/v1/events?" + query(params))).body();
    }

    private static String query(Map<String, List<String>> params) {
        return params.entrySet().stream()
                .flatMap(p ->
                        p.getValue().stream().map(v -> p.getKey() + "=" + RemoteServer.encoded(v)))
                .collect(Collectors.joining("&"));
    }

    @Override
    public void send(String source, List<UsageEvent> events) {
        post("/v1/usage?source=" + RemoteServer.encoded(source), events);
    }

    @Override
    public void correct(String source, List<UsageEvent> events, String reason, String batch) {
        post(
                "/v1/adjustments?source="
                        + RemoteServer.encoded(source)
                        + "&reason="
                        + RemoteServer.encoded(reason)
                        + "&batch="
                        + RemoteServer.encoded(batch),
                events);
    }

    private void post(String path, List<UsageEvent> events) {
        String body = events.stream().map(UsageEventWriter::json).collect(Collectors.joining("\n"));
        HttpRequest request =
                server.to(path)
                        .header("Content-Type", "application/x-ndjson")
                        .POST(BodyPublishers.ofString(body))
                        .build();
        JsonNode answer = JSON.readTree(server.ask(request).body());
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
            RemoteServer.pause(50);
        }
    }

    @Override
    public String reconcile(String provider, BillToSend bill, Map<String, String> wish) {
        String query =
                wish.entrySet().stream()
                        .map(p -> p.getKey() + "=" + RemoteServer.encoded(p.getValue()))
                        .collect(Collectors.joining("&"));
        String name = RemoteServer.encoded(provider).replace("+", "%20");
        try {
            HttpRequest request =
                    server.to("/v1/reconcile/" + name + "?" + query)
                            .header("Content-Type", "text/csv")
                            .header("Content-Encoding", "gzip")
                            .POST(BodyPublishers.ofByteArray(bill.packed()))
                            .build();
            return server.ask(request).body();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public String reprice(Map<String, String> wish, boolean dryRun) {
        Map<String, Object> fields = new TreeMap<>(wish);
        fields.put(RepriceRequest.CREDIT_VALUES, RepriceRequest.isCreditValues(wish));
        fields.put(RepriceRequest.DRY_RUN, dryRun);
        return server.post("/v1/reprice", fields).body();
    }

    @Override
    public String repriced(String batch) {
        return server.ask(server.get("/v1/reprice/" + RemoteServer.encoded(batch))).body();
    }

    private RemoteStatus status() {
        return new RemoteStatus(JSON.readTree(server.ask(server.get("/v1/status")).body()));
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
                        server.ask(
                                        server.to("/v1/prices")
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
        return server.ask(server.get("/v1/prices")).body();
    }

    @Override
    public String quarantine(Quarantine.Filter filter) {
        String state = filter.state() == null ? "" : "&state=" + filter.state().code();
        String reason = filter.reason() == null ? "" : "&reason=" + filter.reason().code();
        String after =
                filter.after() == null ? "" : "&after=" + RemoteServer.encoded(filter.after());
        String query = filter.limit() + state + reason + after;
        return server.ask(server.get("/v1/quarantine?limit=" + query)).body();
    }

    @Override
    public String quarantineEntry(String entry) {
        return server.ask(server.get("/v1/quarantine/" + RemoteServer.encoded(entry))).body();
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
        server.post("/v1/quarantine/" + RemoteServer.encoded(entry) + "/" + action.code(), fields);
    }

    @Override
    public SqlConsole.Answer sql(String query) {
        JsonNode answer = JSON.readTree(server.post("/v1/sql", Map.of("query", query)).body());
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
        for (JsonNode check :
                JSON.readTree(server.post("/v1/verify", Map.of()).body()).path("checks")) {
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
        JsonNode made =
                JSON.readTree(server.post("/v1/backup", Map.of("path", target.toString())).body());
        return new Backups.Backup(
                Path.of(made.path("file").asString()),
                made.path("bytes").asLong(),
                made.path("events").asLong());
    }

    @Override
    public void close() {
        server.close();
    }
}
