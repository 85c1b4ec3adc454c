package dev.tare.server.cli;

import dev.tare.server.wire.Figures;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** An explained event for people, from its JSON. */
final class EventText {
    private static final String UNKNOWN = "unknown";

    private final JsonNode event;
    private final StringBuilder text = new StringBuilder();

    EventText(JsonNode event) {
        this.event = event;
    }

    String text() {
        head();
        text.append("\nAs charged\n");
        stage(event.path("as_charged"));
        int number = 0;
        for (JsonNode correction : event.path("corrections")) {
            correction(++number, correction);
        }
        text.append("\nNow: cost ").append(amount(event, "api_cost"));
        text.append(", revenue ").append(amount(event, "credit_value"));
        text.append(", profit ").append(amount(event, "profit")).append('\n');
        return text.toString();
    }

    private void head() {
        line(
                string(event, "id") + " from " + string(event, "source"),
                string(event, "time"),
                string(event, "status"),
                event.path("estimated").asBoolean() ? "estimated" : "");
        line(
                string(event, "provider"),
                string(event, "operation"),
                string(event, "model"),
                "user " + string(event, "user_id"),
                "plan " + string(event, "plan"));
        StringJoiner used = new StringJoiner(", ", "Used ", "\n");
        event.path("quantities")
                .properties()
                .forEach(unit -> used.add(unit.getValue().asString() + " " + unit.getKey()));
        text.append(used);
    }

    private void line(String... parts) {
        StringJoiner line = new StringJoiner(" · ", "", "\n");
        for (String part : parts) {
            if (!part.isEmpty()) {
                line.add(shown(part));
            }
        }
        text.append(line);
    }

    private void stage(JsonNode stage) {
        text.append("  Cost ").append(amount(stage, "api_cost"));
        cost(stage.path("cost"));
        text.append("  Revenue ").append(amount(stage, "credit_value")).append(": ");
        value(stage.path("value"), !stage.path("credit_value").isNull());
    }

    private void cost(JsonNode cost) {
        switch (cost.path("how").asString()) {
            case "by_card" -> {
                text.append(", by its rate card\n");
                if (!cost.path("agrees").asBoolean()) {
                    text.append("  The book no longer gives that; it says ")
                            .append(outcome(cost))
                            .append(".\n");
                }
                month(cost.path("month"));
                parts(cost);
                card(cost);
            }
            case "share_of_month" -> {
                text.append(", its share of the month that was settled; at its place it was:\n");
                month(cost.path("month"));
                parts(cost);
                card(cost);
            }
            case "told" -> told(cost);
            case "unpriced" -> {
                JsonNode book = cost.path("by_the_book");
                text.append(": unpriced. By the book as it is now: ")
                        .append(outcome(book))
                        .append('\n');
                parts(book);
                card(book);
            }
            default ->
                    text.append(", by rate card ")
                            .append(shown(string(cost, "rate_card_id")))
                            .append(", which isn't in the book\n");
        }
    }

    private void told(JsonNode cost) {
        JsonNode book = cost.path("by_the_book");
        text.append(", as its sender told. The book ")
                .append(book.path("priced").asBoolean() ? "says " : "has no price: ")
                .append(outcome(book));
        String difference = cost.path("difference_usd").asString(null);
        if (cost.path("by_the_month").asBoolean()) {
            text.append(" for the first call of a month, which is charged as a whole");
        } else if (difference != null) {
            text.append(
                    cost.path("differs").asBoolean()
                            ? "; told is " + usd(difference) + " more"
                            : ", which is the same but for rounding");
        }
        text.append('\n');
        parts(book);
        card(book);
    }

    private void month(JsonNode month) {
        if (!month.isMissingNode()) {
            text.append("  Charged by the month from ")
                    .append(string(month, "from"))
                    .append(": after ")
                    .append(string(month, "used_before"))
                    .append(' ')
                    .append(shown(string(month, "unit")))
                    .append('\n');
        }
    }

    private void parts(JsonNode explanation) {
        if (explanation.path("parts").isEmpty()) {
            return;
        }
        TextTable table =
                new TextTable(List.of("Unit", "Quantity", "Rate (USD)", "Cost (USD)", "Rule"))
                        .right(1)
                        .right(2)
                        .right(3);
        for (JsonNode part : explanation.path("parts")) {
            table.row(
                    List.of(
                            string(part, "unit"),
                            plain(part, "quantity"),
                            plain(part, "rate_usd"),
                            plain(part, "exact_usd"),
                            string(part, "rule")));
        }
        if (explanation.has("exact_usd")) {
            table.row(List.of("Exact", "", "", plain(explanation, "exact_usd"), ""));
            table.withTotal();
        }
        text.append(table.toString().indent(4));
    }

    private void card(JsonNode explanation) {
        JsonNode card = explanation.path("rate_card");
        if (!card.isMissingNode()) {
            text.append("    Rate card ").append(shown(string(card, "id")));
            text.append(", from ").append(string(card, "from"));
            text.append(card.has("to") ? " to " + string(card, "to") : "");
            text.append(", ").append(string(card, "origin")).append("; ");
            text.append(shown(string(card, "source"))).append('\n');
        }
    }

    private static String outcome(JsonNode explanation) {
        if (explanation.path("priced").asBoolean()) {
            return usd(explanation.path("stored_usd").asString());
        }
        String detail = explanation.path("detail").asString(null);
        String atLeast = explanation.path("at_least_usd").asString(null);
        return explanation.path("reason").asString().replace('_', ' ')
                + (detail == null ? "" : " (" + shown(detail) + ")")
                + (atLeast == null || new BigDecimal(atLeast).signum() == 0
                        ? ""
                        : ", at least " + usd(atLeast));
    }

    private void value(JsonNode value, boolean isKnown) {
        String credits = value.path("credits").asString(null);
        JsonNode plan = value.path("plan");
        String book = value.path("by_the_book_usd").asString(null);
        text.append(credits == null ? "nobody knows how many credits" : credits + " credit");
        text.append(credits == null || credits.equals("1") ? "" : "s");
        if (!plan.isMissingNode() && !"0".equals(credits)) {
            text.append(" × $").append(string(plan, "price_usd"));
            text.append(" ÷ ").append(string(plan, "credits"));
            text.append(" (plan ").append(shown(string(plan, "id"))).append(')');
        }
        if (!isKnown && value.has("reason")) {
            text.append("; ").append(value.path("reason").asString().replace('_', ' '));
        } else if (!value.path("agrees").asBoolean()) {
            text.append("; the book as it is now gives ")
                    .append(book == null ? UNKNOWN : usd(book));
        }
        text.append('\n');
    }

    private void correction(int number, JsonNode one) {
        text.append("\nCorrection ").append(number).append(": ");
        text.append(one.path("kind").asString().replace('_', ' '));
        text.append(", booked ").append(string(one, "booked_at"));
        text.append(", ").append(shown(string(one, "reason")));
        text.append(" (").append(shown(string(one, "batch"))).append(")\n");
        List<String> changed = new ArrayList<>();
        for (JsonNode field : one.path("changed")) {
            changed.add(
                    string(field, "field")
                            + " "
                            + shown(field.path("before").asString("–"))
                            + " → "
                            + shown(field.path("after").asString("–")));
        }
        if (!changed.isEmpty()) {
            text.append("  Changed: ").append(String.join("; ", changed)).append('\n');
        }
        text.append("  Cost ").append(amount(one, "cost_before")).append(" → ");
        text.append(amount(one, "api_cost")).append(", revenue ");
        text.append(amount(one, "credit_value_before")).append(" → ");
        text.append(amount(one, "credit_value")).append('\n');
        stage(one);
    }

    private static String string(JsonNode of, String name) {
        return of.path(name).asString("");
    }

    private static String plain(JsonNode of, String name) {
        return Figures.quantity(new BigDecimal(of.path(name).asString()));
    }

    private static String amount(JsonNode of, String name) {
        String amount = of.path(name).asString(null);
        return amount == null ? UNKNOWN : usd(amount);
    }

    private static String usd(@Nullable String amount) {
        return Figures.usd(new BigDecimal(String.valueOf(amount)));
    }

    /** What came from outside must not steer the terminal. */
    private static String shown(String outside) {
        return outside.codePoints()
                .map(c -> Character.isISOControl(c) ? '\uFFFD' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
