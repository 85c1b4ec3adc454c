package dev.tare.core.pricing;

import static dev.tare.core.pricing.Pricing.T;
import static dev.tare.core.pricing.Pricing.card;
import static dev.tare.core.pricing.Pricing.event;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.event.EventStatus;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PriceBookTest {
    private static final Instant CHANGE = T.plusSeconds(1_000);
    private static final Map<String, String> ONE_IMAGE = Map.of("images", "1");

    @Test
    void an_event_takes_the_price_in_force_at_its_time_to_the_microsecond() {
        PriceBook book =
                new PriceBook(
                        List.of(
                                card("old", "upscale", "*", T, "images", "0.08"),
                                card("new", "upscale", "*", CHANGE, "images", "0.09")));
        assertThat(id(book, T.minusNanos(1_000))).isNull();
        assertThat(id(book, T)).isEqualTo("old");
        assertThat(id(book, CHANGE.minusNanos(1_000))).isEqualTo("old");
        assertThat(id(book, CHANGE)).isEqualTo("new");
        assertThat(id(book, CHANGE.plusSeconds(1_000_000))).isEqualTo("new");
    }

    private static @Nullable String id(PriceBook book, Instant time) {
        return id(book, "p", "upscale", null, time);
    }

    private static @Nullable String id(
            PriceBook book,
            String provider,
            String operation,
            @Nullable String model,
            Instant time) {
        RateCard card = book.find(provider, operation, model, time);
        return card == null ? null : card.id();
    }

    @Test
    void among_equal_starts_the_card_entered_last_wins() {
        PriceBook book =
                new PriceBook(List.of(card("first", "upscale", "*", T, "images", "1")))
                        .with(List.of(card("second", "upscale", "*", T, "images", "2")));
        assertThat(id(book, T)).isEqualTo("second");
    }

    @Test
    void the_closest_card_wins_and_a_card_not_yet_in_force_does_not_hide_a_wider_one() {
        PriceBook book =
                new PriceBook(
                        List.of(
                                card("any", "*", "*", T, "images", "1"),
                                card("any-m", "*", "m", T, "images", "2"),
                                card("o-any", "o", "*", T, "images", "3"),
                                card("o-m", "o", "m", CHANGE, "images", "4")));
        assertThat(id(book, "p", "o", "m", CHANGE)).isEqualTo("o-m");
        assertThat(id(book, "p", "o", "m", T)).isEqualTo("o-any");
        assertThat(id(book, "p", "x", "m", T)).isEqualTo("any-m");
        assertThat(id(book, "p", "x", "y", T)).isEqualTo("any");
        assertThat(book.find("q", "o", "m", T)).isNull();
    }

    @Test
    void a_missing_price_is_unpriced_never_zero() {
        PriceBook book = new PriceBook(List.of());
        Cost cost = book.cost(event("upscale", null, ONE_IMAGE), T);
        assertThat(cost).isEqualTo(new Cost.Unpriced(Cost.Reason.NO_RATE_CARD, null));
        assertThat(cost.amount()).isNull();
    }

    @Test
    void a_quantity_without_a_rate_makes_the_event_unpriced_unless_it_is_zero() {
        PriceBook book =
                new PriceBook(List.of(card("c", "chat", "*", T, "input_tokens", "0.000001")));
        Cost unknown =
                book.cost(event("chat", null, Map.of("input_tokens", "5", "audio_tokens", "1")), T);
        assertThat(unknown)
                .isEqualTo(new Cost.Unpriced(Cost.Reason.NO_RATE_FOR_UNIT, "audio_tokens"));
        Cost none =
                book.cost(event("chat", null, Map.of("input_tokens", "5", "audio_tokens", "0")), T);
        assertThat(none.amount()).isEqualByComparingTo("0.000005");
    }

    @Test
    void calls_need_no_rate_beside_other_units_but_alone_they_do() {
        PriceBook book = new PriceBook(List.of(card("c", "o", "*", T, "images", "0.08")));
        assertThat(book.cost(event("o", null, Map.of("calls", "1", "images", "2")), T).amount())
                .isEqualByComparingTo("0.16");
        assertThat(book.cost(event("o", null, Map.of("calls", "1")), T).amount()).isNull();
    }

    @Test
    void calls_alone_count_in_the_cards_default_unit() {
        RateCard card = card("c", "o", "*", T, FailedCalls.BILLED, "images", "images", "0.08");
        PriceBook book = new PriceBook(List.of(card));
        assertThat(book.cost(event("o", null, Map.of()), T).amount()).isEqualByComparingTo("0.08");
        assertThat(book.cost(event("o", null, Map.of("calls", "1", "images", "1")), T).amount())
                .isEqualByComparingTo("0.08");
    }

    @Test
    void a_failed_call_follows_its_cards_rule_and_is_never_assumed_free() {
        for (FailedCalls rule : FailedCalls.values()) {
            RateCard card = card("c", "o", "*", T, rule, null, "images", "0.08");
            Cost cost =
                    new PriceBook(List.of(card))
                            .cost(event("o", null, ONE_IMAGE, EventStatus.FAILED, null, null), T);
            switch (rule) {
                case BILLED -> assertThat(cost.amount()).isEqualByComparingTo("0.08");
                case NOT_BILLED -> assertThat(cost.amount()).isEqualByComparingTo("0");
                case UNKNOWN -> assertThat(cost.amount()).isNull();
            }
        }
    }

    @Test
    void a_cost_too_large_to_store_is_unpriced_by_name() {
        PriceBook book = new PriceBook(List.of(card("c", "o", "*", T, "images", "1000000000")));
        assertThat(book.cost(event("o", null, ONE_IMAGE), T))
                .isEqualTo(new Cost.Unpriced(Cost.Reason.AMOUNT_TOO_LARGE, "c"));
    }

    @Test
    void every_cost_agrees_with_a_slow_and_obvious_second_computation() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<RateCard> cards = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            cards.add(
                    card(
                            "c" + i,
                            random.nextInt(3) == 0 ? "*" : "o" + random.nextInt(4),
                            random.nextInt(3) == 0 ? "*" : "m" + random.nextInt(4),
                            T.plusSeconds(random.nextInt(100)),
                            random.nextBoolean() ? FailedCalls.BILLED : FailedCalls.UNKNOWN,
                            null,
                            "a",
                            "0." + random.nextInt(1, 1_000_000_000),
                            "b",
                            "0.00000" + random.nextLong(1, 1_000_000_000_000_000_000L)));
        }
        PriceBook book = new PriceBook(cards);
        for (int i = 0; i < 20_000; i++) {
            String operation = "o" + random.nextInt(5);
            String model = random.nextBoolean() ? null : "m" + random.nextInt(5);
            Map<String, String> used =
                    Map.of("a", "" + random.nextInt(9), "b", random.nextInt(1_000_000) + ".125");
            Instant time = T.plusSeconds(random.nextInt(-5, 110));
            BigDecimal slow = slowly(cards, operation, model, used, time);
            BigDecimal fast = book.cost(event(operation, model, used), time).amount();
            if (slow == null) {
                assertThat(fast).as("seed %d, event %d", seed, i).isNull();
            } else {
                assertThat(fast).as("seed %d, event %d", seed, i).isEqualByComparingTo(slow);
            }
        }
    }

    private static @Nullable BigDecimal slowly(
            List<RateCard> cards,
            String operation,
            @Nullable String model,
            Map<String, String> used,
            Instant time) {
        RateCard best = null;
        int bestRank = -1;
        for (RateCard card : cards) {
            boolean operationFits =
                    card.operation().equals("*") || card.operation().equals(operation);
            boolean modelFits = card.model().equals("*") || card.model().equals(model);
            if (!operationFits || !modelFits || card.from().isAfter(time)) {
                continue;
            }
            int rank = (card.operation().equals("*") ? 0 : 2) + (card.model().equals("*") ? 0 : 1);
            boolean later = best == null || !card.from().isBefore(best.from());
            if (rank > bestRank || (rank == bestRank && later)) {
                best = card;
                bestRank = rank;
            }
        }
        if (best == null) {
            return null;
        }
        BigDecimal sum = BigDecimal.ZERO;
        for (String unit : used.keySet()) {
            BigDecimal rate = ((PerUnitPricing) best.pricing()).rates().get(unit);
            sum = sum.add(requireNonNull(rate).multiply(new BigDecimal(used.get(unit))));
        }
        return sum.setScale(9, java.math.RoundingMode.HALF_EVEN);
    }
}
