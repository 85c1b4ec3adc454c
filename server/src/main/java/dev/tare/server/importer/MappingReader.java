package dev.tare.server.importer;

import dev.tare.core.event.Rejection;
import dev.tare.server.wire.TextTree;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a mapping file and finds everything wrong with it. */
final class MappingReader {
    private static final List<String> KEYS =
            List.of("columns", "constants", "time_format", "time_zone", "statuses", "delimiter");

    private final List<Mapping.Problem> problems = new ArrayList<>();

    Mapping.Parsed file(String text) {
        TextTree root;
        try {
            root = TextTree.read(text);
        } catch (TextTree.Unreadable unreadable) {
            problem("", unreadable.code(), "Line " + unreadable.line() + ": " + unreadable.text());
            return new Mapping.Bad(problems);
        }
        if (!(root instanceof TextTree.Fields fields)) {
            problem(
                    "",
                    "invalid_type",
                    "A mapping must have keys at its top; use " + String.join(", ", KEYS) + ".");
            return new Mapping.Bad(problems);
        }
        for (String key : fields.byKey().keySet()) {
            if (!KEYS.contains(key)) {
                problem(
                        key,
                        "unknown_key",
                        "Key "
                                + Rejection.shown(key)
                                + " isn't known; use one of "
                                + String.join(", ", KEYS)
                                + ".");
            }
        }
        Map<String, String> columns = texts(fields, "columns");
        Map<String, String> constants = texts(fields, "constants");
        Map<String, String> statuses = texts(fields, "statuses");
        return checked(new Mapping(columns, constants, statuses, times(fields), delimiter(fields)));
    }

    /** Checks what a file and a command line alike can get wrong. */
    Mapping.Parsed checked(Mapping mapping) {
        mapping.columns().keySet().forEach(field -> checkField("columns", field));
        mapping.constants().keySet().forEach(field -> checkField("constants", field));
        if (mapping.constants().containsKey("id")) {
            problem(
                    "constants.id",
                    "invalid_constant",
                    "An id can't be the same for every row; leave it out and each row gets one"
                            + " made from its content.");
        }
        mapping.statuses()
                .forEach((value, status) -> {
                    if (!List.of("success", "failed", "cancelled").contains(status)) {
                        problem(
                                "statuses." + value,
                                "invalid_status",
                                Rejection.shown(status)
                                        + " is no status; write success, failed or"
                                        + " cancelled.");
                    }
                });
        return problems.isEmpty() ? new Mapping.Good(mapping) : new Mapping.Bad(problems);
    }

    private void checkField(String under, String field) {
        if (!EventFields.isField(field)) {
            problem(
                    under + "." + field,
                    "unknown_field",
                    Rejection.shown(field)
                            + " is no field of an event; write field: column with one of "
                            + EventFields.list()
                            + ".");
        }
    }

    Map<String, String> texts(TextTree.Fields root, String key) {
        Map<String, String> texts = new LinkedHashMap<>();
        switch (root.byKey().get(key)) {
            case null -> {}
            case TextTree.Nothing nothing -> {}
            case TextTree.Fields fields ->
                    fields.byKey()
                            .forEach((name, node) -> {
                                if (node instanceof TextTree.Text text) {
                                    texts.put(name, text.text());
                                } else {
                                    single(key + "." + name);
                                }
                            });
            case TextTree other -> problem(key, "invalid_type", "\"" + key + "\" must have keys.");
        }
        return texts;
    }

    @Nullable String text(TextTree.Fields root, String key) {
        return switch (root.byKey().get(key)) {
            case null -> null;
            case TextTree.Nothing nothing -> null;
            case TextTree.Text text -> text.text();
            case TextTree other -> {
                single(key);
                yield null;
            }
        };
    }

    TimeReading times(TextTree.Fields root) {
        String zoneName = text(root, "time_zone");
        ZoneId zone = null;
        if (zoneName != null) {
            try {
                zone = ZoneId.of(zoneName);
            } catch (DateTimeException unknown) {
                problem(
                        "time_zone",
                        "unknown_time_zone",
                        Rejection.shown(zoneName)
                                + " is no time zone; write an IANA name such as Europe/Berlin,"
                                + " or UTC.");
            }
        }
        String format = text(root, "time_format");
        TimeReading times = TimeReading.of(format == null ? TimeReading.ISO : format, zone);
        if (times == null) {
            problem(
                    "time_format",
                    "invalid_time_format",
                    Rejection.shown(format == null ? "" : format)
                            + " is no form of a time; write iso, epoch_seconds, epoch_millis or a"
                            + " pattern such as dd/MM/yyyy HH:mm:ss.");
            return TimeReading.DEFAULT;
        }
        return times;
    }

    @Nullable Character delimiter(TextTree.Fields root) {
        String text = text(root, "delimiter");
        if (text == null) {
            return null;
        }
        String one = text.equals("tab") || text.equals("\\t") ? "\t" : text;
        if (one.length() != 1 || one.charAt(0) > 126 || "\"\r\n".contains(one)) {
            problem(
                    "delimiter",
                    "invalid_delimiter",
                    Rejection.shown(text) + " can't separate columns; write , ; | or tab.");
            return null;
        }
        return one.charAt(0);
    }

    private void single(String path) {
        problem(path, "invalid_type", "\"" + path + "\" must be a single value.");
    }

    /** What was found wrong so far. */
    List<Mapping.Problem> problems() {
        return problems;
    }

    void problem(String path, String code, String message) {
        problems.add(new Mapping.Problem(path, code, message));
    }
}
