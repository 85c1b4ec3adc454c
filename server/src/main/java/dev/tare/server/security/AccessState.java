package dev.tare.server.security;

import java.io.StringWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the access file says at one moment.
 *
 * @param password the password's bcrypt hash
 */
record AccessState(List<AccessKey> keys, String password) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    AccessState {
        keys = List.copyOf(keys);
    }

    AccessState withKey(AccessKey key) {
        List<AccessKey> more = new ArrayList<>(keys);
        more.add(key);
        return new AccessState(more, password);
    }

    AccessState withoutKey(String id) {
        return new AccessState(
                keys.stream().filter(key -> !key.id().equals(id)).toList(), password);
    }

    AccessState withPassword(String hash) {
        return new AccessState(keys, hash);
    }

    String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.writerWithDefaultPrettyPrinter().createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberProperty("version", 1);
            json.writeArrayPropertyStart("keys");
            for (AccessKey key : keys) {
                json.writeStartObject();
                json.writeStringProperty("id", key.id());
                json.writeStringProperty("kind", key.kind().text());
                json.writeStringProperty("source", key.source());
                json.writeStringProperty("sha256", key.sha256());
                json.writeStringProperty("created", key.created().toString());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeStringProperty("password_bcrypt", password);
            json.writeEndObject();
        }
        return text + "\n";
    }

    /** What the text says, {@code null} where it isn't the text of an access file. */
    static @Nullable AccessState parse(String text) {
        try {
            JsonNode root = JSON.readTree(text);
            List<AccessKey> keys = new ArrayList<>();
            for (JsonNode node : root.required("keys")) {
                KeyKind kind = KeyKind.of(node.required("kind").stringValue());
                if (kind == null) {
                    return null;
                }
                keys.add(
                        new AccessKey(
                                node.required("id").stringValue(),
                                kind,
                                node.required("source").stringValue(),
                                node.required("sha256").stringValue(),
                                Instant.parse(node.required("created").stringValue())));
            }
            return new AccessState(keys, root.required("password_bcrypt").stringValue());
        } catch (JacksonException | DateTimeException unreadable) {
            return null;
        }
    }
}
