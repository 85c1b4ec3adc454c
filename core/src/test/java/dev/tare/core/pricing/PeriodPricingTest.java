package dev.tare.core.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** What is used over a month, charged by how far the month has come. */
class PeriodPricingTest {
    private static BigDecimal usd(String text) {
        return new BigDecimal(text);
    }

    private static PeriodPricing graduated(@Nullable String min, @Nullable String max) {
        return new PeriodPricing(
                new GraduatedPricing(
                        "images",
                        List.of(new Tier(usd("10"), usd("1")), new Tier(null, usd("0.5"))),
                        false),
                "images",
                ZoneOffset.UTC,
                min == null ? null : usd(min),
                max == null ? null : usd(max),
                null);
    }

    @Test
    void aUseIsChargedAtTheTierTheMonthHasReached() {
        assertThat(graduated(null, null).use(usd("0"), usd("4"))).isEqualByComparingTo("4");
        assertThat(graduated(null, null).use(usd("8"), usd("4"))).isEqualByComparingTo("3");
        assertThat(graduated(null, null).use(usd("12"), usd("4"))).isEqualByComparingTo("2");
    }

    @Test
    void volumeMayGiveBackWhatEarlierUsesCostMore() {
        var volume =
                new PeriodPricing(
                        new VolumePricing(
                                "images",
                                List.of(new Tier(usd("10"), usd("1")), new Tier(null, usd("0.5"))),
                                false),
                        "images",
                        ZoneOffset.UTC,
                        null,
                        null,
                        null);

        assertThat(volume.use(usd("10"), usd("1"))).isEqualByComparingTo("-4.5");
    }

    @Test
    void whatIsShortOfTheCommitmentIsAddedAtTheEnd() {
        assertThat(graduated("20", null).settlement(usd("12"), usd("11")))
                .isEqualByComparingTo("9");
        assertThat(graduated("20", null).settlement(usd("40"), usd("25")))
                .isEqualByComparingTo("0");
    }

    @Test
    void nothingIsChargedAboveTheLimit() {
        assertThat(graduated(null, "12").use(usd("13"), usd("10"))).isEqualByComparingTo("0.5");
        assertThat(graduated(null, "12").use(usd("30"), usd("10"))).isEqualByComparingTo("0");
    }

    /** The order of uses changes what each costs, never what they cost together. */
    @RepeatedTest(20)
    void usesTogetherCostWhatTheTableGivesForTheirTotal() {
        long seed = new SplittableRandom().nextLong();
        Random random = new Random(seed);
        List<BigDecimal> uses = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            uses.add(BigDecimal.valueOf(random.nextInt(5_000), 3));
        }
        PeriodPricing price = graduated(null, random.nextBoolean() ? "20" : null);

        BigDecimal one = charged(price, uses);
        Collections.shuffle(uses, random);
        BigDecimal other = charged(price, uses);

        BigDecimal total = uses.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(one).as("seed %d", seed).isEqualByComparingTo(other);
        assertThat(one).as("seed %d", seed).isEqualByComparingTo(price.upTo(total));
    }

    private static BigDecimal charged(PeriodPricing price, List<BigDecimal> uses) {
        BigDecimal before = BigDecimal.ZERO;
        BigDecimal charged = BigDecimal.ZERO;
        for (BigDecimal use : uses) {
            charged = charged.add(price.use(before, use));
            before = before.add(use);
        }
        return charged;
    }

    @Test
    void aPriceOfSomethingElseIsRefused() {
        var wrong =
                new PeriodPricing(
                        new PerUnitPricing(Map.of("images", usd("1"))),
                        "pixels",
                        ZoneOffset.UTC,
                        null,
                        null,
                        null);

        assertThatThrownBy(() -> wrong.upTo(usd("1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pixels");
    }
}
