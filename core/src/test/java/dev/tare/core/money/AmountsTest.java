package dev.tare.core.money;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class AmountsTest {
    @Test
    void an_amount_is_rounded_half_even_at_nine_decimals() {
        assertThat(Amounts.rounded(new BigDecimal("0.0000000005"))).isEqualTo("0.000000000");
        assertThat(Amounts.rounded(new BigDecimal("0.0000000015"))).isEqualTo("0.000000002");
        assertThat(Amounts.rounded(new BigDecimal("0.00000000050001"))).isEqualTo("0.000000001");
    }

    @Test
    void a_credit_price_of_the_starter_plan_is_exact() {
        assertThat(Amounts.roundedQuotient(new BigDecimal("9.99"), new BigDecimal("20")))
                .isEqualByComparingTo("0.4995");
    }

    @Test
    void a_percentage_of_nothing_is_unknown_not_zero() {
        assertThat(Amounts.percent(BigDecimal.ONE, new BigDecimal("0.00"))).isNull();
        assertThat(Amounts.percent(new BigDecimal("-1"), new BigDecimal("3"))).isEqualTo("-33.33");
    }

    @Test
    void a_mean_over_nothing_is_unknown() {
        assertThat(Amounts.mean(BigDecimal.TEN, BigDecimal.ZERO, 2)).isNull();
    }

    @Test
    void plain_text_keeps_every_digit_and_shows_two_decimals_at_least() {
        assertThat(Amounts.plain(new BigDecimal("14.625000000"))).isEqualTo("14.625");
        assertThat(Amounts.plain(new BigDecimal("96.791325000"))).isEqualTo("96.791325");
        assertThat(Amounts.plain(new BigDecimal("9"))).isEqualTo("9.00");
        assertThat(Amounts.plain(new BigDecimal("1E+3"))).isEqualTo("1000.00");
        assertThat(Amounts.plain(new BigDecimal("-0.000000001"))).isEqualTo("-0.000000001");
    }

    @Test
    void an_amount_beyond_nine_digits_before_the_point_does_not_fit() {
        assertThat(Amounts.fits(new BigDecimal("999999999.999999999"))).isTrue();
        assertThat(Amounts.fits(new BigDecimal("999999999.9999999999"))).isFalse();
        assertThat(Amounts.fits(new BigDecimal("1000000000"))).isFalse();
        assertThat(Amounts.fits(BigDecimal.ZERO)).isTrue();
    }
}
