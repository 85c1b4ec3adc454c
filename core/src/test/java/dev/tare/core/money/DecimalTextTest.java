package dev.tare.core.money;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1 ",
                "NaN",
                "Infinity",
                "-Infinity",
                "0x10",
                "1,5",
                "١٢",
                "--1",
                "1e",
                "1e10000000",
                "-1e10000000",
                "1e-10000000",
                "1e2147483647",
                "1e-2147483648",
                "1e99999999999",
                "1234567890123456",
                "0.0000000001"
            })
    void what_is_no_plain_number_or_out_of_range_is_refused(String text) {
        assertThat(DecimalText.parse(text, 15, 9)).isNull();
    }

    @Test
    void an_absurd_exponent_costs_nothing_however_often_it_comes() {
        for (int i = 0; i < 100_000; i++) {
            assertThat(DecimalText.parse("9e10000000", 15, 9)).isNull();
        }
    }

    @Test
    void trailing_zeros_and_exponents_in_range_are_the_number_they_say() {
        assertThat(DecimalText.parse("1.50000000000000000000", 15, 9)).isEqualTo("1.5");
        assertThat(DecimalText.parse("1e3", 15, 9)).isEqualTo("1000");
        assertThat(DecimalText.parse("0e10000000", 15, 9)).isEqualTo("0");
        assertThat(DecimalText.parse("-0.0", 15, 9)).isEqualTo("0");
        assertThat(DecimalText.parse("2.5e-6", 15, 9)).isEqualTo("0.0000025");
    }

    @Test
    void every_number_in_range_comes_back_exactly() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            BigDecimal number =
                    BigDecimal.valueOf(random.nextLong(1_000_000_000_000_000L), random.nextInt(10));
            assertThat(DecimalText.parse(number.toPlainString(), 15, 9))
                    .as("seed %d, number %s", seed, number)
                    .isEqualByComparingTo(number);
        }
    }
}
