package dev.tare.server.tables;

import dev.tare.core.event.Quantities;
import java.math.BigDecimal;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Quantities as a column: {@code {"images":"1","pixels":"1048576"}}. Numbers are text in it, since
 * readers of JSON, the engine's own among them, turn bare numbers into binary fractions.
 */
final class QuantityText {
    private static final JsonFactory JSON = new JsonFactory();

    private QuantityText() {}

    static String of(Quantities quantities) {
        StringBuilder text = new StringBuilder(32).append('{');
        for (Map.Entry<String, BigDecimal> entry : quantities.byUnit().entrySet()) {
            if (text.length() > 1) {
                text.append(',');
            }
            // The names of units are lower-case letters, digits and underscores: nothing to escape.
            text.append('"').append(entry.getKey()).append("\":\"");
            text.append(entry.getValue().toPlainString()).append('"');
        }
        return text.append('}').toString();
    }

    /** Reads it back. */
    static Quantities read(String text) {
        SortedMap<String, BigDecimal> byUnit = new TreeMap<>();
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalStateException("Not quantities: " + text);
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String unit = parser.currentName();
                parser.nextToken();
                byUnit.put(unit, new BigDecimal(parser.getString()));
            }
        } catch (JacksonException | NumberFormatException unreadable) {
            throw new IllegalStateException("Not quantities: " + text, unreadable);
        }
        return new Quantities(byUnit);
    }
}
