package dev.tare.server.pricelist;

import dev.tare.core.money.DecimalText;
import dev.tare.server.wire.PriceFile;
import dev.tare.server.wire.TextTree;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One tier of an entry of Langfuse's list: rates, and when they hold.
 *
 * @param priority the lower is asked first; the one without conditions last
 * @param attribute of which name the call must have one of {@code values}; {@code null} = any
 * @param values in the order written
 * @param above the prompt must be larger than that, {@code null} = any size
 * @param inclusive whether that size itself is large enough
 * @param rates USD by unit
 */
record LangfuseTier(
        BigDecimal priority,
        @Nullable String attribute,
        Set<String> values,
        @Nullable BigDecimal above,
        boolean inclusive,
        SortedMap<String, BigDecimal> rates) {
    private static final int DIGITS = 12;

    /** Words by which the usage types of a prompt are known, whatever else they say. */
    private static final Set<String> PROMPT_WORDS =
            Set.of("input", "prompt", "cached", "cache", "cache_read", "cache_write");

    /** A condition that Tare has no form for: the price as a whole would be wrong without it. */
    static final class NotUnderstood extends Exception {
        NotUnderstood(String message) {
            super(message, null, false, false);
        }
    }

    /** Rates that hold for every call. */
    static LangfuseTier always(TextTree prices, List<String> leftOut) {
        return new LangfuseTier(
                BigDecimal.ZERO, null, Set.of(), null, false, rates(prices, leftOut));
    }

    /** Whether it asks for something. */
    boolean isConditional() {
        return attribute != null || above != null;
    }

    /** Whether a call may take it that has this value of the attribute; {@code null} = no value. */
    boolean isFor(@Nullable String value) {
        return attribute == null || (value != null && values.contains(value));
    }

    /** Reads one; usage types without a unit are left out and named. */
    static LangfuseTier read(TextTree.Fields tier, List<String> leftOut) throws NotUnderstood {
        BigDecimal priority = number(tier.byKey().get("priority"));
        String attribute = null;
        Set<String> values = Set.of();
        BigDecimal above = null;
        boolean inclusive = false;
        for (TextTree.Fields condition : conditions(tier)) {
            String operator = text(condition, "operator");
            if (condition.byKey().containsKey("usageDetailPattern")) {
                if (above != null) {
                    throw new NotUnderstood("a tier with two sizes");
                }
                inclusive = operator.equals("gte");
                above = size(condition, operator);
            } else {
                if (attribute != null) {
                    throw new NotUnderstood("a tier by two parameters");
                }
                attribute = attribute(condition);
                values = values(condition, operator);
            }
        }
        return new LangfuseTier(
                priority == null ? BigDecimal.ZERO : priority,
                attribute,
                values,
                above,
                inclusive,
                rates(tier.byKey().get("prices"), leftOut));
    }

    private static List<TextTree.Fields> conditions(TextTree.Fields tier) throws NotUnderstood {
        List<TextTree.Fields> all = new ArrayList<>();
        if (tier.byKey().get("conditions") instanceof TextTree.Items items) {
            for (TextTree item : items.items()) {
                if (!(item instanceof TextTree.Fields condition)) {
                    throw new NotUnderstood("a condition that is no mapping");
                }
                all.add(condition);
            }
        }
        return all;
    }

    private static BigDecimal size(TextTree.Fields condition, String operator)
            throws NotUnderstood {
        String pattern = text(condition, "usageDetailPattern");
        Set<String> words = Set.of(pattern.replaceAll("[()^$]", "").split("\\|", -1));
        boolean prompt =
                PROMPT_WORDS.containsAll(words)
                        && (words.contains("input") || words.contains("prompt"));
        BigDecimal value = number(condition.byKey().get("value"));
        if (!prompt || value == null || !(operator.equals("gt") || operator.equals("gte"))) {
            throw new NotUnderstood("usage " + pattern + " " + operator);
        }
        return value;
    }

    private static String attribute(TextTree.Fields condition) throws NotUnderstood {
        String key = text(condition, "key");
        if (!text(condition, "source").equals("model_parameters") || key.isEmpty()) {
            throw new NotUnderstood("a condition on " + text(condition, "source") + " " + key);
        }
        return key;
    }

    private static Set<String> values(TextTree.Fields condition, String operator)
            throws NotUnderstood {
        Set<String> values = new LinkedHashSet<>();
        if (operator.equals("in")
                && condition.byKey().get("values") instanceof TextTree.Items items) {
            for (TextTree item : items.items()) {
                if (item instanceof TextTree.Text text) {
                    values.add(text.text());
                }
            }
        }
        if (values.isEmpty()) {
            throw new NotUnderstood(text(condition, "key") + " " + operator);
        }
        return values;
    }

    private static SortedMap<String, BigDecimal> rates(
            @Nullable TextTree prices, List<String> leftOut) {
        SortedMap<String, BigDecimal> rates = new TreeMap<>();
        if (prices instanceof TextTree.Fields byType) {
            Set<String> contradicted = new LinkedHashSet<>();
            byType.byKey()
                    .forEach((type, value) -> {
                        BigDecimal usd = number(value);
                        String unit = LangfuseUsage.unit(type);
                        if (usd == null || usd.signum() < 0) {
                            leftOut.add(type);
                        } else if (type.equals(LangfuseUsage.TOTAL)) {
                            rates.putIfAbsent("input_tokens", usd);
                            rates.putIfAbsent("output_tokens", usd);
                        } else if (unit == null) {
                            leftOut.add(type);
                        } else {
                            BigDecimal known = rates.putIfAbsent(unit, usd);
                            if (known != null && known.compareTo(usd) != 0) {
                                contradicted.add(unit);
                                leftOut.add(type + ", which differs from another price of " + unit);
                            }
                        }
                    });
            // Two prices of one thing are none.
            rates.keySet().removeAll(contradicted);
        }
        return rates.isEmpty() ? rates : TokenUnits.completed(rates);
    }

    private static String text(TextTree.Fields fields, String key) {
        return fields.byKey().get(key) instanceof TextTree.Text text ? text.text() : "";
    }

    private static @Nullable BigDecimal number(@Nullable TextTree value) {
        return value instanceof TextTree.Text text
                ? DecimalText.parse(text.text(), DIGITS, PriceFile.RATE_DECIMALS_MAX)
                : null;
    }
}
