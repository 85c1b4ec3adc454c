package dev.tare.server.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** One reading of one document. */
final class TextTreeReader {
    /** Files of ours nest four deep; what goes further is none of them. */
    private static final int DEPTH_MAX = 80;

    private final JsonParser parser;

    TextTreeReader(JsonParser parser) {
        this.parser = parser;
    }

    TextTree document() throws TextTree.Unreadable {
        try (parser) {
            JsonToken first = parser.nextToken();
            TextTree root = first == null ? new TextTree.Nothing(1) : node(first, 0);
            if (first != null && parser.nextToken() != null) {
                throw new TextTree.Unreadable(
                        line(),
                        "malformed_file",
                        "The file holds more than one document; put each in a file of its"
                                + " own.");
            }
            return root;
        }
    }

    private TextTree node(JsonToken token, int depth) throws TextTree.Unreadable {
        int line = line();
        if (depth > DEPTH_MAX) {
            throw new TextTree.Unreadable(
                    line, "malformed_file", "The file nests deeper than any file of ours.");
        }
        return switch (token) {
            case START_OBJECT -> fields(line, depth);
            case START_ARRAY -> items(line, depth);
            case VALUE_NULL -> new TextTree.Nothing(line);
            default -> new TextTree.Text(line, parser.getString());
        };
    }

    private TextTree.Fields fields(int line, int depth) throws TextTree.Unreadable {
        Map<String, TextTree> byKey = new LinkedHashMap<>();
        for (JsonToken token = parser.nextToken();
                token == JsonToken.PROPERTY_NAME;
                token = parser.nextToken()) {
            String key = parser.currentName();
            int keyLine = line();
            if (byKey.put(key, node(parser.nextToken(), depth + 1)) != null) {
                throw new TextTree.Unreadable(
                        keyLine,
                        "duplicate_key",
                        "Key \"" + key + "\" is there twice; keep one of them.");
            }
        }
        return new TextTree.Fields(line, byKey);
    }

    private TextTree.Items items(int line, int depth) throws TextTree.Unreadable {
        List<TextTree> items = new ArrayList<>();
        for (JsonToken token = parser.nextToken();
                token != JsonToken.END_ARRAY;
                token = parser.nextToken()) {
            items.add(node(token, depth + 1));
        }
        return new TextTree.Items(line, items);
    }

    private int line() {
        return parser.currentTokenLocation().getLineNr();
    }
}
