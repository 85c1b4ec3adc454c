package dev.tare.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.rollup.Sums;
import org.junit.jupiter.api.Test;

/** What the page says above its figures. */
class HeadlineTest {
    @Test
    void corrections_are_said_even_where_they_cancel_out() {
        assertThat(new Headline(Sums.ZERO, Sums.ZERO, "before", true).notices())
                .singleElement()
                .extracting(Page.Notice::text)
                .asString()
                .startsWith("Later corrections moved calls");
        assertThat(new Headline(Sums.ZERO, Sums.ZERO, "before", false).notices()).isEmpty();
    }
}
