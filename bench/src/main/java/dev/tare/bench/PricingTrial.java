package dev.tare.bench;

import dev.tare.core.event.EventStatus;
import dev.tare.core.event.Quantities;
import dev.tare.core.event.UsageEvent;
import dev.tare.core.pricing.AttributePricing;
import dev.tare.core.pricing.Cost;
import dev.tare.core.pricing.FailedCalls;
import dev.tare.core.pricing.PerUnitPricing;
import dev.tare.core.pricing.PriceBook;
import dev.tare.core.pricing.PriceOrigin;
import dev.tare.core.pricing.PricingModel;
import dev.tare.core.pricing.RateCard;
import dev.tare.core.pricing.ThresholdPricing;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How many events one thread prices in a second of its processor time with a large book: 3,000
 * models whose price changes every quarter for five years, one in four with a step for long
 * prompts, one in four with service tiers. And what such a book takes in memory.
 */
public final class PricingTrial {
    /** The thread's own time: what else the machine does meanwhile isn't in it. */
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

    private static final int MODELS = 3_000;
    private static final int QUARTERS = 20;
    private static final int EVENTS = 100_000;
    private static final LocalDate BEGIN = LocalDate.of(2021, 1, 1);
    private static final long DAYS = QUARTERS * 90L;

    private PricingTrial() {}

    /** Arguments: rounds (default 8), seed (default 1). */
    public static void main(String[] args) {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 8;
        Random random = new Random(args.length > 1 ? Long.parseLong(args[1]) : 1);
        List<UsageEvent> events = events(random);
        long before = usedKb();
        List<RateCard> cards = cards(random);
        PriceBook book = new PriceBook(cards);
        int count = cards.size();
        System.out.printf(
                Locale.ROOT,
                "%d cores, Java %s, %,d cards, %,d kB%n",
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                count,
                usedKb() - before);
        for (int round = 1; round <= rounds; round++) {
            long start = CPU.getCurrentThreadCpuTime();
            long priced = 0;
            for (int pass = 0; pass < 10; pass++) {
                for (UsageEvent event : events) {
                    Instant time = event.time() == null ? Instant.EPOCH : event.time();
                    priced += book.cost(event, time) instanceof Cost.Priced ? 1 : 0;
                }
            }
            double seconds = (CPU.getCurrentThreadCpuTime() - start) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "round %d: %,.0f events a second of processor time, %,d of %,d priced%n",
                    round,
                    10 * EVENTS / seconds,
                    priced,
                    10L * EVENTS);
        }
    }

    private static long usedKb() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) / 1_024;
    }

    private static List<RateCard> cards(Random random) {
        List<RateCard> cards = new ArrayList<>();
        for (int model = 0; model < MODELS; model++) {
            for (int quarter = 0; quarter < QUARTERS; quarter++) {
                LocalDate day = BEGIN.plusDays(90L * quarter);
                cards.add(
                        new RateCard(
                                "card " + model + " " + day,
                                "provider-" + model % 40,
                                RateCard.ANY,
                                "model-" + model,
                                pricing(random, model),
                                FailedCalls.UNKNOWN,
                                day.atStartOfDay(ZoneOffset.UTC).toInstant(),
                                null,
                                "a list of " + day,
                                PriceOrigin.IMPORTED));
            }
        }
        return cards;
    }

    private static PricingModel pricing(Random random, int model) {
        PricingModel standard = rates(random);
        if (model % 4 == 1) {
            return new ThresholdPricing(
                    new TreeSet<>(List.of("input_tokens", "cached_input_tokens")),
                    standard,
                    List.of(
                            new ThresholdPricing.Step(
                                    BigDecimal.valueOf(200_000), false, rates(random))));
        }
        if (model % 4 == 2) {
            List<AttributePricing.Choice> choices = new ArrayList<>();
            for (String tier : List.of("batch", "flex", "priority")) {
                choices.add(
                        new AttributePricing.Choice(
                                new TreeMap<>(Map.of("service_tier", tier)), rates(random)));
            }
            return new AttributePricing(choices, standard);
        }
        return standard;
    }

    private static PricingModel rates(Random random) {
        TreeMap<String, BigDecimal> rates = new TreeMap<>();
        for (String unit : List.of("input_tokens", "cached_input_tokens", "output_tokens")) {
            rates.put(unit, BigDecimal.valueOf(1 + random.nextInt(9_999), 9));
        }
        return new PerUnitPricing(rates);
    }

    private static List<UsageEvent> events(Random random) {
        List<UsageEvent> events = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            int model = random.nextInt(MODELS);
            Quantities quantities =
                    new Quantities(
                            Map.of(
                                    "input_tokens", BigDecimal.valueOf(random.nextInt(250_000)),
                                    "cached_input_tokens",
                                            BigDecimal.valueOf(random.nextInt(9_000)),
                                    "output_tokens", BigDecimal.valueOf(random.nextInt(9_000))));
            Instant time =
                    BEGIN.plusDays(random.nextLong(DAYS)).atStartOfDay(ZoneOffset.UTC).toInstant();
            events.add(
                    new UsageEvent(
                            "e" + i,
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
                            false));
        }
        return events;
    }
}
