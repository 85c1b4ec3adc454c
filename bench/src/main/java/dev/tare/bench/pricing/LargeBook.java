package dev.tare.bench.pricing;

import dev.tare.core.event.EventStatus;
import dev.tare.core.event.Quantities;
import dev.tare.core.event.UsageEvent;
import dev.tare.core.pricing.AttributePricing;
import dev.tare.core.pricing.FailedCalls;
import dev.tare.core.pricing.PerUnitPricing;
import dev.tare.core.pricing.PriceOrigin;
import dev.tare.core.pricing.PricingModel;
import dev.tare.core.pricing.RateCard;
import dev.tare.core.pricing.ThresholdPricing;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A large price book and calls for it: 3,000 models whose price changes every quarter for five
 * years, one in four with a step for long prompts, one in four with service tiers.
 */
final class LargeBook {
    private static final int MODELS = 3_000;
    private static final int QUARTERS = 20;
    private static final int DAYS_PER_QUARTER = 90;
    private static final LocalDate BEGIN = LocalDate.of(2021, 1, 1);

    private final Random random;

    LargeBook(long seed) {
        random = new Random(seed);
    }

    List<RateCard> cards() {
        List<RateCard> cards = new ArrayList<>();
        for (int model = 0; model < MODELS; model++) {
            for (int quarter = 0; quarter < QUARTERS; quarter++) {
                LocalDate day = BEGIN.plusDays((long) DAYS_PER_QUARTER * quarter);
                cards.add(
                        new RateCard(
                                "card " + model + " " + day,
                                "provider-" + model % 40,
                                RateCard.ANY,
                                "model-" + model,
                                pricing(model),
                                FailedCalls.UNKNOWN,
                                day.atStartOfDay(ZoneOffset.UTC).toInstant(),
                                null,
                                "a list of " + day,
                                PriceOrigin.IMPORTED));
            }
        }
        return cards;
    }

    private PricingModel pricing(int model) {
        PricingModel standard = rates();
        if (model % 4 == 1) {
            return new ThresholdPricing(
                    new TreeSet<>(List.of("input_tokens", "cached_input_tokens")),
                    standard,
                    List.of(
                            new ThresholdPricing.Step(
                                    BigDecimal.valueOf(200_000), false, rates())));
        }
        if (model % 4 == 2) {
            List<AttributePricing.Choice> choices = new ArrayList<>();
            for (String tier : List.of("batch", "flex", "priority")) {
                choices.add(
                        new AttributePricing.Choice(
                                new TreeMap<>(Map.of("service_tier", tier)), rates()));
            }
            return new AttributePricing(choices, standard);
        }
        return standard;
    }

    private PricingModel rates() {
        TreeMap<String, BigDecimal> rates = new TreeMap<>();
        for (String unit : List.of("input_tokens", "cached_input_tokens", "output_tokens")) {
            rates.put(unit, BigDecimal.valueOf(1 + random.nextInt(9_999), 9));
        }
        return new PerUnitPricing(rates);
    }

    /** Calls of any model at any time: hardly a look-up finds its card near at hand. */
    UsageEvent[] anywhere(int count) {
        UsageEvent[] events = new UsageEvent[count];
        for (int i = 0; i < count; i++) {
            long day = random.nextLong((long) DAYS_PER_QUARTER * QUARTERS);
            events[i] = event(i, random.nextInt(MODELS), day);
        }
        return events;
    }

    /**
     * Calls as a company makes them: of the last day, half of them of the first model, a quarter of
     * the second and so on, to the tenth; one in a hundred of any.
     */
    UsageEvent[] asTheyCome(int count) {
        UsageEvent[] events = new UsageEvent[count];
        for (int i = 0; i < count; i++) {
            int rank = Integer.numberOfTrailingZeros(random.nextInt() | 1 << 9);
            int model = random.nextInt(100) == 0 ? random.nextInt(MODELS) : rank;
            events[i] = event(i, model, (long) DAYS_PER_QUARTER * QUARTERS - 1);
        }
        return events;
    }

    private UsageEvent event(int number, int model, long day) {
        Quantities quantities =
                new Quantities(
                        Map.of(
                                "input_tokens", BigDecimal.valueOf(random.nextInt(250_000)),
                                "cached_input_tokens", BigDecimal.valueOf(random.nextInt(9_000)),
                                "output_tokens", BigDecimal.valueOf(random.nextInt(9_000))));
        Instant time = BEGIN.plusDays(day).atStartOfDay(ZoneOffset.UTC).toInstant();
        return new UsageEvent(
                "e" + number,
                time.plusSeconds(random.nextInt(86_400)),
                "user",
                "provider-" + model % 40,
                "chat",
                "model-" + model,
                quantities,
                EventStatus.SUCCESS,
                null,
                null,
                null,
                null,
                null,
                null,
                model % 8 == 2 ? "{\"service_tier\":\"flex\"}" : null,
                false);
    }
}
