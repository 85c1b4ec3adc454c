package dev.tare.server.http;

import dev.tare.server.wire.Problem;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Answers of the resources. */
final class Reply {
    private static final JsonFactory JSON = new JsonFactory();
    private static final MediaType PROBLEM = MediaType.parseMediaType(Problem.MEDIA_TYPE);

    private Reply() {}

    /** An object, whose fields {@code content} writes. */
    static ResponseEntity<byte[]> json(int status, Consumer<JsonGenerator> content) {
        java.io.ByteArrayOutputStream text = new java.io.ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            content.accept(json);
            json.writeEndObject();
        }
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .body(text.toByteArray());
    }

    static ResponseEntity<byte[]> text(MediaType type, String text) {
        return ResponseEntity.ok().contentType(type).body(text.getBytes(StandardCharsets.UTF_8));
    }

    static ResponseEntity<byte[]> problem(Problem problem) {
        ResponseEntity.BodyBuilder answer =
                ResponseEntity.status(problem.status()).contentType(PROBLEM);
        if (problem.retryAfter() != null) {
            answer.header(HttpHeaders.RETRY_AFTER, Long.toString(problem.retryAfterSeconds()));
        }
        return answer.body(problem.json().getBytes(StandardCharsets.UTF_8));
    }
}
