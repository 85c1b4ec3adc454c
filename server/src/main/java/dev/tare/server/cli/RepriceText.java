package dev.tare.server.cli;

import dev.tare.server.wire.Figures;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A re-pricing's JSON for people. It prints what that says, and computes nothing. */
final class RepriceText {
    private static final List<String> COST = List.of("cost_before", "cost_after", "cost_change");
    private static final List<String> VALUE =
            List.of("credit_value_before", "credit_value_after", "credit_value_change");

    private final JsonNode differences;
    private final StringBuilder text = new StringBuilder();

    private RepriceText(JsonNode differences) {
        this.differences = differences;
    }

    /** A dry run, or what was booked. */
    static String of(JsonNode answer) {
        if (answer.path("dry_run").asBoolean(false)) {
            return new RepriceText(answer).dryRun();
        }
        return new RepriceText(answer.path("booked")).booked(answer.path("batch").asString(""));
    }

    /** How far one is, in a few words. */
    static String progress(JsonNode way) {
        return way.path("batch").asString("")
                + ", "
                + count(way, "events_done")
                + " of "
                + count(way, "events")
                + " events";
    }

    private String dryRun() {
        text.append("Re-pricing ")
                .append(differences.path("from").asString(""))
                .append(" to ")
                .append(differences.path("to").asString(""))
                .append(": dry run, nothing is booked (days in ")
                .append(differences.path("time_zone").asString(""))
                .append("; USD)\n\n")
                .append(count(differences, "events_looked_at"))
                .append(" events looked at, ");
        total();
        String since = differences.path("rows_kept_since").asString("");
        if (!since.isEmpty()) {
            text.append("Events before ").append(since).append(" are sums only, and stay.\n");
        }
        tables();
        if (differences.path("total").path("events").asLong() > 0) {
            text.append("\nNothing was booked. The same with --apply books it.\n");
        }
        return text.toString();
    }

    private String booked(String batch) {
        text.append("Booked as ")
                .append(batch)
                .append(" (days in ")
                .append(differences.path("time_zone").asString(""))
                .append("; USD)\n\n");
        total();
        tables();
        return text.toString();
    }

    private void total() {
        JsonNode total = differences.path("total");
        text.append(count(total, "events"))
                .append(" change; ")
                .append(count(total, "newly_priced"))
                .append(" of them had no cost before, ")
                .append(count(total, "newly_unpriced"))
                .append(" have none now.\n");
        if (total.path("events").asLong() == 0) {
            return;
        }
        change("Cost", total, COST);
        if (valuesToo()) {
            change("Credit value", total, VALUE);
        }
    }

    private void change(String name, JsonNode total, List<String> columns) {
        text.append(name)
                .append(" of these")
                .append(someUnknown(total) ? ", unknown counted as nothing: " : ": ")
                .append(usd(total, columns.get(0)))
                .append(" → ")
                .append(usd(total, columns.get(1)))
                .append(" (")
                .append(signed(usd(total, columns.get(2))))
                .append(")\n");
    }

    private static boolean someUnknown(JsonNode total) {
        return total.path("newly_priced").asLong(0) + total.path("newly_unpriced").asLong(0) > 0;
    }

    private boolean valuesToo() {
        return differences.path("credit_values").asBoolean(false)
                || !differences
                        .path("total")
                        .path("credit_value_change")
                        .asString("0.00")
                        .equals("0.00");
    }

    private void tables() {
        if (differences.path("total").path("events").asLong() == 0) {
            return;
        }
        table("days", "day");
        table("providers", "provider");
        table("operations", "operation");
        table("users", "user");
    }

    private void table(String name, String of) {
        List<String> header = new ArrayList<>(List.of(of, "events", "cost before", "cost after"));
        header.add("cost change");
        if (valuesToo()) {
            header.add("credit value change");
        }
        TextTable table = new TextTable(header);
        for (int i = 1; i < header.size(); i++) {
            table.right(i);
        }
        differences.path(name).forEach(row -> table.row(cells(row.path(of).asString(""), row)));
        JsonNode others = differences.path("other_" + name);
        if (others.isObject()) {
            table.row(cells("(" + count(others, "count") + " others)", others));
        }
        text.append('\n').append(table);
    }

    private List<String> cells(String name, JsonNode row) {
        List<String> cells = new ArrayList<>(List.of(name, count(row, "events")));
        cells.add(usd(row, "cost_before"));
        cells.add(usd(row, "cost_after"));
        cells.add(signed(usd(row, "cost_change")));
        if (valuesToo()) {
            cells.add(signed(usd(row, "credit_value_change")));
        }
        return cells;
    }

    private static String usd(JsonNode row, String name) {
        return Figures.usd(new BigDecimal(row.path(name).asString()));
    }

    private static String signed(String amount) {
        return amount.startsWith("-") || amount.equals("$0.00") ? amount : "+" + amount;
    }

    private static String count(JsonNode row, String name) {
        return Figures.grouped(row.path(name).asString("0"));
    }
}
