package dev.tare.server.wire;

import dev.tare.core.event.Rejection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One mapping of a price file as far as its form goes: its keys, what lies below them, where it
 * stands, and the list that everything wrong with it goes to.
 */
abstract sealed class PriceFileMapping permits PriceFileFields {
    private final String path;
    private final TextTree.Fields fields;
    private final List<PriceFile.Problem> problems;

    PriceFileMapping(String path, TextTree.Fields fields, List<PriceFile.Problem> problems) {
        this.path = path;
        this.fields = fields;
        this.problems = problems;
    }

    /** A mapping below this one. */
    PriceFileFields within(String key, TextTree.Fields inner) {
        return new PriceFileFields(pathOf(key), inner, problems);
    }

    Map<String, TextTree> byKey() {
        return fields.byKey();
    }

    String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** How many faults were told so far, of all that is read. */
    int problemCount() {
        return problems.size();
    }

    void problem(String key, int line, String code, String message) {
        problems.add(new PriceFile.Problem(pathOf(key), code, "Line " + line + ": " + message));
    }

    int lineOf(String key) {
        TextTree node = fields.byKey().get(key);
        return node == null ? fields.line() : node.line();
    }

    void allowOnly(List<String> keys) {
        fields.byKey()
                .forEach((key, node) -> {
                    if (!keys.contains(key)) {
                        problem(
                                key,
                                node.line(),
                                "unknown_key",
                                "Key "
                                        + Rejection.shown(key)
                                        + " isn't known here; use one of "
                                        + String.join(", ", keys)
                                        + ".");
                    }
                });
    }

    /** A mapping under that key; where there is none, that is told. */
    @Nullable PriceFileFields fields(String key, String mend) {
        TextTree node = fields.byKey().get(key);
        if (node instanceof TextTree.Fields inner) {
            return within(key, inner);
        }
        if (absent(key)) {
            missing(key, mend);
        } else {
            problem(key, lineOf(key), "invalid_type", "\"" + key + "\" must be " + mend + ".");
        }
        return null;
    }

    /**
     * The mappings of a list.
     *
     * @param as where given, each item is the value of that key
     */
    List<PriceFileFields> items(String key, @Nullable String as) {
        if (!(fields.byKey().get(key) instanceof TextTree.Items items) || items.items().isEmpty()) {
            missing(key, "a list with at least one item");
            return List.of();
        }
        List<PriceFileFields> all = new ArrayList<>();
        for (int i = 0; i < items.items().size(); i++) {
            TextTree item = items.items().get(i);
            String name = key + "[" + i + "]";
            if (as != null) {
                all.add(within(name, new TextTree.Fields(item.line(), Map.of(as, item))));
            } else if (item instanceof TextTree.Fields inner) {
                all.add(within(name, inner));
            } else {
                problem(
                        name,
                        item.line(),
                        "invalid_type",
                        "An item of \"" + key + "\" must have keys.");
            }
        }
        return all;
    }

    /** The texts of a list. */
    List<String> texts(String key) {
        if (!(fields.byKey().get(key) instanceof TextTree.Items items) || items.items().isEmpty()) {
            missing(key, "a list with at least one item");
            return List.of();
        }
        List<String> all = new ArrayList<>();
        for (TextTree item : items.items()) {
            if (item instanceof TextTree.Text text) {
                all.add(text.text());
            } else {
                problem(
                        key,
                        item.line(),
                        "invalid_type",
                        "An item of \"" + key + "\" must be a single value.");
            }
        }
        return all;
    }

    /** Whether the mapping under that key has that key. */
    boolean has(String key, String inner) {
        return fields.byKey().get(key) instanceof TextTree.Fields mapping
                && mapping.byKey().containsKey(inner);
    }

    boolean absent(String key) {
        TextTree node = fields.byKey().get(key);
        return node == null || node instanceof TextTree.Nothing;
    }

    void missing(String key, String mend) {
        problem(key, lineOf(key), "missing_key", "\"" + key + "\" is missing; write " + mend + ".");
    }
}
