package dev.tare.server.wire;

import dev.tare.core.event.Rejection;
import dev.tare.core.pricing.PerUnitPricing;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the rates of one card of a price file. */
final class PriceFileRates {
    private static final List<String> RATE_KEYS = List.of("usd", "per");

    /** As units are named in events: a rate for another name would never be met. */
    private static final Pattern UNIT = Pattern.compile("[a-z][a-z0-9_]{0,63}");

    private static final int INTEGER_DIGITS = 9;
    private static final int AMOUNT_DECIMALS = 9;
    private static final int PER_DIGITS = 15;

    private PriceFileRates() {}

    static @Nullable PerUnitPricing read(PriceFileFields card) {
        String defaultUnit = card.text("default_unit");
        if (!(card.byKey().get("rates") instanceof TextTree.Fields rates)
                || rates.byKey().isEmpty()) {
            card.missing("rates", "at least one unit with its rate, such as images: \"0.08\"");
            return null;
        }
        PriceFileFields units = card.within("rates", rates);
        TreeMap<String, BigDecimal> byUnit = new TreeMap<>();
        for (Map.Entry<String, TextTree> entry : rates.byKey().entrySet()) {
            BigDecimal rate = rate(units, entry.getKey(), entry.getValue());
            if (rate != null) {
                byUnit.put(entry.getKey(), rate);
            }
        }
        if (defaultUnit != null && !rates.byKey().containsKey(defaultUnit)) {
            card.problem(
                    "default_unit",
                    card.lineOf("default_unit"),
                    "unknown_unit",
                    "\"default_unit\" can't be "
                            + Rejection.shown(defaultUnit)
                            + "; name one of the units under rates.");
        }
        return new PerUnitPricing(byUnit, defaultUnit);
    }

    private static @Nullable BigDecimal rate(PriceFileFields units, String unit, TextTree node) {
        if (!UNIT.matcher(unit).matches()) {
            units.problem(
                    unit,
                    node.line(),
                    "invalid_unit",
                    Rejection.shown(unit)
                            + " is not a unit's name; use lower-case letters, digits and _, such"
                            + " as input_tokens.");
        }
        return switch (node) {
            case TextTree.Text text ->
                    units.number(
                            unit,
                            text.line(),
                            text.text(),
                            INTEGER_DIGITS,
                            PriceFile.RATE_DECIMALS_MAX);
            case TextTree.Fields fields -> quotient(units.within(unit, fields));
            default -> {
                units.problem(
                        unit,
                        node.line(),
                        "invalid_type",
                        "A rate is USD per unit, such as \"0.08\", or { usd: \"2.50\", per:"
                                + " 1000000 }.");
                yield null;
            }
        };
    }

    private static @Nullable BigDecimal quotient(PriceFileFields rate) {
        rate.allowOnly(RATE_KEYS);
        BigDecimal usd = rate.amount("usd", PER_DIGITS, PriceFile.RATE_DECIMALS_MAX);
        BigDecimal per = rate.amount("per", PER_DIGITS, AMOUNT_DECIMALS);
        if (usd == null || per == null) {
            return null;
        }
        return exactQuotient(rate, usd, per);
    }

    private static @Nullable BigDecimal exactQuotient(
            PriceFileFields rate, BigDecimal usd, BigDecimal per) {
        BigDecimal exact = null;
        if (per.signum() > 0) {
            try {
                exact = usd.divide(per).stripTrailingZeros();
            } catch (ArithmeticException noEnd) {
                // Told below.
            }
        }
        if (exact == null
                || exact.scale() > PriceFile.RATE_DECIMALS_MAX
                || exact.precision() - exact.scale() > INTEGER_DIGITS) {
            rate.problem(
                    "per",
                    rate.lineOf("per"),
                    "inexact_rate",
                    usd.toPlainString()
                            + " per "
                            + per.toPlainString()
                            + " is no exact price of one unit; use a \"per\" such as 1000 or"
                            + " 1000000 that leaves at most "
                            + PriceFile.RATE_DECIMALS_MAX
                            + " decimals.");
            return null;
        }
        return exact.scale() < 0 ? exact.setScale(0) : exact;
    }
}
