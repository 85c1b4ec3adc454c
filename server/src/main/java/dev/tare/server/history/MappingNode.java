package dev.tare.server.history;

import dev.tare.core.event.Rejection;
import dev.tare.server.wire.TextTree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keys below one place of a mapping; what is wrong with them goes to one list. */
final class MappingNode {
    private static final int LENGTH_MAX = 10_000;

    private final String path;
    private final Map<String, TextTree> byKey;
    private final List<HistoryMapping.Problem> problems;

    MappingNode(String path, TextTree.Fields fields, List<HistoryMapping.Problem> problems) {
        this.path = path;
        this.byKey = fields.byKey();
        this.problems = problems;
    }

    String path() {
        return path;
    }

    String at(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    void allowOnly(List<String> keys) {
        for (String key : byKey.keySet()) {
            if (!keys.contains(key)) {
                problem(
                        key,
                        "unknown_key",
                        "Key "
                                + Rejection.shown(key)
                                + " isn't known; use one of "
                                + String.join(", ", keys)
                                + ".");
            }
        }
    }

    boolean has(String key) {
        return byKey.get(key) != null && !(byKey.get(key) instanceof TextTree.Nothing);
    }

    /** Whether keys stand below that one. */
    boolean isNode(String key) {
        return byKey.get(key) instanceof TextTree.Fields;
    }

    /** A single value; {@code null} where there is none. */
    @Nullable String text(String key) {
        return switch (byKey.get(key)) {
            case null -> null;
            case TextTree.Nothing nothing -> null;
            case TextTree.Text text when text.text().isBlank() -> null;
            case TextTree.Text text -> text.text().strip();
            case TextTree other -> {
                problem(key, "invalid_type", "\"" + at(key) + "\" must be a single value.");
                yield null;
            }
        };
    }

    /** A piece of SQL; {@code null} where there is none. */
    @Nullable String sql(String key) {
        String sql = text(key);
        if (sql != null && sql.indexOf(';') >= 0) {
            problem(
                    key,
                    "invalid_sql",
                    Rejection.shown(sql)
                            + " holds a semicolon; write one expression, without any \";\".");
        }
        if (sql != null && (sql.length() > LENGTH_MAX || sql.indexOf('\0') >= 0)) {
            problem(
                    key,
                    "invalid_sql",
                    "The SQL must be text of at most " + LENGTH_MAX + " characters.");
        }
        return sql;
    }

    /** A piece of SQL that must be there; the empty text where it isn't. */
    String needed(String key, String example) {
        String sql = sql(key);
        if (sql == null && problems.stream().noneMatch(p -> p.path().equals(at(key)))) {
            problem(
                    key,
                    "missing_key",
                    "Key \"" + at(key) + "\" is missing; write it, such as " + example + ".");
        }
        return sql == null ? "" : sql;
    }

    /** Single values by key, in their order. */
    Map<String, String> texts(String key) {
        Map<String, String> texts = new LinkedHashMap<>();
        MappingNode below = node(key);
        if (below != null) {
            for (String name : below.keys()) {
                String text = below.text(name);
                if (text != null) {
                    texts.put(name, text);
                }
            }
        }
        return texts;
    }

    List<String> keys() {
        return List.copyOf(byKey.keySet());
    }

    /** The keys below one, {@code null} where there are none. */
    @Nullable MappingNode node(String key) {
        return switch (byKey.get(key)) {
            case null -> null;
            case TextTree.Nothing nothing -> null;
            case TextTree.Fields fields -> new MappingNode(at(key), fields, problems);
            case TextTree other -> {
                problem(key, "invalid_type", "\"" + at(key) + "\" must have keys.");
                yield null;
            }
        };
    }

    /** The entries of a list. */
    List<MappingNode> items(String key) {
        List<MappingNode> nodes = new ArrayList<>();
        switch (byKey.get(key)) {
            case null -> {}
            case TextTree.Nothing nothing -> {}
            case TextTree.Items items -> {
                for (int i = 0; i < items.items().size(); i++) {
                    if (items.items().get(i) instanceof TextTree.Fields fields) {
                        nodes.add(new MappingNode(at(key) + "[" + i + "]", fields, problems));
                    } else {
                        problem(
                                key + "[" + i + "]",
                                "invalid_type",
                                "An entry of \"" + at(key) + "\" must have keys (from: …).");
                    }
                }
            }
            case TextTree other ->
                    problem(key, "invalid_type", "\"" + at(key) + "\" must be a list (- …).");
        }
        return nodes;
    }

    void problem(String key, String code, String message) {
        HistoryMapping.Problem problem = new HistoryMapping.Problem(at(key), code, message);
        if (!problems.contains(problem)) {
            problems.add(problem);
        }
    }
}
