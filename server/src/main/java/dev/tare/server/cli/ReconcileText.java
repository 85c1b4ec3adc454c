package dev.tare.server.cli;

import dev.tare.core.money.Amounts;
import dev.tare.server.wire.Figures;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A reconciliation's JSON for people. It prints what that says, and computes nothing. */
final class ReconcileText {
    private static final int SHOWN = 40;

    private final JsonNode answer;
    private final StringBuilder text = new StringBuilder();

    private ReconcileText(JsonNode answer) {
        this.answer = answer;
    }

    static String of(JsonNode answer) {
        return new ReconcileText(answer).all();
    }

    private String all() {
        line(
                "Bill of " + string(answer, "provider"),
                string(answer, "from").isEmpty()
                        ? ": no usage on it"
                        : ", "
                                + string(answer, "from")
                                + (string(answer, "to").isEmpty() ? " on" : " to ")
                                + string(answer, "to")
                                + " (days in "
                                + string(answer, "time_zone")
                                + "; USD)");
        line(count(answer, "lines_compared"), " lines of usage compared", outside());
        if (answer.path("lines_compared").asLong() == 0) {
            line("The bill has no usage in these days: look at --from, --to and the mapping.");
        }
        broken();
        shift();
        outcomes();
        findings();
        totals();
        notUsage();
        booking();
        return text.toString();
    }

    private void line(String... parts) {
        text.append(String.join("", parts)).append('\n');
    }

    private String outside() {
        long outside = answer.path("lines_outside").asLong();
        return outside == 0 ? "" : ", " + count(answer, "lines_outside") + " outside these days";
    }

    private void broken() {
        if (answer.path("broken").asLong() == 0) {
            return;
        }
        String lines = Figures.counted(answer.path("broken").asLong(), "line");
        line("", lines, " couldn't be read, left out:");
        for (JsonNode row : answer.path("broken_lines")) {
            line("  Line ", count(row, "line"), ": ", string(row, "message"));
        }
        long more = answer.path("broken").asLong() - answer.path("broken_lines").size();
        if (more > 0) {
            line("  … and ", Figures.counted(more, "line"), " more");
        }
    }

    private void shift() {
        JsonNode shift = answer.path("time_zone_shift");
        if (!shift.isObject()) {
            return;
        }
        long equal = shift.path("equally_good").asLong();
        line(
                "The bill's days fit those of ",
                string(shift, "offset"),
                ": cut there, ",
                count(shift, "quantities_mended"),
                " of ",
                count(shift, "quantities_differing"),
                " quantities that differ agree",
                equal == 0 ? "" : " (as with " + equal + " other offsets)",
                ". Days below are cut there.");
    }

    private void outcomes() {
        List<String> counts = new ArrayList<>();
        for (Map.Entry<String, JsonNode> one : answer.path("outcomes").properties()) {
            counts.add(words(one.getKey()) + " " + Figures.grouped(one.getValue().asString()));
        }
        if (!counts.isEmpty()) {
            line("Days and items: ", String.join(", ", counts));
        }
    }

    private void findings() {
        JsonNode findings = answer.path("findings");
        if (findings.isEmpty()) {
            return;
        }
        TextTable table =
                new TextTable(
                                List.of(
                                        "day", "item", "outcome", "unit", "bill", "log", "billed",
                                        "cost", "gap"))
                        .right(4)
                        .right(5)
                        .right(6)
                        .right(7)
                        .right(8);
        List<String> notes = new ArrayList<>();
        int shown = 0;
        for (JsonNode finding : findings) {
            if (++shown > SHOWN) {
                break;
            }
            rows(table, finding);
            note(notes, finding);
        }
        text.append('\n').append(table);
        notes.forEach(this::line);
        long left = findings.size() - SHOWN + answer.path("findings_left_out").asLong();
        if (left > 0) {
            line("… and ", Figures.grouped(Long.toString(left)), " more; --json has them.");
        }
    }

    /** A row for each unit; amounts stand in the first. */
    private static void rows(TextTable table, JsonNode finding) {
        JsonNode bill = finding.path("bill");
        JsonNode log = finding.path("log");
        boolean first = true;
        for (Map.Entry<String, JsonNode> unit : (bill.isEmpty() ? log : bill).properties()) {
            String name = unit.getKey();
            table.row(
                    List.of(
                            first ? days(finding) : "",
                            first ? item(finding) : "",
                            first ? words(string(finding, "outcome")) : "",
                            name,
                            quantity(bill, name),
                            quantity(log, name),
                            first ? usd(finding, "billed") : "",
                            first ? usd(finding, "cost") : "",
                            first ? usd(finding, "gap") : ""));
            first = false;
        }
    }

    private static void note(List<String> notes, JsonNode finding) {
        String which = days(finding) + " " + item(finding) + ": ";
        if (string(finding, "outcome").equals("price_drift")
                && !string(finding, "bill_rate").isEmpty()) {
            notes.add(
                    which
                            + "the bill has $"
                            + string(finding, "bill_rate")
                            + " for each, the log $"
                            + string(finding, "log_rate"));
        }
        if (finding.path("unpriced_calls").asLong() > 0) {
            notes.add(which + count(finding, "unpriced_calls") + " calls have no price");
        }
        for (JsonNode repeat : finding.path("repeats")) {
            notes.add(
                    which
                            + "line "
                            + count(repeat, "line")
                            + " of the bill repeats line "
                            + count(repeat, "same_as"));
        }
    }

    private void totals() {
        JsonNode totals = answer.path("totals");
        TextTable table =
                new TextTable(List.of("total", "bill", "log", "captured"))
                        .right(1)
                        .right(2)
                        .right(3);
        for (Map.Entry<String, JsonNode> unit : totals.path("quantities").properties()) {
            table.row(
                    List.of(
                            unit.getKey(),
                            count(unit.getValue(), "bill"),
                            count(unit.getValue(), "log"),
                            percent(unit.getValue())));
        }
        JsonNode amount = totals.path("amount");
        table.row(List.of("USD", usd(amount, "bill"), usd(amount, "log"), percent(amount)));
        text.append('\n').append(table);
    }

    private void notUsage() {
        for (Map.Entry<String, JsonNode> one : answer.path("not_usage").properties()) {
            line("Not compared: ", one.getKey(), " ", usd(answer.path("not_usage"), one.getKey()));
        }
    }

    private void booking() {
        JsonNode booking = answer.path("booking");
        if (!booking.isObject()) {
            return;
        }
        String refused = string(booking, "refused");
        if (!refused.isEmpty()) {
            line("\nNothing was booked: ", refused);
            return;
        }
        line(
                "\nBooked as ",
                string(booking, "batch"),
                ": ",
                count(booking, "events"),
                " events of ",
                count(booking, "periods"),
                " days and items; their cost changes by ",
                usd(booking, "cost_change"),
                ".");
        for (JsonNode not : booking.path("not_booked")) {
            line("Not booked: ", string(not, "from"), " ", item(not), ": ", string(not, "message"));
        }
        line("Usage that is missing can't be booked on events; import it if it is yours.");
    }

    private static String days(JsonNode finding) {
        String from = string(finding, "from");
        String to = string(finding, "to");
        return from.equals(to) ? from : from + " … " + to;
    }

    private static String item(JsonNode row) {
        String operation = string(row, "operation");
        String model = string(row, "model");
        if (operation.isEmpty()) {
            return model.isEmpty() ? "(all)" : model;
        }
        return model.isEmpty() ? operation : operation + " / " + model;
    }

    private static String words(String code) {
        return code.replace('_', ' ');
    }

    private static String percent(JsonNode row) {
        String percent = string(row, "captured_percent");
        return percent.isEmpty() ? "-" : Amounts.plain(new BigDecimal(percent)) + " %";
    }

    private static String quantity(JsonNode row, String unit) {
        return row.has(unit) ? count(row, unit) : "-";
    }

    private static String usd(JsonNode row, String name) {
        String amount = string(row, name);
        return amount.isEmpty() ? "-" : Figures.usd(new BigDecimal(amount));
    }

    private static String count(JsonNode row, String name) {
        return Figures.grouped(row.path(name).asString("0"));
    }

    private static String string(JsonNode row, String name) {
        return row.path(name).asString("");
    }
}
