package dev.tare.server.pricelist;

import dev.tare.core.money.DecimalText;
import dev.tare.server.wire.PriceFile;
import dev.tare.server.wire.TextTree;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rates of one entry of LiteLLM's map: by unit, by service tier, and by the size of the prompt
 * from which they hold.
 */
final class LiteLlmRates {
    /** {@code …_above_200k_tokens_priority}: from which size on, for which tier. */
    private static final Pattern QUALIFIED =
            Pattern.compile(
                    "(.+?)(?:_above_(\\d+)(k?)_tokens)?"
                            + "(?:_(priority|flex|batches|batch_requests))?");

    private static final int INTEGER_DIGITS = 9;
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1_000);

    /** A rate, from a size on, for a tier or for all. */
    private record Rate(BigDecimal above, @Nullable String tier, BigDecimal usd) {}

    private final SortedMap<String, List<Rate>> byUnit = new TreeMap<>();
    private final List<String> leftOut = new ArrayList<>();

    /** Those of an entry. What stands for a cost and isn't understood is left out, and named. */
    static LiteLlmRates of(Map<String, TextTree> entry) {
        LiteLlmRates rates = new LiteLlmRates();
        entry.forEach((field, value) -> {
            if (LiteLlmFields.tellsCost(field) && !LiteLlmPrice.SPECIAL.contains(field)) {
                rates.read(field, value);
            }
        });
        return rates;
    }

    private void read(String field, TextTree value) {
        if (value instanceof TextTree.Nothing) {
            return;
        }
        Matcher name = QUALIFIED.matcher(field);
        String unit = name.matches() ? LiteLlmFields.UNITS.get(name.group(1)) : null;
        BigDecimal usd =
                value instanceof TextTree.Text text
                        ? DecimalText.parse(
                                text.text(), INTEGER_DIGITS, PriceFile.RATE_DECIMALS_MAX)
                        : null;
        if (unit == null || usd == null || usd.signum() < 0) {
            leftOut.add(field);
            return;
        }
        BigDecimal above = BigDecimal.ZERO;
        if (name.group(2) != null) {
            above = new BigDecimal(name.group(2));
            above = name.group(3).isEmpty() ? above : above.multiply(THOUSAND);
        }
        List<Rate> known = byUnit.computeIfAbsent(unit, _ -> new ArrayList<>());
        Rate rate = new Rate(above, tier(name.group(4)), usd);
        // Two names of one thing: the first one that isn't 0 says more.
        Rate same = find(known, rate.above(), rate.tier());
        if (same == null) {
            known.add(rate);
        } else if (same.usd().signum() == 0) {
            known.set(known.indexOf(same), rate);
        }
    }

    private static @Nullable Rate find(List<Rate> rates, BigDecimal above, @Nullable String tier) {
        return rates.stream()
                .filter(rate -> rate.above().compareTo(above) == 0)
                .filter(rate -> Objects.equals(rate.tier(), tier))
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String tier(@Nullable String suffix) {
        return suffix != null && suffix.startsWith("batch") ? "batch" : suffix;
    }

    /** Fields that stand for a cost and weren't understood. */
    List<String> leftOut() {
        return leftOut;
    }

    /** The tiers that have rates of their own. */
    SortedSet<String> tiers() {
        SortedSet<String> tiers = new TreeSet<>();
        byUnit.values()
                .forEach(rates ->
                        rates.forEach(rate -> {
                            if (rate.tier() != null) {
                                tiers.add(rate.tier());
                            }
                        }));
        return tiers;
    }

    /** Sizes from which on some rate of that tier is another, rising. */
    SortedSet<BigDecimal> sizes(@Nullable String tier) {
        SortedSet<BigDecimal> sizes = new TreeSet<>();
        byUnit.values()
                .forEach(rates ->
                        rates.stream()
                                .filter(rate -> rate.above().signum() > 0 && isFor(rate, tier))
                                .forEach(rate -> sizes.add(rate.above())));
        return sizes;
    }

    /** The rates by unit of that tier for prompts larger than that; for a tier of none, all's. */
    SortedMap<String, BigDecimal> at(BigDecimal size, @Nullable String tier) {
        SortedMap<String, BigDecimal> rates = new TreeMap<>();
        byUnit.forEach((unit, known) -> {
            Rate best = null;
            for (Rate rate : known) {
                if (isFor(rate, tier)
                        && rate.above().compareTo(size) <= 0
                        && (best == null || isCloser(rate, best))) {
                    best = rate;
                }
            }
            if (best != null) {
                rates.put(unit, best.usd());
            }
        });
        return rates;
    }

    private static boolean isFor(Rate rate, @Nullable String tier) {
        return rate.tier() == null || rate.tier().equals(tier);
    }

    /** The highest size crossed governs; at one size the tier's own rate. */
    private static boolean isCloser(Rate rate, Rate other) {
        int order = rate.above().compareTo(other.above());
        return order > 0 || (order == 0 && rate.tier() != null);
    }
}
