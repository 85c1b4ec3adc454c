package dev.tare.server.dashboard;

import dev.tare.core.pricing.RateCard;
import dev.tare.server.wire.PriceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes the form of a new price as a price file, has that read, and brings every fault back to the
 * field it stands in: the form knows no rule of its own.
 */
final class PriceFormText {
    /** What a fault is kept under that belongs to no field. */
    static final String WHOLE = "form";

    private static final String CARD = "rate_cards[0]";
    private static final String TOO_MANY =
            "There are more than "
                    + PriceForm.ROWS_MAX
                    + " rates. Enter so many in another way, under per_unit.";
    private static final String OF_A_FILE = ", here or at the top of the file";
    private static final String NO_AMOUNT = "\"usd\" is missing; write a number from 0.";
    private static final String NO_AMOUNT_IN_ROW =
            "The US dollars are missing; write a number from 0, or leave the unit empty.";
    private static final Pattern LINE = Pattern.compile("Line ([0-9]+): (.*)", Pattern.DOTALL);

    /** What came of reading the form. */
    sealed interface Read {}

    /** A price. */
    record Good(RateCard card) implements Read {}

    /** What is wrong, by field; a rate's by {@code rates[2]}, all rates' by {@code rates}. */
    record Faults(Map<String, String> byField) implements Read {
        Faults {
            byField = Map.copyOf(byField);
        }
    }

    private final PriceForm form;
    private final StringBuilder text = new StringBuilder("rate_cards:\n");

    /** The field each line of the text comes from; lines are counted from 1. */
    private final List<String> fields = new ArrayList<>(List.of(WHOLE, WHOLE));

    /** The text's line that is the first of the price's own; 0 where that is by the unit. */
    private int pricingStart;

    private PriceFormText(PriceForm form) {
        this.form = form;
    }

    /**
     * Reads the form.
     *
     * @param id the card's
     */
    static Read read(PriceForm form, String id) {
        if (form.byUnit() && form.rates().size() > PriceForm.ROWS_MAX) {
            return new Faults(Map.of("rates", TOO_MANY));
        }
        PriceFormText file = new PriceFormText(form);
        file.write(id);
        return switch (PriceFile.parse(file.text.toString())) {
            case PriceFile.Bad bad -> file.faults(bad);
            case PriceFile.Prices prices -> new Good(prices.change().rateCards().getFirst());
        };
    }

    private void write(String id) {
        line("id", "  - id: " + quoted(id));
        told("provider", form.provider());
        told("operation", form.operation());
        told("model", form.model());
        told("from", form.from());
        told("to", form.to());
        told("origin", form.origin());
        told("failed_calls", form.failedCalls());
        told("source", form.source());
        told("default_unit", form.defaultUnit());
        if (form.byUnit()) {
            rates();
        } else {
            pricing();
        }
    }

    private void rates() {
        if (form.rates().isEmpty()) {
            line("rates", "    rates: {}");
            return;
        }
        line("rates", "    rates:");
        for (int i = 0; i < form.rates().size(); i++) {
            PriceForm.Rate rate = form.rates().get(i);
            String usd = rate.usd().isEmpty() ? "null" : quoted(rate.usd());
            String per = rate.per().isEmpty() ? quoted("1") : quoted(rate.per());
            line(
                    row(i),
                    "      " + quoted(rate.unit()) + ": { usd: " + usd + ", per: " + per + " }");
        }
    }

    /** Last of all, and further in than all else: whatever it says, it is the price's value. */
    private void pricing() {
        line("pricing", form.pricing().isBlank() ? "    pricing: {}" : "    pricing:");
        pricingStart = fields.size();
        form.pricing().lines().forEach(each -> line("pricing", "      " + each));
    }

    private void told(String key, String value) {
        if (!value.isEmpty()) {
            line(key, "    " + key + ": " + quoted(value));
        }
    }

    private void line(String field, String content) {
        text.append(content).append('\n');
        fields.add(field);
    }

    private Faults faults(PriceFile.Bad bad) {
        Map<String, String> byField = new TreeMap<>();
        for (PriceFile.Problem problem : bad.problems()) {
            Matcher told = LINE.matcher(problem.message());
            boolean lined = told.matches();
            // What isn't closed is only missed behind the last line.
            int line = lined ? Math.min(Integer.parseInt(told.group(1)), fields.size() - 1) : 0;
            String message = lined ? told.group(2) : problem.message();
            message = message.replace(OF_A_FILE, "").replace(NO_AMOUNT, NO_AMOUNT_IN_ROW);
            String field = field(problem.path(), line);
            if (field.equals("pricing") && line >= pricingStart && pricingStart > 0) {
                message = "Line " + (line - pricingStart + 1) + ": " + message;
            }
            byField.merge(field, message, (one, other) -> one + "\n" + other);
        }
        return new Faults(byField);
    }

    private String field(String path, int line) {
        String inCard = path.startsWith(CARD + ".") ? path.substring(CARD.length() + 1) : "";
        if (inCard.startsWith("rates.")) {
            String unit = inCard.substring("rates.".length());
            for (int i = 0; i < form.rates().size(); i++) {
                String name = form.rates().get(i).unit();
                if (unit.equals(name) || unit.equals(name + ".usd") || unit.equals(name + ".per")) {
                    return row(i);
                }
            }
            return "rates";
        }
        if (inCard.startsWith("pricing")) {
            return "pricing";
        }
        if (inCard.equals("id")) {
            return WHOLE;
        }
        if (!inCard.isEmpty()) {
            return inCard;
        }
        return fields.get(line);
    }

    private static String row(int index) {
        return "rates[" + index + "]";
    }

    /** A scalar in double quotes, with nothing in it that YAML reads as anything but text. */
    static String quoted(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean pair =
                    Character.isHighSurrogate(c)
                            && i + 1 < value.length()
                            && Character.isLowSurrogate(value.charAt(i + 1));
            if (pair) {
                quoted.append(c).append(value.charAt(++i));
            } else if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ' || isOdd(c)) {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    private static boolean isOdd(char c) {
        return (c >= 0x7f && c < 0xa0)
                || c == 0x2028
                || c == 0x2029
                || c >= 0xfe00
                || Character.isSurrogate(c);
    }
}
