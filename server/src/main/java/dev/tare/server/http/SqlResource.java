package dev.tare.server.http;

import dev.tare.core.ledger.SqlConsole;
import dev.tare.server.wire.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JsonGenerator;

/** {@code POST /v1/sql}: a user's own question to the ledger, read-only. */
@RestController
public final class SqlResource {
    private final SqlConsole console;
    private final SqlSettings settings;

    public SqlResource(SqlConsole console, SqlSettings settings) {
        this.console = console;
        this.settings = settings;
    }

    /** Takes {@code {"query": "SELECT …"}}; values come back as text, NULL as null. */
    @PostMapping("/v1/sql")
    public ResponseEntity<byte[]> ask(HttpServletRequest request) throws IOException {
        return switch (JsonBody.fields(request, Set.of("query"))) {
            case JsonBody.Bad bad -> Reply.problem(bad.problem());
            case JsonBody.Text _ -> Reply.problem(Problem.ours());
            case JsonBody.Fields body -> answer(body.get("query"));
        };
    }

    private ResponseEntity<byte[]> answer(@Nullable String query) {
        if (query == null || query.isBlank()) {
            return Reply.problem(
                    Problem.caller(400, "missing_field", "Field \"query\" is missing or empty.")
                            .at("query")
                            .mendedBy("Send one SELECT."));
        }
        return switch (console.ask(query, settings.rowsMax(), settings.timeMax())) {
            case SqlConsole.Answer.Refused refused ->
                    Reply.problem(
                            Problem.caller(400, refused.code(), refused.message()).at("query"));
            case SqlConsole.Answer.Rows rows -> Reply.json(200, json -> rows(json, rows));
        };
    }

    private static void rows(JsonGenerator json, SqlConsole.Answer.Rows answer) {
        json.writeArrayPropertyStart("columns");
        answer.columns().forEach(json::writeString);
        json.writeEndArray();
        json.writeArrayPropertyStart("rows");
        for (List<@Nullable String> row : answer.rows()) {
            json.writeStartArray();
            for (String value : row) {
                json.writeString(value);
            }
            json.writeEndArray();
        }
        json.writeEndArray();
        json.writeBooleanProperty("truncated", answer.truncated());
    }
}
