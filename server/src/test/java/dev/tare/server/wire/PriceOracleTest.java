package dev.tare.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.event.EventStatus;
import dev.tare.core.event.Quantities;
import dev.tare.core.event.UsageEvent;
import dev.tare.core.pricing.Cost;
import dev.tare.core.pricing.FailedCalls;
import dev.tare.core.pricing.PriceBook;
import dev.tare.core.pricing.PriceOrigin;
import dev.tare.core.pricing.RateCard;
import dev.tare.testkit.RandomPricing;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import tools.jackson.databind.json.JsonMapper;

/** Random books and events: each cost, and their sum, as worked out a second, slow way. */
final class PriceOracleTest {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final long SPAN = 40_000_000;
    private static final int CARDS = 40;
    private static final int EVENTS = 200;
    private static final List<FailedCalls> RULES = List.of(FailedCalls.values());
    private static final List<PriceOrigin> ORIGINS = List.of(PriceOrigin.values());

    @RepeatedTest(20)
    void everyCostAndTheirSumAreWhatTheSlowWaySays() {
        long seed = new SplittableRandom().nextLong();
        SplittableRandom random = new SplittableRandom(seed);
        RandomPricing prices = new RandomPricing(random);
        List<RateCard> cards = new ArrayList<>();
        for (int i = 0; i < CARDS; i++) {
            cards.add(card(i, prices, random));
        }
        PriceBook book = new PriceBook(cards);
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal slowSum = BigDecimal.ZERO;
        int priced = 0;
        for (int i = 0; i < EVENTS; i++) {
            Map<String, String> told = new HashMap<>();
            UsageEvent event = event(random, told);
            Instant time = BEGIN.plusSeconds(random.nextLong(SPAN));
            BigDecimal soFar = BigDecimal.valueOf(random.nextInt(80));
            BigDecimal slow = slowly(cards, event, told, time, soFar);
            BigDecimal fast = fast(book, event, time, soFar);

            assertThat(fast == null)
                    .as("seed %d, event %d: unpriced (the slow way says %s)", seed, i, slow)
                    .isEqualTo(slow == null);
            if (fast != null && slow != null) {
                assertThat(fast).as("seed %d, event %d", seed, i).isEqualByComparingTo(slow);
                sum = sum.add(fast);
                slowSum = slowSum.add(slow);
                priced++;
            }
        }
        assertThat(sum).as("seed %d", seed).isEqualByComparingTo(slowSum);
        assertThat(priced).as("seed %d", seed).isPositive();
    }

    private static @Nullable BigDecimal fast(
            PriceBook book, UsageEvent event, Instant time, BigDecimal soFar) {
        RateCard card = book.find(event.provider(), event.operation(), event.model(), time);
        return card != null && PriceBook.cost(event, card, time, soFar) instanceof Cost.Priced cost
                ? cost.exact()
                : null;
    }

    /** Every card is looked at; the best so far is kept. */
    static @Nullable BigDecimal slowly(
            List<RateCard> cards,
            UsageEvent event,
            Map<String, String> told,
            Instant time,
            BigDecimal soFar) {
        RateCard best = null;
        for (RateCard card : cards) {
            boolean fits =
                    card.provider().equals(event.provider())
                            && (card.operation().equals("*")
                                    || card.operation().equals(event.operation()))
                            && (card.model().equals("*") || card.model().equals(event.model()))
                            && !card.from().isAfter(time)
                            && (card.to() == null || card.to().isAfter(time));
            if (fits && (best == null || isBetter(card, best))) {
                best = card;
            }
        }
        if (best == null) {
            return null;
        }
        if (event.status() != EventStatus.SUCCESS && best.failedCalls() != FailedCalls.BILLED) {
            return best.failedCalls() == FailedCalls.UNKNOWN ? null : BigDecimal.ZERO;
        }
        return PriceOracle.cost(
                JsonMapper.shared().readTree(PricingText.write(best.pricing())),
                best.pricing().defaultUnit(),
                event.quantities().byUnit(),
                told,
                time,
                soFar);
    }

    private static boolean isBetter(RateCard card, RateCard best) {
        int closer = closeness(card) - closeness(best);
        if (closer != 0) {
            return closer > 0;
        }
        int origin = rank(card.origin()) - rank(best.origin());
        return origin != 0 ? origin > 0 : !card.from().isBefore(best.from());
    }

    private static int closeness(RateCard card) {
        return (card.operation().equals("*") ? 0 : 2) + (card.model().equals("*") ? 0 : 1);
    }

    private static int rank(PriceOrigin origin) {
        return switch (origin) {
            case IMPORTED -> 0;
            case OWN -> 1;
            case NEGOTIATED -> 2;
        };
    }

    static RateCard card(int number, RandomPricing prices, SplittableRandom random) {
        Instant from = BEGIN.plusSeconds(random.nextLong(SPAN) - SPAN / 2);
        return new RateCard(
                "card-" + number,
                "p" + random.nextInt(2),
                random.nextBoolean() ? "*" : "o" + random.nextInt(2),
                random.nextBoolean() ? "*" : "m" + random.nextInt(2),
                prices.any(),
                RULES.get(random.nextInt(RULES.size())),
                from,
                random.nextBoolean() ? null : from.plusSeconds(1 + random.nextLong(SPAN)),
                "test",
                ORIGINS.get(random.nextInt(ORIGINS.size())));
    }

    static UsageEvent event(SplittableRandom random, Map<String, String> told) {
        Map<String, BigDecimal> used = new HashMap<>();
        for (String unit : RandomPricing.UNITS) {
            if (random.nextInt(3) == 0) {
                used.put(unit, BigDecimal.valueOf(random.nextInt(120_000), random.nextInt(4)));
            }
        }
        if (random.nextBoolean()) {
            told.put("size", random.nextBoolean() ? "small" : "large");
        }
        String metadata =
                told.isEmpty() ? null : "{\"size\":\"" + told.get("size") + "\",\"other\":[1]}";
        return new UsageEvent(
                "e",
                null,
                "u",
                "p" + random.nextInt(2),
                "o" + random.nextInt(2),
                random.nextInt(3) == 0 ? null : "m" + random.nextInt(2),
                used.isEmpty() ? Quantities.ONE_CALL : new Quantities(used),
                random.nextInt(6) == 0 ? EventStatus.FAILED : EventStatus.SUCCESS,
                null,
                null,
                null,
                null,
                null,
                null,
                metadata,
                false);
    }
}
