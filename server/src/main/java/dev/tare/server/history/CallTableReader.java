package dev.tare.server.history;

import dev.tare.core.event.EventStatus;
import dev.tare.core.event.Rejection;
import dev.tare.server.history.CallTable.Called;
import dev.tare.server.history.CallTable.CreditRows;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one entry of a mapping's calls. */
final class CallTableReader {
    private static final List<String> CREDIT_KEYS = List.of("from", "where", "call", "sum");
    private static final List<String> CALLED_KEYS = List.of("provider", "operation", "model");

    /** Fields of an event that are one piece of SQL each. */
    private static final List<String> COLUMNS =
            List.of(
                    "time",
                    "user",
                    "operation",
                    "provider",
                    "model",
                    "status",
                    "error",
                    "processing_time_ms",
                    "plan",
                    "fingerprint",
                    "cost");

    private static final List<String> CALL_KEYS =
            List.of(
                    "name",
                    "from",
                    "where",
                    "key",
                    "time",
                    "user",
                    "operation",
                    "operations",
                    "provider",
                    "model",
                    "status",
                    "statuses",
                    "error",
                    "credits",
                    "quantities",
                    "processing_time_ms",
                    "plan",
                    "fingerprint",
                    "cost",
                    "metadata");

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,49}");
    private static final Pattern UNIT = Pattern.compile("[a-z][a-z0-9_]{0,63}");

    private CallTableReader() {}

    static CallTable read(MappingNode call, Set<String> names) {
        call.allowOnly(CALL_KEYS);
        String name = name(call, names);
        String from = call.needed("from", "processed_images c");
        String key = call.needed("key", "c.id");
        call.needed("time", "c.created_at");
        call.needed("user", "c.user_id");
        call.needed("operation", "c.operation_type");
        Map<String, Called> operations = operations(call);
        if (!call.has("provider")
                && (operations.isEmpty()
                        || operations.values().stream()
                                .anyMatch(c -> !c.isSkipped() && c.provider() == null))) {
            call.problem(
                    "provider",
                    "missing_key",
                    "Who was called? Write operations with a provider for each word, or provider"
                            + " with SQL, such as 'openai' in quotes.");
        }
        return new CallTable(
                call.path(),
                name,
                from,
                call.sql("where"),
                key,
                columns(call),
                operations,
                statuses(call),
                credits(call));
    }

    private static String name(MappingNode call, Set<String> names) {
        String name = call.needed("name", "image");
        if (!name.isEmpty() && !NAME.matcher(name).matches()) {
            call.problem(
                    "name",
                    "invalid_name",
                    Rejection.shown(name)
                            + " can't begin an id; write up to 50 letters, digits, \".\","
                            + " \"_\" and \"-\".");
        } else if (!name.isEmpty() && !names.add(name)) {
            call.problem(
                    "name",
                    "duplicate_name",
                    Rejection.shown(name)
                            + " is there twice; ids are made from it, so each entry needs its"
                            + " own.");
        }
        return name;
    }

    private static Map<String, String> columns(MappingNode call) {
        Map<String, String> columns = new LinkedHashMap<>();
        for (String field : COLUMNS) {
            put(columns, field, call.sql(field));
        }
        if (!call.isNode("credits")) {
            put(columns, "credits", call.sql("credits"));
        }
        for (String map : List.of("quantities", "metadata")) {
            MappingNode below = call.node(map);
            for (String name : below == null ? List.<String>of() : below.keys()) {
                if (map.equals("quantities") && !UNIT.matcher(name).matches()) {
                    call.problem(
                            "quantities." + name,
                            "invalid_unit",
                            Rejection.shown(name)
                                    + " is no unit; write lower-case letters, digits and _, such"
                                    + " as input_tokens.");
                }
                if (below != null) {
                    put(columns, map + "." + name, below.sql(name));
                }
            }
        }
        if (columns.containsKey("metadata.history")) {
            call.problem(
                    "metadata.history",
                    "reserved_key",
                    "\"history\" says where an event comes from; take another name.");
        }
        return columns;
    }

    private static void put(Map<String, String> columns, String field, @Nullable String sql) {
        if (sql != null) {
            columns.put(field, sql);
        }
    }

    private static Map<String, Called> operations(MappingNode call) {
        Map<String, Called> operations = new LinkedHashMap<>();
        MappingNode words = call.node("operations");
        if (words != null) {
            for (String word : words.keys()) {
                Called called = called(words, word);
                if (called != null) {
                    operations.put(word, called);
                }
            }
        }
        return operations;
    }

    private static @Nullable Called called(MappingNode words, String word) {
        MappingNode below = words.isNode(word) ? words.node(word) : null;
        if (below != null) {
            below.allowOnly(CALLED_KEYS);
            String operation = below.text("operation");
            return new Called(
                    below.text("provider"),
                    operation == null ? word : operation,
                    below.text("model"));
        }
        if (CallTable.SKIP.equals(words.text(word))) {
            return new Called(null, null, null);
        }
        words.problem(
                word,
                "invalid_operation",
                "Write {provider: …, operation: …} for the table's word "
                        + Rejection.shown(word)
                        + ", or skip.");
        return null;
    }

    private static Map<String, String> statuses(MappingNode call) {
        Map<String, String> statuses = call.texts("statuses");
        statuses.forEach((word, status) -> {
            if (EventStatus.of(status) == null && !status.equals(CallTable.SKIP)) {
                call.problem(
                        "statuses." + word,
                        "invalid_status",
                        Rejection.shown(status)
                                + " is no status; write success, failed, cancelled or skip.");
            }
        });
        if (!statuses.isEmpty() && !call.has("status")) {
            call.problem(
                    "status",
                    "missing_key",
                    "statuses are given, but not where the table says how a call ended; write"
                            + " status, such as c.status.");
        }
        return statuses;
    }

    private static @Nullable CreditRows credits(MappingNode call) {
        MappingNode credits = call.isNode("credits") ? call.node("credits") : null;
        if (credits == null) {
            return null;
        }
        credits.allowOnly(CREDIT_KEYS);
        return new CreditRows(
                credits.needed("from", "credit_transactions t"),
                credits.sql("where"),
                credits.needed("call", "(t.metadata->>'image_id')"),
                credits.needed("sum", "-t.amount"));
    }
}
