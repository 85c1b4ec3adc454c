package dev.tare.server.wire;

import dev.tare.core.event.Rejection;
import dev.tare.core.pricing.CombinedPricing;
import dev.tare.core.pricing.PerUnitPricing;
import dev.tare.core.pricing.PricingModel;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
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

    /** The price of a card: rates by unit, or a price of another model. */
    static @Nullable PricingModel read(PriceFileFields card) {
        String defaultUnit = card.text("default_unit");
        if (!card.absent("pricing")) {
            return pricing(card, defaultUnit);
        }
        SortedMap<String, BigDecimal> byUnit = rates(card, "rates");
        if (byUnit == null) {
            return null;
        }
        if (defaultUnit != null && !card.has("rates", defaultUnit)) {
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

    private static @Nullable PricingModel pricing(
            PriceFileFields card, @Nullable String defaultUnit) {
        if (!card.absent("rates")) {
            card.problem(
                    "rates",
                    card.lineOf("rates"),
                    "two_prices",
                    "A card has either \"rates\" or \"pricing\"; put the rates into the pricing, as"
                            + " { per_unit: … }.");
        }
        if (defaultUnit != null && !UNIT.matcher(defaultUnit).matches()) {
            badUnit(card, "default_unit", card.lineOf("default_unit"), defaultUnit);
        }
        PricingModel model = new PricingReader(defaultUnit).read(card, "pricing");
        // Only a sum and rates by unit hold one; around others a sum of one does.
        return model == null || Objects.equals(model.defaultUnit(), defaultUnit)
                ? model
                : new CombinedPricing(List.of(model), defaultUnit);
    }

    /** Rates by unit; {@code null} where there are none. */
    static @Nullable SortedMap<String, BigDecimal> rates(PriceFileFields holder, String key) {
        if (!(holder.byKey().get(key) instanceof TextTree.Fields rates)
                || rates.byKey().isEmpty()) {
            holder.missing(key, "at least one unit with its rate, such as images: \"0.08\"");
            return null;
        }
        PriceFileFields units = holder.within(key, rates);
        TreeMap<String, BigDecimal> byUnit = new TreeMap<>();
        for (Map.Entry<String, TextTree> entry : rates.byKey().entrySet()) {
            if (!UNIT.matcher(entry.getKey()).matches()) {
                badUnit(units, entry.getKey(), entry.getValue().line(), entry.getKey());
            }
            BigDecimal rate = rate(units, entry.getKey());
            if (rate != null) {
                byUnit.put(entry.getKey(), rate);
            }
        }
        return byUnit;
    }

    /** The name of a unit under that key. */
    static @Nullable String unit(PriceFileFields fields, String key) {
        String unit = fields.name(key, null);
        if (unit != null && !UNIT.matcher(unit).matches()) {
            badUnit(fields, key, fields.lineOf(key), unit);
            return null;
        }
        return unit;
    }

    private static void badUnit(PriceFileFields fields, String key, int line, String unit) {
        fields.problem(
                key,
                line,
                "invalid_unit",
                Rejection.shown(unit)
                        + " is not a unit's name; use lower-case letters, digits and _, such as"
                        + " input_tokens.");
    }

    /** USD per unit under that key. */
    static @Nullable BigDecimal rate(PriceFileFields fields, String key) {
        return switch (fields.byKey().get(key)) {
            case TextTree.Text text ->
                    fields.number(
                            key,
                            text.line(),
                            text.text(),
                            INTEGER_DIGITS,
                            PriceFile.RATE_DECIMALS_MAX);
            case TextTree.Fields quotient -> quotient(fields.within(key, quotient));
            case null, default -> {
                fields.problem(
                        key,
                        fields.lineOf(key),
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
