package dev.tare.core.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExactSumTest {
    @Test
    void the_sum_is_that_of_exact_decimals_however_large_it_grows() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        ExactSum sum = new ExactSum();
        BigDecimal expected = BigDecimal.ZERO;
        for (int i = 0; i < 5_000; i++) {
            long unscaled = random.nextLong(-999_999_999_999_999_999L, 1_000_000_000_000_000_000L);
            BigDecimal amount = BigDecimal.valueOf(unscaled, 9);
            sum.add(ExactSum.units(amount));
            expected = expected.add(amount);
            assertThat(sum.total()).as("seed %d, step %d", seed, i).isEqualByComparingTo(expected);
        }
    }

    @Test
    void over_nothing_it_is_nothing() {
        assertThat(new ExactSum().total()).isEqualByComparingTo("0");
    }

    @Test
    void amounts_of_few_decimals_count_as_what_they_are() {
        assertThat(ExactSum.units(new BigDecimal("14.625"))).isEqualTo(14_625_000_000L);
        assertThat(ExactSum.units(new BigDecimal("1E+3"))).isEqualTo(1_000_000_000_000L);
        assertThat(ExactSum.units(BigDecimal.ZERO)).isZero();
    }

    @Test
    void a_tenth_decimal_is_never_dropped_silently() {
        assertThatThrownBy(() -> ExactSum.units(new BigDecimal("0.0000000001")))
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> ExactSum.units(new BigDecimal("99999999999.5")))
                .isInstanceOf(ArithmeticException.class);
    }
}
