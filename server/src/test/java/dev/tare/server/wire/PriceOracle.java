package dev.tare.server.wire;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a call costs by a price as files have it, worked out from the JSON itself: slow, obvious,
 * and with nothing in common with the price models.
 */
final class PriceOracle {
    private static final BigDecimal HUNDRED = new BigDecimal("100");

    /** An amount has nine digits before the point. */
    private static final BigDecimal A_MILLIARD = new BigDecimal("1000000000");

    private static final BigDecimal NONE = BigDecimal.ZERO;

    private final Map<String, BigDecimal> used;
    private final Map<String, String> told;
    private final Instant time;
    private final BigDecimal monthSoFar;
    private final Set<String> priced = new HashSet<>();
    private boolean noChoice;

    private PriceOracle(
            Map<String, BigDecimal> used,
            Map<String, String> told,
            Instant time,
            BigDecimal monthSoFar) {
        this.used = used;
        this.told = told;
        this.time = time;
        this.monthSoFar = monthSoFar;
    }

    /** USD, unrounded; {@code null} where something has no price. */
    static @Nullable BigDecimal cost(
            JsonNode price,
            @Nullable String defaultUnit,
            Map<String, BigDecimal> used,
            Map<String, String> told,
            Instant time,
            BigDecimal monthSoFar) {
        Map<String, BigDecimal> counted = new HashMap<>(used);
        if (defaultUnit != null && used.size() == 1 && used.containsKey("calls")) {
            counted = new HashMap<>(Map.of(defaultUnit, used.get("calls")));
        }
        PriceOracle oracle = new PriceOracle(counted, told, time, monthSoFar);
        BigDecimal cost = oracle.of(price);
        for (Map.Entry<String, BigDecimal> one : counted.entrySet()) {
            boolean spared = one.getKey().equals("calls") && counted.size() > 1;
            if (!spared && one.getValue().signum() != 0 && !oracle.priced.contains(one.getKey())) {
                return null;
            }
        }
        boolean tooLarge =
                cost.setScale(9, RoundingMode.HALF_EVEN).abs().compareTo(A_MILLIARD) >= 0;
        return oracle.noChoice || tooLarge ? null : cost;
    }

    private BigDecimal of(JsonNode price) {
        String kind = price.propertyNames().iterator().next();
        JsonNode terms = price.get(kind);
        return switch (kind) {
            case "per_unit" -> perUnit(terms);
            case "per_call" -> {
                priced.add("calls");
                yield used.getOrDefault("calls", BigDecimal.ONE).multiply(number(terms));
            }
            case "package" -> blocks(terms);
            case "graduated", "volume" -> {
                BigDecimal quantity = quantity(terms);
                yield quantity == null ? NONE : table(kind, terms, quantity);
            }
            case "percentage" -> percentage(terms);
            case "sum" -> {
                BigDecimal sum = NONE;
                for (JsonNode part : terms) {
                    sum = sum.add(of(part));
                }
                yield sum;
            }
            case "threshold" -> threshold(terms);
            case "by_attribute" -> byAttribute(terms);
            case "off_peak" -> of(terms.get(isOffPeak(terms) ? "off_peak" : "peak"));
            case "discount" ->
                    of(terms.get("of"))
                            .multiply(HUNDRED.subtract(number(terms.get("percent"))))
                            .movePointLeft(2);
            case "monthly" -> monthly(terms);
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private BigDecimal perUnit(JsonNode rates) {
        BigDecimal sum = NONE;
        for (Map.Entry<String, BigDecimal> one : used.entrySet()) {
            if (rates.has(one.getKey())) {
                priced.add(one.getKey());
                sum = sum.add(one.getValue().multiply(number(rates.get(one.getKey()))));
            }
        }
        return sum;
    }

    private BigDecimal blocks(JsonNode terms) {
        BigDecimal quantity = quantity(terms);
        if (quantity == null) {
            return NONE;
        }
        BigDecimal paid = quantity;
        if (terms.has("up_to") && paid.compareTo(number(terms.get("up_to"))) > 0) {
            paid = number(terms.get("up_to"));
        }
        paid = paid.subtract(terms.has("free") ? number(terms.get("free")) : NONE);
        if (paid.signum() <= 0) {
            return NONE;
        }
        BigDecimal size = number(terms.get("size"));
        BigInteger full = paid.divideToIntegralValue(size).toBigInteger();
        BigDecimal rest = paid.subtract(size.multiply(new BigDecimal(full)));
        boolean oneMore =
                switch (terms.get("blocks").asString()) {
                    case "up" -> rest.signum() > 0;
                    case "down" -> false;
                    default -> rest.add(rest).compareTo(size) >= 0;
                };
        BigInteger count = oneMore ? full.add(BigInteger.ONE) : full;
        return new BigDecimal(count).multiply(number(terms.get("usd")));
    }

    private static BigDecimal table(String kind, JsonNode terms, BigDecimal quantity) {
        boolean flatAtZero = terms.has("flat_at_zero");
        BigDecimal sum = NONE;
        BigDecimal above = NONE;
        List<JsonNode> tiers = new ArrayList<>();
        terms.get("tiers").forEach(tiers::add);
        for (int i = 0; i < tiers.size(); i++) {
            JsonNode tier = tiers.get(i);
            BigDecimal upTo = tier.has("up_to") ? number(tier.get("up_to")) : null;
            BigDecimal flat = tier.has("flat") ? number(tier.get("flat")) : NONE;
            BigDecimal last = upTo == null ? quantity : upTo;
            boolean here = quantity.compareTo(last) <= 0;
            if (kind.equals("volume")) {
                if (here) {
                    boolean withFlat = quantity.signum() > 0 || flatAtZero;
                    BigDecimal all = quantity.multiply(number(tier.get("usd")));
                    return withFlat ? all.add(flat) : all;
                }
                continue;
            }
            boolean entered = quantity.compareTo(above) > 0 || (i == 0 && flatAtZero);
            if (entered) {
                BigDecimal end = quantity.min(last);
                BigDecimal part = end.subtract(above).multiply(number(tier.get("usd")));
                sum = sum.add(part).add(flat);
            }
            above = last;
        }
        return sum;
    }

    private BigDecimal percentage(JsonNode terms) {
        BigDecimal amount = quantity(terms);
        if (amount == null) {
            return NONE;
        }
        BigDecimal sum = amount.multiply(number(terms.get("percent"))).movePointLeft(2);
        sum = sum.add(terms.has("fixed") ? number(terms.get("fixed")) : NONE);
        if (terms.has("min") && sum.compareTo(number(terms.get("min"))) < 0) {
            sum = number(terms.get("min"));
        }
        if (terms.has("max") && sum.compareTo(number(terms.get("max"))) > 0) {
            sum = number(terms.get("max"));
        }
        return sum;
    }

    private BigDecimal threshold(JsonNode terms) {
        BigDecimal size = NONE;
        for (JsonNode unit : terms.get("measured")) {
            size = size.add(used.getOrDefault(unit.asString(), NONE));
        }
        JsonNode chosen = terms.get("base");
        for (JsonNode step : terms.get("steps")) {
            boolean reached =
                    step.has("from")
                            ? size.compareTo(number(step.get("from"))) >= 0
                            : size.compareTo(number(step.get("above"))) > 0;
            chosen = reached ? step.get("price") : chosen;
        }
        return of(chosen);
    }

    private BigDecimal byAttribute(JsonNode terms) {
        for (JsonNode choice : terms.get("choices")) {
            boolean fits = true;
            for (Map.Entry<String, JsonNode> wanted : choice.get("when").properties()) {
                fits &= wanted.getValue().asString().equals(told.get(wanted.getKey()));
            }
            if (fits) {
                return of(choice.get("price"));
            }
        }
        if (!terms.has("otherwise")) {
            noChoice = true;
            return NONE;
        }
        return of(terms.get("otherwise"));
    }

    private boolean isOffPeak(JsonNode terms) {
        LocalTime now = time.atZone(ZoneId.of(terms.get("zone").asString())).toLocalTime();
        for (JsonNode window : terms.get("windows")) {
            String text = window.asString();
            int dash = text.indexOf('-');
            int from = LocalTime.parse(text.substring(0, dash)).toSecondOfDay();
            int to = LocalTime.parse(text.substring(dash + 1)).toSecondOfDay();
            int length = Math.floorMod(to - from - 1, 86_400) + 1;
            if (Math.floorMod(now.toSecondOfDay() - from, 86_400) < length) {
                return true;
            }
        }
        return false;
    }

    /** The month with the call, less the month without it. */
    private BigDecimal monthly(JsonNode terms) {
        BigDecimal quantity = quantity(terms);
        if (quantity == null) {
            return NONE;
        }
        return month(terms, monthSoFar.add(quantity)).subtract(month(terms, monthSoFar));
    }

    private BigDecimal month(JsonNode terms, BigDecimal quantity) {
        String unit = terms.get("unit").asString();
        PriceOracle whole = new PriceOracle(Map.of(unit, quantity), Map.of(), time, NONE);
        BigDecimal all = whole.of(terms.get("table"));
        return terms.has("max") && all.compareTo(number(terms.get("max"))) > 0
                ? number(terms.get("max"))
                : all;
    }

    private @Nullable BigDecimal quantity(JsonNode terms) {
        String unit = terms.get("unit").asString();
        if (used.containsKey(unit)) {
            priced.add(unit);
        }
        return used.get(unit);
    }

    private static BigDecimal number(JsonNode text) {
        return new BigDecimal(text.asString());
    }
}
