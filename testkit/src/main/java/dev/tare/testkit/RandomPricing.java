package dev.tare.testkit;

import dev.tare.core.money.Blocks;
import dev.tare.core.money.DecimalText;
import dev.tare.core.pricing.AttributePricing;
import dev.tare.core.pricing.CombinedPricing;
import dev.tare.core.pricing.DiscountedPricing;
import dev.tare.core.pricing.GraduatedPricing;
import dev.tare.core.pricing.OffPeakPricing;
import dev.tare.core.pricing.PackagePricing;
import dev.tare.core.pricing.PerCallPricing;
import dev.tare.core.pricing.PerUnitPricing;
import dev.tare.core.pricing.PercentagePricing;
import dev.tare.core.pricing.PeriodPricing;
import dev.tare.core.pricing.PricingModel;
import dev.tare.core.pricing.ThresholdPricing;
import dev.tare.core.pricing.Tier;
import dev.tare.core.pricing.VolumePricing;
import java.math.BigDecimal;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/** Prices of every model, at random and within each other, with numbers as files give them. */
public final class RandomPricing {
    /** What is counted in them. */
    public static final List<String> UNITS =
            List.of("calls", "images", "input_tokens", "cached_input_tokens", "output_tokens");

    private static final int DEPTH_MAX = 3;
    private static final int LEAVES = 6;
    private static final int MODELS = 11;
    private static final List<String> ZONES = List.of("UTC", "Asia/Shanghai", "America/New_York");

    private final RandomGenerator random;

    /** From that source of chance. */
    public RandomPricing(RandomGenerator random) {
        this.random = random;
    }

    /** Any price, at times with a default unit. */
    public PricingModel any() {
        if (random.nextInt(6) == 0) {
            return monthly();
        }
        PricingModel model = any(0);
        return random.nextInt(4) == 0 ? new CombinedPricing(List.of(model), "images") : model;
    }

    private PricingModel any(int depth) {
        return switch (random.nextInt(depth < DEPTH_MAX ? MODELS : LEAVES)) {
            case 0 -> perUnit();
            case 1 -> new PerCallPricing(number());
            case 2 ->
                    new PackagePricing(
                            unit(),
                            above(),
                            number(),
                            maybeZero(),
                            random.nextBoolean() ? above() : null,
                            one(Blocks.values()));
            case 3 -> new GraduatedPricing(unit(), tiers(), random.nextBoolean());
            case 4 -> new VolumePricing(unit(), tiers(), random.nextBoolean());
            case 5 -> percentage();
            case 6 -> new CombinedPricing(List.of(any(depth + 1), any(depth + 1)), null);
            case 7 -> threshold(depth);
            case 8 -> byAttribute(depth);
            case 9 ->
                    new OffPeakPricing(
                            ZoneId.of(ZONES.get(random.nextInt(ZONES.size()))),
                            List.of(new OffPeakPricing.Window(time(), time())),
                            any(depth + 1),
                            any(depth + 1));
            default ->
                    new DiscountedPricing(
                            any(depth + 1), BigDecimal.valueOf(random.nextInt(150) - 50L));
        };
    }

    private PricingModel monthly() {
        String unit = unit();
        return new PeriodPricing(
                random.nextBoolean()
                        ? new GraduatedPricing(unit, tiers(), false)
                        : new VolumePricing(unit, tiers(), true),
                unit,
                ZoneId.of(ZONES.get(random.nextInt(ZONES.size()))),
                random.nextBoolean() ? number(9) : null,
                random.nextBoolean() ? number(3).add(BigDecimal.valueOf(1_000)) : null,
                random.nextBoolean() ? unit : null);
    }

    private PricingModel perUnit() {
        TreeMap<String, BigDecimal> rates = new TreeMap<>();
        for (String unit : UNITS) {
            if (random.nextInt(3) > 0) {
                rates.put(unit, number());
            }
        }
        rates.putIfAbsent("input_tokens", number());
        return new PerUnitPricing(rates);
    }

    private PricingModel percentage() {
        BigDecimal min = random.nextBoolean() ? number() : null;
        BigDecimal max = random.nextBoolean() ? number() : null;
        if (min != null && max != null) {
            max = max.max(min);
        }
        return new PercentagePricing(unit(), number(), maybeZero(), min, max);
    }

    private List<Tier> tiers() {
        List<Tier> tiers = new ArrayList<>();
        long upTo = 0;
        for (int i = random.nextInt(3); i > 0; i--) {
            upTo += 1 + random.nextInt(50);
            tiers.add(new Tier(BigDecimal.valueOf(upTo), number(), maybeZero()));
        }
        tiers.add(new Tier(null, number(), maybeZero()));
        return tiers;
    }

    private PricingModel threshold(int depth) {
        List<ThresholdPricing.Step> steps = new ArrayList<>();
        long from = 0;
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            from += 1 + random.nextInt(60);
            steps.add(
                    new ThresholdPricing.Step(
                            BigDecimal.valueOf(from), random.nextBoolean(), any(depth + 1)));
        }
        return new ThresholdPricing(new TreeSet<>(List.of(unit(), unit())), any(depth + 1), steps);
    }

    private PricingModel byAttribute(int depth) {
        List<AttributePricing.Choice> choices = new ArrayList<>();
        for (String size : List.of("small", "large")) {
            TreeMap<String, String> when = new TreeMap<>();
            when.put("size", size);
            if (random.nextBoolean()) {
                when.put("quality", "high \"é\"");
            }
            choices.add(new AttributePricing.Choice(when, any(depth + 1)));
        }
        return new AttributePricing(choices, random.nextBoolean() ? any(depth + 1) : null);
    }

    private LocalTime time() {
        return LocalTime.of(random.nextInt(24), 15 * random.nextInt(4));
    }

    private String unit() {
        return UNITS.get(random.nextInt(UNITS.size()));
    }

    private BigDecimal maybeZero() {
        return random.nextBoolean() ? BigDecimal.ZERO : number();
    }

    private BigDecimal above() {
        return number(9).add(BigDecimal.ONE);
    }

    private BigDecimal number() {
        return number(1 + random.nextInt(20));
    }

    /** As {@link DecimalText} reads it: without trailing zeros. */
    private BigDecimal number(int decimals) {
        BigDecimal number = BigDecimal.valueOf(random.nextInt(1_000_000), decimals);
        return Objects.requireNonNull(DecimalText.parse(number.toPlainString(), 9, 24));
    }

    private <T> T one(T[] values) {
        return values[random.nextInt(values.length)];
    }
}
