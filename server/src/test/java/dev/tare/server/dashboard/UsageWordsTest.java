package dev.tare.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.rollup.PriceImpacts;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/** What calls of late would cost: priced calls are never compared with unpriced ones. */
class UsageWordsTest {
    /** Of calls that are priced on both sides, then only, now only, and never. */
    private static String said(long both, long then, long now, long never) {
        BigDecimal cent = new BigDecimal("0.01");
        BigDecimal bothNow = cent.multiply(BigDecimal.valueOf(both));
        BigDecimal bothThen = bothNow.multiply(BigDecimal.TWO);
        return UsageWords.of(
                new PriceImpacts.Usage(
                        TestSite.NOW.minus(PriceImpacts.USAGE_SPAN),
                        TestSite.NOW,
                        both + then + now + never,
                        bothNow.add(cent.multiply(BigDecimal.valueOf(now))),
                        bothThen.add(BigDecimal.valueOf(then)),
                        then + never,
                        now + never,
                        new PriceImpacts.Compared(both, bothNow, bothThen)));
    }

    @Test
    void onlyWhatIsPricedOnBothSidesIsCompared() {
        String start = "At the usage of the last 30 days ";
        assertThat(said(2, 0, 0, 0))
                .isEqualTo(start + "(2 calls) this price costs $0.04 instead of $0.02.");
        assertThat(said(1, 99, 0, 0))
                .isEqualTo(
                        start
                                + "(100 calls) this price costs $0.02 instead of $0.01, over the"
                                + " 1 call with a price on both sides. 99 calls have no price now"
                                + " and would cost $99.00.");
        assertThat(said(15_988, 0, 13_099, 1))
                .isEqualTo(
                        start
                                + "(29,088 calls) this price costs $319.76 instead of $159.88, over"
                                + " the 15,988 calls with a price on both sides. 13,099 calls cost"
                                + " $130.99 now and would have no price. 1 call has no price and"
                                + " would have none.");
    }

    @Test
    void withoutAnyNothingIsCompared() {
        assertThat(said(0, 3, 0, 0))
                .endsWith("this price costs $3.00; so far these calls have no price.");
        assertThat(said(0, 0, 1, 0))
                .endsWith(
                        "(1 call) no call has a price both now and by this one. 1 call costs $0.01"
                                + " now and would have no price.");
        assertThat(said(0, 0, 0, 0)).startsWith("No call of the last 30 days");
        assertThat(UsageWords.of(null)).isEmpty();
    }
}
