package dev.tare.core.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a card does to a book before it is in it. */
class NewPriceTest {
    private static final Instant JANUARY = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant MARCH = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant MAY = Instant.parse("2026-05-01T00:00:00Z");
    private static final Instant JULY = Instant.parse("2026-07-01T00:00:00Z");

    private static RateCard card(
            String id,
            String operation,
            String model,
            Instant from,
            PriceOrigin origin,
            String usd) {
        return new RateCard(
                id,
                "p",
                operation,
                model,
                new PerUnitPricing(Map.of("in", new BigDecimal(usd))),
                FailedCalls.UNKNOWN,
                from,
                null,
                "a page",
                origin);
    }

    private static RateCard until(RateCard card, Instant to) {
        return new RateCard(
                card.id(),
                card.provider(),
                card.operation(),
                card.model(),
                card.pricing(),
                card.failedCalls(),
                card.from(),
                to,
                card.source(),
                card.origin());
    }

    private static NewPrice of(RateCard card, RateCard... book) {
        return NewPrice.of(new PriceBook(List.of(book)), List.of(card)).getFirst();
    }

    @Test
    void aLaterPriceTakesThePlaceOfTheOneInForce() {
        RateCard old = card("old", "*", "m", JANUARY, PriceOrigin.OWN, "2");
        RateCard added = card("new", "*", "m", MARCH, PriceOrigin.OWN, "3");

        NewPrice price = of(added, old);

        assertThat(price.governsFrom()).isEqualTo(MARCH);
        assertThat(price.governsTo()).isNull();
        assertThat(price.before()).isEqualTo(old);
        assertThat(price.takesItsPlace()).isTrue();
        assertThat(price.stronger()).isNull();
        assertThat(price.closer()).isEmpty();
        assertThat(price.lines())
                .extracting(
                        PriceComparison.Line::what,
                        line -> String.valueOf(line.inForce()),
                        line -> String.valueOf(line.other()),
                        line -> String.valueOf(line.percent()))
                .containsExactly(tuple("in", "2", "3", "50.00"));
    }

    @Test
    void anEarlierOneHoldsUntilTheNextBegins() {
        RateCard later = card("later", "*", "m", MAY, PriceOrigin.OWN, "2");

        NewPrice price = of(card("new", "*", "m", MARCH, PriceOrigin.OWN, "2"), later);

        assertThat(price.governsFrom()).isEqualTo(MARCH);
        assertThat(price.governsTo()).isEqualTo(MAY);
        assertThat(price.next()).isEqualTo(later);
        assertThat(price.before()).isNull();
        assertThat(price.isNothingNew()).isFalse();
    }

    @Test
    void anOwnPriceNeverGovernsBesideANegotiatedOneAndIsComparedWithIt() {
        RateCard agreed = card("agreed", "*", "m", JANUARY, PriceOrigin.NEGOTIATED, "1");

        NewPrice price = of(card("new", "*", "m", MARCH, PriceOrigin.OWN, "2"), agreed);

        assertThat(price.governs()).isFalse();
        assertThat(price.governsTo()).isNull();
        assertThat(price.stronger()).isEqualTo(agreed);
        assertThat(price.before()).isEqualTo(agreed);
    }

    @Test
    void itGovernsFromTheEndOfAStrongerOne() {
        RateCard agreed =
                until(card("agreed", "*", "m", JANUARY, PriceOrigin.NEGOTIATED, "1"), MAY);
        RateCard added = until(card("new", "*", "m", MARCH, PriceOrigin.OWN, "2"), JULY);

        NewPrice price = of(added, agreed);

        assertThat(price.governsFrom()).isEqualTo(MAY);
        assertThat(price.governsTo()).isEqualTo(JULY);
        assertThat(price.stronger()).isEqualTo(agreed);
        assertThat(price.before()).isNull();
    }

    @Test
    void itGovernsAgainWhereTheOneThatTookOverEnds() {
        RateCard agreed = until(card("agreed", "*", "m", MARCH, PriceOrigin.NEGOTIATED, "1"), MAY);
        RateCard added = card("new", "*", "m", JANUARY, PriceOrigin.OWN, "2");

        NewPrice price = of(added, agreed);

        assertThat(price.governsFrom()).isEqualTo(JANUARY);
        assertThat(price.governsTo()).isEqualTo(MARCH);
        assertThat(price.next()).isEqualTo(agreed);
        assertThat(price.governsAgain()).isEqualTo(MAY);
        assertThat(of(until(added, MAY), agreed).governsAgain()).isNull();
        assertThat(of(added, card("own", "*", "m", MARCH, PriceOrigin.OWN, "1")).governsAgain())
                .isNull();
    }

    @Test
    void whatHasACloserPriceKeepsItAndAWiderOneIsWhatWasBefore() {
        RateCard wide = card("wide", "*", "*", JANUARY, PriceOrigin.IMPORTED, "9");
        RateCard close = card("close", "chat", "m", JANUARY, PriceOrigin.IMPORTED, "8");
        RateCard ended =
                until(card("ended", "chat", "n", JANUARY, PriceOrigin.NEGOTIATED, "8"), MARCH);

        NewPrice price =
                of(card("new", "chat", "*", MAY, PriceOrigin.OWN, "2"), wide, close, ended);

        assertThat(price.before()).isEqualTo(wide);
        assertThat(price.takesItsPlace()).isFalse();
        assertThat(price.closer()).containsExactly(close);
        RateCard model = card("model", "*", "m", MAY, PriceOrigin.OWN, "2");
        RateCard anyModel = card("any model", "chat", "*", JANUARY, PriceOrigin.OWN, "2");
        assertThat(of(model, anyModel, close, wide).closer())
                .containsExactlyInAnyOrder(anyModel, close);
    }

    @Test
    void aPriceForAnOperationTakesOverThoseByModelAlone() {
        RateCard big = card("big", "*", "big", JANUARY, PriceOrigin.NEGOTIATED, "9");
        RateCard later = card("later", "*", "later", JULY, PriceOrigin.OWN, "9");
        RateCard kept = card("kept", "*", "kept", JANUARY, PriceOrigin.OWN, "9");
        RateCard close = card("close", "chat", "kept", JANUARY, PriceOrigin.OWN, "9");
        RateCard ended = until(card("ended", "*", "old", JANUARY, PriceOrigin.OWN, "9"), MARCH);
        RateCard added = card("new", "chat", "*", MAY, PriceOrigin.OWN, "2");

        NewPrice price = of(added, big, later, kept, close, ended);

        assertThat(price.before()).isNull();
        assertThat(price.takesOver()).containsExactly(big, later);
        assertThat(price.closer()).containsExactly(close);
        assertThat(of(until(added, JULY), big, later).takesOver()).containsExactly(big);
        RateCard same = until(card("same", "chat", "*", JANUARY, PriceOrigin.OWN, "1"), JULY);
        assertThat(of(added, big, same).takesOver())
                .as("from where the other one, which had it, ends")
                .containsExactly(big);
        assertThat(of(until(added, JULY), big, same).takesOver()).isEmpty();
    }

    @Test
    void aWiderPriceTakesNothingOverAndACloserOneTheWider() {
        RateCard wide = card("wide", "*", "*", JANUARY, PriceOrigin.OWN, "9");
        RateCard chat = card("chat", "chat", "*", JANUARY, PriceOrigin.OWN, "9");

        assertThat(of(card("new", "chat", "m", MAY, PriceOrigin.OWN, "2"), wide, chat).takesOver())
                .containsExactly(chat);
        assertThat(of(card("new", "*", "m", MAY, PriceOrigin.OWN, "2"), wide, chat).takesOver())
                .containsExactly(wide);
        assertThat(of(card("new", "*", "*", MAY, PriceOrigin.OWN, "2"), chat).takesOver())
                .isEmpty();
    }

    @Test
    void itTakesOverWhatWouldBeChargedOtherwise() {
        long seed = 20_261_127;
        Random random = new Random(seed);
        List<String> names = List.of("*", "a", "b");
        for (int round = 0; round < 500; round++) {
            List<RateCard> cards = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Instant from = JANUARY.plus(Duration.ofDays(random.nextInt(9)));
                String operation = names.get(random.nextInt(3));
                String model = names.get(random.nextInt(3));
                RateCard card = card("c" + i, operation, model, from, PriceOrigin.OWN, "1");
                cards.add(until(card, from.plus(Duration.ofDays(1 + random.nextInt(9)))));
            }
            RateCard added = cards.removeLast();
            PriceBook book = new PriceBook(cards);
            assertThat(NewPrice.of(book, List.of(added)).getFirst().takesOver())
                    .as("seed %d, round %d: %s into %s", seed, round, added, cards)
                    .containsExactlyInAnyOrderElementsOf(losing(book, added));
        }
    }

    /** Asks both books about each call at each day. */
    private static Set<RateCard> losing(PriceBook book, RateCard added) {
        PriceBook after = book.with(List.of(added));
        Set<RateCard> losing = new HashSet<>();
        for (int day = 0; day < 20; day++) {
            Instant time = JANUARY.plus(Duration.ofDays(day));
            for (String operation : List.of("a", "b", "other")) {
                for (String model : List.of("a", "b", "other")) {
                    RateCard so = book.find("p", operation, model, time);
                    boolean charges = added.equals(after.find("p", operation, model, time));
                    boolean alike =
                            so != null
                                    && so.operation().equals(added.operation())
                                    && so.model().equals(added.model());
                    if (so != null && charges && !alike) {
                        losing.add(so);
                    }
                }
            }
        }
        return losing;
    }

    @Test
    void itSaysOfEveryMomentWhatTheBookWillSay() {
        long seed = 20_261_126;
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            List<RateCard> cards = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                Instant from = JANUARY.plus(Duration.ofDays(random.nextInt(20)));
                PriceOrigin origin = List.of(PriceOrigin.values()).get(random.nextInt(3));
                RateCard card = card("c" + i, "*", "m", from, origin, "1");
                boolean ends = random.nextBoolean();
                cards.add(
                        ends
                                ? until(card, from.plus(Duration.ofDays(1 + random.nextInt(9))))
                                : card);
            }
            RateCard added = cards.removeLast();
            PriceBook book = new PriceBook(cards);
            NewPrice price = NewPrice.of(book, List.of(added)).getFirst();
            PriceBook after = book.with(List.of(added));
            for (int day = 0; day < 40; day++) {
                Instant time = JANUARY.plus(Duration.ofDays(day));
                boolean charges = added.equals(after.inForce(added, time));
                Instant from = price.governsFrom();
                Instant to = price.governsTo();
                boolean told =
                        from != null && !time.isBefore(from) && (to == null || time.isBefore(to));
                Instant again = price.governsAgain();
                if (time.equals(again)) {
                    assertThat(charges).as("seed %d, round %d", seed, round).isTrue();
                } else if (told || again == null || time.isBefore(again)) {
                    assertThat(charges)
                            .as("seed %d, round %d, %s", seed, round, time)
                            .isEqualTo(told);
                }
            }
        }
    }
}
