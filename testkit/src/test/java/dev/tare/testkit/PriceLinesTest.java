package dev.tare.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.event.Attributes;
import dev.tare.core.event.Quantities;
import dev.tare.core.pricing.Calculation;
import dev.tare.core.pricing.Call;
import dev.tare.core.pricing.PriceComparison;
import dev.tare.core.pricing.PriceLines;
import dev.tare.core.pricing.PricingModel;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Whoever compares two prices by their lines sees all in which they differ. */
class PriceLinesTest {
    private static final long SEED = 20_261_126;
    private static final int PRICES = 60_000;
    private static final int CALLS = 60;
    private static final Instant DAY = Instant.parse("2026-03-01T00:00:00Z");

    /** Few different numbers and names, so that prices often are nearly alike. */
    private record Coarse(SplittableRandom random, int most) implements RandomGenerator {
        @Override
        public long nextLong() {
            return random.nextLong();
        }

        @Override
        public int nextInt(int bound) {
            boolean kinds = bound == 11 || (bound <= 6 && bound != 5);
            return random.nextInt(kinds ? bound : Math.min(bound, most));
        }
    }

    /** The same draws as another one's, but for one of them. */
    private static final class Slip implements RandomGenerator {
        private final SplittableRandom random;
        private final int at;
        private int drawn;

        Slip(long seed, int at) {
            this.random = new SplittableRandom(seed);
            this.at = at;
        }

        @Override
        public long nextLong() {
            long next = random.nextLong();
            return drawn++ == at ? Long.rotateRight(next, 7) : next;
        }
    }

    @Test
    void pricesWithTheSameLinesChargeAlike() {
        SplittableRandom random = new SplittableRandom(SEED);
        List<Call> calls = calls(random);
        Map<List<PriceLines.Entry>, PricingModel> byLines = new HashMap<>();
        Set<PricingModel> known = new HashSet<>();
        int alike = 0;
        for (int i = 0; i < PRICES; i++) {
            PricingModel price = new RandomPricing(new Coarse(random, 1 + random.nextInt(3))).any();
            if (!known.add(price)) {
                continue;
            }
            PricingModel other = byLines.putIfAbsent(sorted(price), price);
            if (other != null) {
                alike++;
                assertSame(other, price, calls);
            }
        }
        assertThat(alike).as("other prices with the same lines").isPositive();
        assertThat(byLines).as("prices with other lines").hasSizeGreaterThan(PRICES / 10);
    }

    @Test
    void oneTermThatIsAnotherIsAnotherLine() {
        SplittableRandom random = new SplittableRandom(SEED);
        List<Call> calls = calls(random);
        int differing = 0;
        for (int i = 0; i < PRICES / 10; i++) {
            long seed = random.nextLong();
            PricingModel price = new RandomPricing(new Slip(seed, -1)).any();
            PricingModel other = new RandomPricing(new Slip(seed, random.nextInt(40))).any();
            if (PriceLines.beside(price, other).stream().noneMatch(PriceComparison.Line::differs)) {
                assertSame(price, other, calls);
            } else {
                differing++;
            }
        }
        assertThat(differing).isGreaterThan(PRICES / 100);
    }

    /** Their order says nothing: whoever compares goes by their names. */
    private static List<PriceLines.Entry> sorted(PricingModel price) {
        return PriceLines.of(price).stream()
                .map(line ->
                        line.amount() == null
                                ? line
                                : new PriceLines.Entry(
                                        line.what(), line.amount().stripTrailingZeros(), null))
                .sorted(Comparator.comparing(PriceLines.Entry::what))
                .toList();
    }

    private static void assertSame(PricingModel one, PricingModel other, List<Call> calls) {
        for (Call call : calls) {
            assertThat(outcome(one.price(call)))
                    .as("seed %s, %s: %s and %s", SEED, call, one, other)
                    .isEqualTo(outcome(other.price(call)));
        }
    }

    private static String outcome(Calculation calculation) {
        return switch (calculation) {
            case Calculation.Amount amount -> plain(amount.exact());
            case Calculation.NoRate none -> none.units() + plain(none.known().exact());
            case Calculation.NoChoice _ -> "no choice";
        };
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    private static List<Call> calls(SplittableRandom random) {
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            TreeMap<String, BigDecimal> quantities = new TreeMap<>();
            for (String unit : RandomPricing.UNITS) {
                if (random.nextBoolean()) {
                    quantities.put(unit, BigDecimal.valueOf(random.nextInt(120), 1));
                }
            }
            quantities.putIfAbsent("calls", BigDecimal.ONE);
            TreeMap<String, String> told = new TreeMap<>();
            if (random.nextInt(3) > 0) {
                told.put("size", random.nextBoolean() ? "small" : "large");
                told.put("quality", random.nextBoolean() ? "high \"é\"" : "low");
            }
            Instant time = DAY.plusSeconds(random.nextInt(86_400));
            Call call = new Call(new Quantities(quantities), time, Attributes.of(told));
            calls.add(random.nextBoolean() ? call : call.at(BigDecimal.valueOf(i)));
        }
        return calls;
    }
}
