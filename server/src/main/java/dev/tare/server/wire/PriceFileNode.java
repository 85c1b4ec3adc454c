package dev.tare.server.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * A price file as written: every scalar is kept as its text, so that no number ever passes through
 * a binary fraction.
 */
sealed interface PriceFileNode {
    /** The line it starts on, from 1. */
    int line();

    /** A scalar's text. */
    record Text(int line, String text) implements PriceFileNode {}

    /** Nothing written, or {@code null}. */
    record Nothing(int line) implements PriceFileNode {}

    /** A list. */
    record Items(int line, List<PriceFileNode> items) implements PriceFileNode {}

    /** A mapping, in the order written. */
    record Fields(int line, Map<String, PriceFileNode> byKey) implements PriceFileNode {}

    /** The text is neither YAML nor JSON, or says something twice. */
    final class Unreadable extends Exception {
        private final int line;
        private final String code;

        Unreadable(int line, String code, String message) {
            super(message, null, false, false);
            this.line = line;
            this.code = code;
        }

        int line() {
            return line;
        }

        String code() {
            return code;
        }

        String text() {
            String message = getMessage();
            return message == null ? code : message;
        }
    }

    /** Reads a whole text: JSON where it is JSON, else YAML. */
    static PriceFileNode read(String text) throws Unreadable {
        String trimmed = text.strip();
        if (trimmed.startsWith("{")) {
            try {
                return new Reading(JsonMapper.shared().createParser(text)).document();
            } catch (JacksonException noJson) {
                // A YAML file may begin with a brace too: the YAML reader has the last word.
                return readYaml(text);
            }
        }
        return readYaml(text);
    }

    private static PriceFileNode readYaml(String text) throws Unreadable {
        try {
            return new Reading(YAMLMapper.shared().createParser(text)).document();
        } catch (JacksonException unreadable) {
            int line = unreadable.getLocation() == null ? 1 : unreadable.getLocation().getLineNr();
            String reason = unreadable.getOriginalMessage();
            String first = reason == null ? "" : reason.lines().findFirst().orElse("");
            throw new Unreadable(
                    Math.max(1, line),
                    "malformed_file",
                    "The file can't be read as YAML ("
                            + first
                            + "); check the indentation, and put quotes around a text that begins"
                            + " with *, &, @ or %.");
        }
    }

    /** One reading of one document. */
    final class Reading {
        /** A price file nests four deep; what goes further isn't one. */
        private static final int DEPTH_MAX = 10;

        private final JsonParser parser;

        Reading(JsonParser parser) {
            this.parser = parser;
        }

        PriceFileNode document() throws Unreadable {
            try (parser) {
                JsonToken first = parser.nextToken();
                PriceFileNode root = first == null ? new Nothing(1) : node(first, 0);
                if (first != null && parser.nextToken() != null) {
                    throw new Unreadable(
                            line(),
                            "malformed_file",
                            "The file holds more than one document; put each in a file of its"
                                    + " own.");
                }
                return root;
            }
        }

        private PriceFileNode node(JsonToken token, int depth) throws Unreadable {
            int line = line();
            if (depth > DEPTH_MAX) {
                throw new Unreadable(
                        line, "malformed_file", "The file nests too deep to be a price file.");
            }
            return switch (token) {
                case START_OBJECT -> fields(line, depth);
                case START_ARRAY -> items(line, depth);
                case VALUE_NULL -> new Nothing(line);
                default -> new Text(line, parser.getString());
            };
        }

        private Fields fields(int line, int depth) throws Unreadable {
            Map<String, PriceFileNode> byKey = new LinkedHashMap<>();
            for (JsonToken token = parser.nextToken();
                    token == JsonToken.PROPERTY_NAME;
                    token = parser.nextToken()) {
                String key = parser.currentName();
                int keyLine = line();
                if (byKey.put(key, node(parser.nextToken(), depth + 1)) != null) {
                    throw new Unreadable(
                            keyLine,
                            "duplicate_key",
                            "Key \"" + key + "\" is there twice; keep one of them.");
                }
            }
            return new Fields(line, byKey);
        }

        private Items items(int line, int depth) throws Unreadable {
            List<PriceFileNode> items = new ArrayList<>();
            for (JsonToken token = parser.nextToken();
                    token != JsonToken.END_ARRAY;
                    token = parser.nextToken()) {
                items.add(node(token, depth + 1));
            }
            return new Items(line, items);
        }

        private int line() {
            return parser.currentTokenLocation().getLineNr();
        }
    }
}
