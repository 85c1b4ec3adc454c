package dev.tare.server.importer;

import dev.tare.core.event.Rejection;
import dev.tare.core.money.DecimalText;
import dev.tare.core.reconcile.BillItem;
import dev.tare.server.wire.TextTree;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the mapping of a bill and finds everything wrong with it. */
final class BillMappingReader {
    private static final List<String> KEYS =
            List.of(
                    "columns",
                    "constants",
                    "items",
                    "ignored",
                    "units",
                    "time_format",
                    "time_zone",
                    "delimiter");

    private static final List<String> FIELDS =
            List.of(
                    "day",
                    "start",
                    "end",
                    "item",
                    "operation",
                    "model",
                    "unit",
                    "quantity",
                    "amount",
                    "currency",
                    "category");

    private static final int INTEGER_DIGITS_MAX = 12;
    private static final int DECIMALS_MAX = 12;

    private final MappingReader plain = new MappingReader();

    BillMapping.Parsed file(String text) {
        TextTree root;
        try {
            root = TextTree.read(text);
        } catch (TextTree.Unreadable unreadable) {
            plain.problem(
                    "", unreadable.code(), "Line " + unreadable.line() + ": " + unreadable.text());
            return new BillMapping.Bad(plain.problems());
        }
        if (!(root instanceof TextTree.Fields fields)) {
            plain.problem(
                    "",
                    "invalid_type",
                    "A mapping must have keys at its top; use " + String.join(", ", KEYS) + ".");
            return new BillMapping.Bad(plain.problems());
        }
        known(fields, "", KEYS);
        Map<String, String> columns = plain.texts(fields, "columns");
        Map<String, String> constants = plain.texts(fields, "constants");
        columns.keySet().forEach(field -> known("columns", field, FIELDS));
        constants.keySet().forEach(field -> known("constants", field, FIELDS));
        if (!columns.isEmpty()) {
            complete(columns, constants);
        }
        BillMapping mapping =
                new BillMapping(
                        columns,
                        constants,
                        items(fields),
                        ignored(fields),
                        units(fields),
                        times(fields),
                        plain.delimiter(fields));
        return plain.problems().isEmpty()
                ? new BillMapping.Good(mapping)
                : new BillMapping.Bad(plain.problems());
    }

    /** Nothing is guessed: what a line needs must come from somewhere. */
    private void complete(Map<String, String> columns, Map<String, String> constants) {
        boolean span = columns.containsKey("start") && columns.containsKey("end");
        if (span == columns.containsKey("day")) {
            missing("columns.day", "Name the column of the day, or those of start and end.");
        }
        for (String field : List.of("quantity", "amount")) {
            if (!columns.containsKey(field)) {
                missing("columns." + field, "Name the column of the " + field + ".");
            }
        }
        if (!columns.containsKey("currency") && !constants.containsKey("currency")) {
            missing("columns.currency", "Name its column, or write constants: { currency: USD }.");
        }
        boolean item = columns.containsKey("item");
        boolean named =
                List.of("operation", "model").stream()
                        .anyMatch(f -> columns.containsKey(f) || constants.containsKey(f));
        if (item == named) {
            missing(
                    "columns.item",
                    "Name the column of the item, or those of operation and model (or one of"
                            + " them).");
        }
    }

    private void missing(String path, String message) {
        plain.problem(path, "missing_field", message);
    }

    private void known(TextTree.Fields fields, String path, List<String> names) {
        fields.byKey().keySet().forEach(key -> known(path, key, names));
    }

    private void known(String path, String key, List<String> names) {
        if (!names.contains(key)) {
            plain.problem(
                    path.isEmpty() ? key : path + "." + key,
                    "unknown_key",
                    "Key "
                            + Rejection.shown(key)
                            + " isn't known; use one of "
                            + String.join(", ", names)
                            + ".");
        }
    }

    private BillMapping.Times times(TextTree.Fields fields) {
        plain.times(fields); // Finds what is wrong with the two.
        String format = plain.text(fields, "time_format");
        String zone = plain.text(fields, "time_zone");
        ZoneId read = null;
        try {
            read = zone == null ? null : ZoneId.of(zone);
        } catch (DateTimeException unknown) {
            // It was named already.
        }
        return new BillMapping.Times(format == null ? TimeReading.ISO : format, read);
    }

    private Map<String, BillMapping.Item> items(TextTree.Fields root) {
        Map<String, BillMapping.Item> items = new HashMap<>();
        children(root, "items")
                .forEach((name, node) -> {
                    String path = "items." + name;
                    switch (node) {
                        case TextTree.Text model ->
                                items.put(
                                        name,
                                        new BillMapping.Item(
                                                new BillItem(null, model.text()), null));
                        case TextTree.Fields fields -> {
                            known(fields, path, List.of("operation", "model", "unit", "per"));
                            String operation = plain.text(fields, "operation");
                            String model = plain.text(fields, "model");
                            if (operation == null && model == null) {
                                missing(path, "Write operation, model or both.");
                            }
                            BillMapping.Unit unit =
                                    fields.byKey().containsKey("unit") ? unit(fields, path) : null;
                            items.put(
                                    name,
                                    new BillMapping.Item(new BillItem(operation, model), unit));
                        }
                        default ->
                                plain.problem(
                                        path,
                                        "invalid_type",
                                        "Write { operation: …, model: … }, or a model's name.");
                    }
                });
        return items;
    }

    private Map<String, BillMapping.Unit> units(TextTree.Fields root) {
        Map<String, BillMapping.Unit> units = new HashMap<>();
        children(root, "units")
                .forEach((name, node) -> {
                    String path = "units." + name;
                    BillMapping.Unit unit =
                            switch (node) {
                                case TextTree.Text text -> unit(text.text(), null, path);
                                case TextTree.Fields fields -> {
                                    known(fields, path, List.of("unit", "per"));
                                    yield unit(fields, path);
                                }
                                default -> unit("", null, path);
                            };
                    units.put(name, unit);
                });
        return units;
    }

    private BillMapping.Unit unit(TextTree.Fields fields, String path) {
        String name = plain.text(fields, "unit");
        return unit(name == null ? "" : name, plain.text(fields, "per"), path);
    }

    private BillMapping.Unit unit(String name, @Nullable String per, String path) {
        if (!BillLines.isUnit(name)) {
            plain.problem(
                    path,
                    "invalid_unit",
                    Rejection.shown(name)
                            + " is not a unit's name; write one such as input_tokens.");
        }
        BigDecimal factor =
                per == null
                        ? BigDecimal.ONE
                        : DecimalText.parse(per, INTEGER_DIGITS_MAX, DECIMALS_MAX);
        if (factor == null || factor.signum() <= 0) {
            plain.problem(
                    path + ".per",
                    "invalid_number",
                    Rejection.shown(String.valueOf(per)) + " is no number above 0.");
            factor = BigDecimal.ONE;
        }
        return new BillMapping.Unit(name, factor);
    }

    private Set<String> ignored(TextTree.Fields root) {
        Set<String> ignored = new HashSet<>();
        switch (root.byKey().get("ignored")) {
            case null -> {}
            case TextTree.Nothing _ -> {}
            case TextTree.Items list ->
                    list.items()
                            .forEach(one -> {
                                if (one instanceof TextTree.Text text) {
                                    ignored.add(text.text());
                                } else {
                                    plain.problem(
                                            "ignored", "invalid_type", "Write names of items.");
                                }
                            });
            default -> plain.problem("ignored", "invalid_type", "Write a list of items' names.");
        }
        return ignored;
    }

    private Map<String, TextTree> children(TextTree.Fields root, String key) {
        return switch (root.byKey().get(key)) {
            case null -> Map.of();
            case TextTree.Nothing _ -> Map.of();
            case TextTree.Fields fields -> fields.byKey();
            default -> {
                plain.problem(key, "invalid_type", "\"" + key + "\" must have keys.");
                yield Map.of();
            }
        };
    }
}
