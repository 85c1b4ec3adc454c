package dev.tare.server.http;

import dev.tare.core.event.Rejection;
import dev.tare.server.wire.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Small bodies, whole: a text, or an object of a few texts. */
sealed interface JsonBody {
    /** Bytes of such a body at most. */
    int BYTES_MAX = 4 << 20;

    JsonMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    /** The body's text. */
    record Text(String text) implements JsonBody {}

    /** The body's object; every field is a known one and a text. */
    record Fields(JsonNode fields) implements JsonBody {
        @Nullable String get(String name) {
            JsonNode field = fields.get(name);
            return field == null || field.isNull() ? null : field.stringValue();
        }

        /** A field that is true or false, {@code null} where it wasn't sent. */
        @Nullable Boolean flag(String name) {
            JsonNode field = fields.get(name);
            if (field == null || field.isNull()) {
                return null;
            }
            return field.booleanValue();
        }
    }

    /** Why it can't be taken. */
    record Bad(Problem problem) implements JsonBody {}

    /** The body as UTF-8 text. */
    static JsonBody text(HttpServletRequest request) throws IOException {
        try (InputStream in = new LimitedStream(request.getInputStream(), BYTES_MAX)) {
            return new Text(
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(in.readAllBytes()))
                            .toString());
        } catch (LimitedStream.TooLong tooLong) {
            return bad(413, "body_too_large", "The body is too large; send at most 4 MiB.");
        } catch (CharacterCodingException notUtf8) {
            return bad(400, "invalid_text", "The body is not UTF-8.");
        }
    }

    /** The body as an object; an empty body is an empty object. */
    static JsonBody fields(HttpServletRequest request, Set<String> known) throws IOException {
        return fields(request, known, Set.of());
    }

    /** The same, with fields that are true or false besides the texts. */
    static JsonBody fields(HttpServletRequest request, Set<String> known, Set<String> flags)
            throws IOException {
        String type = request.getContentType();
        if (type != null && !type.startsWith("application/json")) {
            return bad(415, "unsupported_media_type", "The body must be application/json.");
        }
        JsonBody body = text(request);
        return body instanceof Text(String text) ? fields(text, known, flags) : body;
    }

    private static JsonBody fields(String text, Set<String> known, Set<String> flags) {
        JsonNode root;
        try {
            root = JSON.readTree(text.isBlank() ? "{}" : text);
        } catch (JacksonException malformed) {
            return bad(400, "malformed_json", "The body is not valid JSON.");
        }
        if (!root.isObject()) {
            return bad(400, "invalid_type", "The body must be an object.");
        }
        for (String name : root.propertyNames()) {
            if (flags.contains(name)) {
                if (!root.required(name).isBoolean() && !root.required(name).isNull()) {
                    return bad(
                            400, "invalid_type", "Field \"" + name + "\" must be true or false.");
                }
                continue;
            }
            if (!known.contains(name)) {
                return bad(400, "unknown_field", "Field " + Rejection.shown(name) + " is unknown.");
            }
            if (!root.required(name).isString() && !root.required(name).isNull()) {
                return bad(400, "invalid_type", "Field \"" + name + "\" must be a text.");
            }
        }
        return new Fields(root);
    }

    private static Bad bad(int status, String code, String message) {
        return new Bad(Problem.caller(status, code, message));
    }
}
