package dev.tare.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.pricing.CreditTariff;
import dev.tare.core.pricing.FailedCalls;
import dev.tare.core.pricing.PerUnitPricing;
import dev.tare.core.pricing.Plan;
import dev.tare.core.pricing.PriceChange;
import dev.tare.core.pricing.RateCard;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PriceFileTest {
    private static final String CARD =
            """
            source: "a list, read 2026-01-01"
            rate_cards:
              - id: one
                provider: acme
                from: 2026-01-01
                rates: { images: %s }
            """;

    @Test
    void readsEveryField() {
        PriceChange change =
                prices(
                        """
                        source: "the list, read 2026-03-09"
                        rate_cards:
                          - id: openai-gpt-4o-2024-10-02
                            provider: openai
                            operation: chat
                            model: gpt-4o
                            from: 2024-10-02
                            to: 2025-01-01T12:00:00+01:00
                            failed_calls: not_billed
                            default_unit: calls
                            rates:
                              input_tokens: { usd: "2.50", per: 1000000 }
                              cached_input_tokens: { usd: 1.25, per: 1e6 }
                              calls: 0.08
                            source: its own
                        plans:
                          - { id: basic, name: Basic, kind: subscription, price: "9.99",
                              credits: 20, from: 2024-01-01 }
                        credits:
                          - { operation: upscale, credits: 1, from: 2024-01-01 }
                        """);
        assertThat(change.rateCards())
                .containsExactly(
                        new RateCard(
                                "openai-gpt-4o-2024-10-02",
                                "openai",
                                "chat",
                                "gpt-4o",
                                new PerUnitPricing(
                                        new TreeMap<>(
                                                java.util.Map.of(
                                                        "input_tokens",
                                                        new BigDecimal("0.0000025"),
                                                        "cached_input_tokens",
                                                        new BigDecimal("0.00000125"),
                                                        "calls",
                                                        new BigDecimal("0.08"))),
                                        "calls"),
                                FailedCalls.NOT_BILLED,
                                Instant.parse("2024-10-02T00:00:00Z"),
                                Instant.parse("2025-01-01T11:00:00Z"),
                                "its own"));
        assertThat(change.plans())
                .containsExactly(
                        new Plan(
                                "basic",
                                "Basic",
                                Plan.Kind.SUBSCRIPTION,
                                new BigDecimal("9.99"),
                                new BigDecimal("20"),
                                Instant.parse("2024-01-01T00:00:00Z"),
                                null,
                                "the list, read 2026-03-09"));
        assertThat(change.tariffs())
                .containsExactly(
                        new CreditTariff(
                                "upscale",
                                BigDecimal.ONE,
                                Instant.parse("2024-01-01T00:00:00Z"),
                                null,
                                "the list, read 2026-03-09"));
    }

    @Test
    void whatIsLeftOutTakesTheStatedDefault() {
        RateCard card = prices(CARD.formatted("0.08")).rateCards().getFirst();
        assertThat(card.operation()).isEqualTo("*");
        assertThat(card.model()).isEqualTo("*");
        assertThat(card.failedCalls()).isEqualTo(FailedCalls.UNKNOWN);
        assertThat(card.to()).isNull();
    }

    @Test
    void jsonOfTheSameShapeIsReadAlike() {
        String json =
                """
                {"source": "a list, read 2026-01-01",
                \t"rate_cards": [{"id": "one", "provider": "acme", "from": "2026-01-01",
                \t\t"rates": {"images": 0.1000000000000000055511}}]}
                """;
        assertThat(prices(json)).isEqualTo(prices(CARD.formatted("0.1000000000000000055511")));
    }

    @Test
    void numbersStayExactWithAndWithoutQuotes() {
        String finest = "0.00000000000000000000123";
        assertThat(rate(finest)).isEqualTo(new BigDecimal(finest));
        assertThat(rate('"' + finest + '"')).isEqualTo(new BigDecimal(finest));
        assertThat(rate("{ usd: 0.3, per: 1000 }")).isEqualTo(new BigDecimal("0.0003"));
        assertThat(rate("{ usd: 1, per: 0.5 }")).isEqualTo(new BigDecimal("2"));
    }

    @Test
    void aRateWithoutExactDecimalIsRefused() {
        assertThat(codes(CARD.formatted("{ usd: 1, per: 3 }"))).containsExactly("inexact_rate");
        assertThat(codes(CARD.formatted("{ usd: 1, per: 0 }"))).containsExactly("inexact_rate");
        assertThat(codes(CARD.formatted("{ usd: 1e-20, per: 1000000 }")))
                .containsExactly("inexact_rate");
    }

    @Test
    void absurdNumbersAreRefusedAtOnce() {
        long start = System.nanoTime();
        for (String absurd : List.of("1e10000000", "-1e10000000", "1e-10000000", "NaN", ".inf")) {
            assertThat(codes(CARD.formatted(absurd))).containsExactly("invalid_number");
            assertThat(codes(CARD.formatted("{ usd: 1, per: " + absurd + " }")))
                    .containsExactly("invalid_number");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        assertThat(codes(CARD.formatted("-0.01"))).containsExactly("invalid_number");
    }

    @Test
    void everyFaultIsToldAtOnceWithItsPlaceAndMend() {
        String file =
                """
                rate_cards:
                  - id: twice
                    provider: acme
                    from: yesterday
                    fom: 2026-01-01
                    rates: { Images: "0.08" }
                  - id: twice
                    from: 2026-01-01
                    to: 2025-01-01
                    source: s
                    default_unit: calls
                    failed_calls: maybe
                    rates: { images: free }
                plans:
                  - { id: unknown, kind: free, price: 3, credits: 1, from: 2026-01-01, source: s }
                credits: none
                """;
        PriceFile.Bad bad = (PriceFile.Bad) PriceFile.parse(file);
        assertThat(bad.problems())
                .extracting(p -> p.path() + " " + p.code())
                .containsExactlyInAnyOrder(
                        "rate_cards[0].fom unknown_key",
                        "rate_cards[0].from invalid_time",
                        "rate_cards[0].source missing_key",
                        "rate_cards[0].rates.Images invalid_unit",
                        "rate_cards[1].id duplicate_id",
                        "rate_cards[1].provider missing_key",
                        "rate_cards[1].to empty_period",
                        "rate_cards[1].failed_calls invalid_choice",
                        "rate_cards[1].default_unit unknown_unit",
                        "rate_cards[1].rates.images invalid_number",
                        "plans[0].id reserved_id",
                        "plans[0].price invalid_price",
                        "credits invalid_type");
        assertThat(bad.problems())
                .filteredOn(p -> p.code().equals("invalid_time"))
                .extracting(PriceFile.Problem::message)
                .containsExactly(
                        "Line 4: \"from\" can't be \"yesterday\"; write a date such as 2026-01-31"
                                + " (midnight UTC) or an instant such as 2026-01-31T12:00:00Z, from"
                                + " 1970 on.");
    }

    @Test
    void whatIsNoPriceFileIsRefusedByName() {
        assertThat(codes("rate_cards: [")).containsExactly("malformed_file");
        assertThat(codes("operation: *")).containsExactly("malformed_file");
        assertThat(codes("a: 1\na: 2")).containsExactly("duplicate_key");
        assertThat(codes("")).containsExactly("invalid_type");
        assertThat(codes("just text")).containsExactly("invalid_type");
        assertThat(codes("plans: []\n---\nplans: []")).containsExactly("malformed_file");
        assertThat(codes("{\"plans\": " + "[".repeat(5_000))).containsExactly("malformed_file");
        assertThat(codes("plans: &a [*a, *a]")).isNotEmpty();
    }

    @Test
    void whatIsWrittenReadsBackEqual() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            PriceChange change = randomChange(random);
            assertThat(prices(PriceFile.write(change))).as("seed %d", seed).isEqualTo(change);
        }
        assertThat(prices(PriceFile.write(PriceChange.NONE))).isEqualTo(PriceChange.NONE);
    }

    private static PriceChange randomChange(Random random) {
        List<RateCard> cards = new ArrayList<>();
        List<Plan> plans = new ArrayList<>();
        List<CreditTariff> tariffs = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            TreeMap<String, BigDecimal> rates = new TreeMap<>();
            rates.put("images", number(random, 9, 24));
            rates.put("input_tokens", number(random, 1, 24));
            Instant from = time(random);
            cards.add(
                    new RateCard(
                            i + text(random),
                            text(random),
                            random.nextBoolean() ? RateCard.ANY : text(random),
                            text(random),
                            new PerUnitPricing(rates, random.nextBoolean() ? "images" : null),
                            random.nextBoolean() ? FailedCalls.BILLED : FailedCalls.UNKNOWN,
                            from,
                            random.nextBoolean() ? from.plusSeconds(1) : null,
                            text(random)));
            plans.add(
                    new Plan(
                            text(random),
                            text(random),
                            Plan.Kind.SUBSCRIPTION,
                            number(random, 9, 9),
                            number(random, 9, 9),
                            from,
                            null,
                            text(random)));
            tariffs.add(
                    new CreditTariff(text(random), number(random, 9, 9), from, null, text(random)));
        }
        return new PriceChange(cards, plans, tariffs);
    }

    private static BigDecimal number(Random random, int integerDigits, int decimals) {
        String text =
                Long.toString(random.nextLong((long) Math.pow(10, integerDigits)))
                        + "."
                        + Long.toString(random.nextLong(Long.MAX_VALUE))
                                .repeat(2)
                                .substring(0, random.nextInt(1, decimals + 1));
        BigDecimal stripped = new BigDecimal(text).stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    /** Texts that YAML would read as something else if they stood bare. */
    private static String text(Random random) {
        String[] odd = {
            "null", "~", "true", "1e5", "2024-01-01", "*", "&a", "a: b", "# c", "'", "\"q\"", "a\\b"
        };
        return odd[random.nextInt(odd.length)] + "é漢😀" + odd[random.nextInt(odd.length)];
    }

    private static Instant time(Random random) {
        long seconds = random.nextLong(4_000_000_000L);
        return random.nextBoolean()
                ? Instant.ofEpochSecond(seconds - seconds % 86_400)
                : Instant.ofEpochSecond(seconds, random.nextInt(1_000_000) * 1_000L);
    }

    private static @Nullable BigDecimal rate(String yaml) {
        PerUnitPricing pricing =
                (PerUnitPricing) prices(CARD.formatted(yaml)).rateCards().getFirst().pricing();
        return pricing.rates().get("images");
    }

    private static PriceChange prices(String text) {
        PriceFile.Parsed parsed = PriceFile.parse(text);
        assertThat(parsed).isInstanceOf(PriceFile.Prices.class);
        return ((PriceFile.Prices) parsed).change();
    }

    private static List<String> codes(String text) {
        PriceFile.Parsed parsed = PriceFile.parse(text);
        assertThat(parsed).as(text).isInstanceOf(PriceFile.Bad.class);
        return ((PriceFile.Bad) parsed)
                .problems().stream().map(PriceFile.Problem::code).distinct().toList();
    }
}
