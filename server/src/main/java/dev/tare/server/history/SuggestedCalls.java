package dev.tare.server.history;

import dev.tare.core.pricing.Books;
import dev.tare.core.pricing.RateCard;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The entry of calls in a suggested mapping. */
final class SuggestedCalls {
    private final SchemaLook look;
    private final Books books;
    private final SuggestedYaml yaml;

    SuggestedCalls(SchemaLook look, Books books, SuggestedYaml yaml) {
        this.look = look;
        this.books = books;
        this.yaml = yaml;
    }

    void write(SchemaTable table, List<SchemaTable> all) throws SourceFault {
        String key = table.first(SchemaNames.KEY);
        String first = table.columns().keySet().iterator().next();
        yaml.line(1, "- name: call");
        yaml.line(2, "from: " + SuggestedYaml.sql(table.sql() + " c"));
        if (key == null) {
            yaml.check(2, "key: " + column(first), "must be unique and never null");
        } else {
            yaml.line(2, "key: " + column(key));
        }
        yaml.line(2, "time: " + column(String.valueOf(table.first(SchemaNames.TIME))));
        String user = table.first(SchemaNames.USER);
        if (user == null) {
            yaml.check(2, "user: \"'unknown'\"", "no column names a user");
        } else {
            yaml.line(2, "user: " + column(user));
        }
        operation(table);
        optional(table, "model", SchemaNames.MODEL);
        status(table);
        optional(table, "error", SchemaNames.ERROR);
        optional(table, "processing_time_ms", SchemaNames.DURATION_MS);
        quantities(table);
        String cost = table.first(SchemaNames.COST);
        if (cost != null) {
            yaml.comment(
                    2,
                    SuggestedYaml.CHECK
                            + ": left out, the price book says the cost; or take the table's own:");
            yaml.comment(2, "cost: " + column(cost));
        }
        credits(table, key, all);
    }

    private static String column(String name) {
        return SuggestedYaml.sql("c." + SchemaTable.quoted(name));
    }

    private void optional(SchemaTable table, String field, List<String> names) {
        String column = table.first(names);
        if (column != null) {
            yaml.line(2, field + ": " + column(column));
        }
    }

    private void operation(SchemaTable table) throws SourceFault {
        String provider = table.first(SchemaNames.PROVIDER);
        String operation = table.first(SchemaNames.OPERATION);
        List<String> words =
                operation == null
                        ? null
                        : look.words(table, "t." + SchemaTable.quoted(operation), null);
        if (operation == null) {
            yaml.check(2, "operation: \"'chat'\"", "no column says what was called for");
        } else {
            yaml.line(2, "operation: " + column(operation));
        }
        if (provider != null) {
            yaml.line(2, "provider: " + column(provider));
        }
        if (words == null || words.isEmpty() || (provider != null && knows(words))) {
            if (provider == null) {
                yaml.check(2, "provider: \"'openai'\"", "who was called?");
            }
            return;
        }
        yaml.line(2, "operations:");
        for (String word : words) {
            String meant = SchemaNames.operation(word);
            String who = provider == null ? provider(meant) : "";
            yaml.check(
                    3,
                    SuggestedYaml.word(word)
                            + ": { "
                            + (provider == null
                                    ? "provider: "
                                            + SuggestedYaml.word(who == null ? "unknown" : who)
                                            + ", "
                                    : "")
                            + "operation: "
                            + SuggestedYaml.word(meant.isEmpty() ? "unknown" : meant)
                            + " }",
                    who == null ? "who was called?" : "as in the price book?");
        }
    }

    /** Whether the price book has these operations by the table's own words. */
    private boolean knows(List<String> words) {
        return words.stream().allMatch(word -> provider(word) != null);
    }

    /** Whoever does that by the price book; of several the one entered last. */
    private @Nullable String provider(String operation) {
        return books.prices().cards().reversed().stream()
                .filter(card -> card.operation().equals(operation))
                .map(RateCard::provider)
                .findFirst()
                .orElse(null);
    }

    private void status(SchemaTable table) throws SourceFault {
        String status = table.first(SchemaNames.STATUS);
        List<String> words =
                status == null ? null : look.words(table, "t." + SchemaTable.quoted(status), null);
        if (status == null || words == null || words.isEmpty()) {
            return;
        }
        yaml.line(2, "status: " + column(status));
        yaml.line(2, "statuses:");
        for (String word : words) {
            String meant = SchemaNames.status(word);
            if (meant.isEmpty()) {
                yaml.check(
                        3,
                        SuggestedYaml.word(word) + ": skip",
                        "success, failed, cancelled or skip?");
            } else {
                yaml.line(3, SuggestedYaml.word(word) + ": " + meant);
            }
        }
    }

    private void quantities(SchemaTable table) {
        String input = table.first(SchemaNames.INPUT_TOKENS);
        String output = table.first(SchemaNames.OUTPUT_TOKENS);
        String tokens = table.first(SchemaNames.TOKENS);
        if (input == null && output == null && tokens == null) {
            return;
        }
        yaml.line(2, "quantities:");
        if (input != null) {
            yaml.check(3, "input_tokens: " + column(input), "without cached ones?");
        }
        if (output != null) {
            yaml.line(3, "output_tokens: " + column(output));
        }
        if (input == null && output == null && tokens != null) {
            yaml.check(3, "tokens: " + column(tokens), "in and out can't be told apart");
        }
    }

    private void credits(SchemaTable calls, @Nullable String key, List<SchemaTable> all)
            throws SourceFault {
        String own = calls.first(SchemaNames.CREDITS);
        if (own != null) {
            yaml.check(2, "credits: " + column(own), "what the user was charged?");
            return;
        }
        for (SchemaTable table : all) {
            String amount = table.first(SchemaNames.AMOUNT);
            if (SchemaNames.mayBeCredits(table.name()) && amount != null && key != null) {
                String call = link(calls, key, table);
                if (call != null) {
                    credits(table, amount, call);
                    return;
                }
            }
        }
        yaml.comment(2, "Credits: no table says what calls were charged; the tariff does.");
    }

    private void credits(SchemaTable table, String amount, String call) throws SourceFault {
        yaml.line(2, "credits:");
        yaml.line(3, "from: " + SuggestedYaml.sql(table.sql() + " t"));
        String kind = table.first(SchemaNames.CREDIT_KIND);
        List<String> words =
                kind == null ? null : look.words(table, "t." + SchemaTable.quoted(kind), null);
        List<String> uses =
                words == null ? List.of() : words.stream().filter(SchemaNames::isUse).toList();
        if (kind != null && !uses.isEmpty()) {
            yaml.line(
                    3,
                    "where: t."
                            + SchemaTable.quoted(kind)
                            + " IN ("
                            + String.join(", ", uses.stream().map(SqlParts::literal).toList())
                            + ")");
        }
        yaml.line(3, "call: " + SuggestedYaml.sql(call));
        yaml.check(3, "sum: -t." + SchemaTable.quoted(amount), "is what was used below 0?");
    }

    /** SQL that names the call in a table of credits; found by trying which values are keys. */
    private @Nullable String link(SchemaTable calls, String key, SchemaTable table)
            throws SourceFault {
        for (String column : table.columns().keySet()) {
            if (table.isJson(column)) {
                for (Map.Entry<String, List<String>> named : named(table, column).entrySet()) {
                    if (look.hasAny(calls, key, named.getValue())) {
                        return "(t."
                                + SchemaTable.quoted(column)
                                + "->>"
                                + SqlParts.literal(named.getKey())
                                + ")";
                    }
                }
            } else if (column.endsWith("_id") && !SchemaNames.USER.contains(column)) {
                List<String> texts = look.some(table, column, null);
                if (look.hasAny(calls, key, texts)) {
                    return "t." + SchemaTable.quoted(column);
                }
            }
        }
        return null;
    }

    /** Texts in a column of JSON, by their names. */
    private Map<String, List<String>> named(SchemaTable table, String column) throws SourceFault {
        Map<String, List<String>> texts = new TreeMap<>();
        for (String json : look.some(table, column, null)) {
            try {
                for (Map.Entry<String, JsonNode> entry :
                        JsonMapper.shared().readTree(json).properties()) {
                    if (entry.getValue().isString() && entry.getKey().endsWith("id")) {
                        texts.computeIfAbsent(entry.getKey(), name -> new ArrayList<>())
                                .add(entry.getValue().asString());
                    }
                }
            } catch (JacksonException notJson) {
                return Map.of();
            }
        }
        return texts;
    }
}
