package dev.tare.server.importer;

import java.io.IOException;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Rows of NDJSON: one object per line. A value within objects is a column named by its path, {@code
 * usage.input_tokens}; numbers stay as written.
 */
final class NdjsonRows implements UsageFile.Rows {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String METADATA = "metadata";

    private final SourceLines lines;

    NdjsonRows(SourceLines lines) {
        this.lines = lines;
    }

    @Override
    public @Nullable List<String> columns() {
        return null;
    }

    @Override
    public byte[] header() {
        return new byte[0];
    }

    @Override
    public @Nullable RawRow next() throws IOException {
        SourceLines.Line line = lines.next();
        while (line != null && line.blank()) {
            line = lines.next();
        }
        return line == null ? null : row(line);
    }

    private static RawRow row(SourceLines.Line line) {
        if (!line.whole()) {
            return damaged(
                    line,
                    "too_long",
                    "The line is longer than " + SourceLines.LINE_BYTES_MAX + " bytes.");
        }
        String text = RowText.decoded(line.bytes(), line.number() == 1);
        if (text == null) {
            return damaged(line, "invalid_text", "The line isn't UTF-8; save the file as UTF-8.");
        }
        Map<String, String> cells = new LinkedHashMap<>();
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return damaged(
                        line, "malformed_json", "The line is no JSON object; write one per line.");
            }
            String twice = object(json, "", cells);
            if (twice != null) {
                return damaged(
                        line,
                        "duplicate_field",
                        "Field " + UsageFile.shown(twice) + " is there twice; keep one of them.");
            }
            if (json.nextToken() != null) {
                return damaged(
                        line,
                        "malformed_json",
                        "More than one JSON object stands on the line; write one per line.");
            }
        } catch (JacksonException malformed) {
            return damaged(
                    line,
                    "malformed_json",
                    "The line is no JSON: " + reason(malformed) + "; write one object per line.");
        }
        return new RawRow.Filled(line.number(), line.bytes(), new JsonCells(cells));
    }

    /** Reads to the end of the object; returns the name of a field that is there twice. */
    private static @Nullable String object(
            JsonParser json, String prefix, Map<String, String> cells) {
        String twice = null;
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = prefix + json.currentName();
            JsonToken value = json.nextToken();
            if (value == JsonToken.START_OBJECT && !name.equals(METADATA)) {
                String inner = object(json, name + ".", cells);
                twice = twice == null ? inner : twice;
            } else if (value != JsonToken.VALUE_NULL) {
                String text = value.isStructStart() ? compact(json) : json.getString();
                twice = cells.put(name, text) == null || twice != null ? twice : name;
            }
        }
        return twice;
    }

    private static String compact(JsonParser json) {
        StringWriter text = new StringWriter();
        try (JsonGenerator copy = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            copy.copyCurrentStructureExact(json);
        }
        return text.toString();
    }

    private static String reason(JacksonException malformed) {
        String reason = malformed.getOriginalMessage();
        String first = reason == null ? "" : reason.lines().findFirst().orElse("");
        return first.length() > 120 ? first.substring(0, 120) + "…" : first;
    }

    private static RawRow damaged(SourceLines.Line line, String code, String message) {
        return new RawRow.Damaged(line.number(), line.bytes(), code, message);
    }

    private record JsonCells(Map<String, String> values) implements RawRow.Cells {
        @Override
        public @Nullable String get(String column) {
            return values.get(column);
        }

        @Override
        public Iterable<String> names() {
            return values.keySet();
        }
    }
}
