package dev.tare.server.wire;

import java.io.StringWriter;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** A document as JSON; every scalar is a text. */
final class TextTreeJson {
    private static final JsonFactory JSON = new JsonFactory();

    private TextTreeJson() {}

    static String write(TextTree tree) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            write(json, tree);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, TextTree tree) {
        switch (tree) {
            case TextTree.Nothing _ -> json.writeNull();
            case TextTree.Text text -> json.writeString(text.text());
            case TextTree.Items items -> {
                json.writeStartArray();
                items.items().forEach(item -> write(json, item));
                json.writeEndArray();
            }
            case TextTree.Fields fields -> {
                json.writeStartObject();
                fields.byKey()
                        .forEach((key, value) -> {
                            json.writeName(key);
                            write(json, value);
                        });
                json.writeEndObject();
            }
        }
    }
}
