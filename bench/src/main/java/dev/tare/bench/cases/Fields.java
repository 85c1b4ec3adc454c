package dev.tare.bench.cases;

import dev.tare.server.wire.TextTree;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads cases: texts, numbers and mappings by name. */
final class Fields {
    private static final JsonMapper EXACT =
            JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    private static final BigDecimal TOLERANCE = new BigDecimal("1e-9");

    /** Sums of larger ones would fill the memory. */
    private static final int DIGITS_MAX = 100;

    private Fields() {}

    /** A line of JSON, nested however deep; every number is the text it was written as. */
    static TextTree read(String json) {
        return tree(EXACT.readTree(json));
    }

    private static TextTree tree(JsonNode node) {
        if (node.isObject()) {
            Map<String, TextTree> byKey = new LinkedHashMap<>();
            node.properties().forEach(entry -> byKey.put(entry.getKey(), tree(entry.getValue())));
            return new TextTree.Fields(1, byKey);
        }
        if (node.isArray()) {
            List<TextTree> items = new ArrayList<>();
            node.forEach(item -> items.add(tree(item)));
            return new TextTree.Items(1, items);
        }
        if (node.isNull()) {
            return new TextTree.Nothing(1);
        }
        return new TextTree.Text(
                1, node.isNumber() ? node.decimalValue().toString() : node.asString());
    }

    static @Nullable String text(TextTree.@Nullable Fields fields, String key) {
        return fields != null && fields.byKey().get(key) instanceof TextTree.Text text
                ? text.text()
                : null;
    }

    static @Nullable BigDecimal number(TextTree.@Nullable Fields fields, String key) {
        return number(fields == null ? null : fields.byKey().get(key));
    }

    static @Nullable BigDecimal number(@Nullable TextTree node) {
        if (!(node instanceof TextTree.Text text)) {
            return null;
        }
        BigDecimal number;
        try {
            number = new BigDecimal(text.text());
        } catch (NumberFormatException noNumber) {
            return null;
        }
        boolean sane =
                Math.abs((long) number.scale()) <= DIGITS_MAX && number.precision() <= DIGITS_MAX;
        if (!sane) {
            throw new IllegalArgumentException("a number of more than " + DIGITS_MAX + " digits");
        }
        return number;
    }

    /** The number under that key, 0 where there is none. */
    static BigDecimal or0(TextTree.@Nullable Fields fields, String key) {
        BigDecimal number = number(fields, key);
        return number == null ? BigDecimal.ZERO : number;
    }

    static TextTree.@Nullable Fields mapping(TextTree.@Nullable Fields fields, String key) {
        return fields != null && fields.byKey().get(key) instanceof TextTree.Fields inner
                ? inner
                : null;
    }

    static boolean isMore(@Nullable BigDecimal number) {
        return number != null && number.signum() > 0;
    }

    /** All numbers of a mapping and of those within, names joined by a point. */
    static Map<String, BigDecimal> flat(TextTree.Fields fields) {
        Map<String, BigDecimal> numbers = new TreeMap<>();
        flatten("", fields, numbers);
        return numbers;
    }

    private static void flatten(
            String prefix, TextTree.Fields fields, Map<String, BigDecimal> numbers) {
        fields.byKey()
                .forEach((key, value) -> {
                    BigDecimal number = number(value);
                    if (number != null) {
                        numbers.put(prefix + key, number);
                    } else if (value instanceof TextTree.Fields inner) {
                        flatten(prefix + key + ".", inner, numbers);
                    }
                });
    }

    /** Equal but for what binary fractions lose. */
    static boolean same(BigDecimal one, BigDecimal other) {
        BigDecimal larger = one.abs().max(other.abs());
        return one.subtract(other).abs().compareTo(larger.multiply(TOLERANCE)) <= 0;
    }
}
