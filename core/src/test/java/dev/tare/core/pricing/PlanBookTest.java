package dev.tare.core.pricing;

import static dev.tare.core.pricing.Pricing.T;
import static dev.tare.core.pricing.Pricing.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.event.EventStatus;
import dev.tare.core.pricing.Plan.Kind;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlanBookTest {
    private static final Instant CHANGE = T.plusSeconds(1_000);
    private static final PlanBook BOOK =
            new PlanBook(
                    List.of(
                            plan("free", Kind.FREE, "0", "2", T),
                            plan("basic", Kind.SUBSCRIPTION, "9.99", "20", T),
                            plan("pro", Kind.SUBSCRIPTION, "19.99", "50", T),
                            plan("pro", Kind.SUBSCRIPTION, "24.99", "50", CHANGE),
                            plan("thirds", Kind.PACKAGE, "10", "3", T),
                            plan("empty", Kind.PACKAGE, "10", "0", T)),
                    List.of(
                            new CreditTariff("upscale", BigDecimal.ONE, T, null, "test"),
                            new CreditTariff("vectorization", BigDecimal.TWO, T, null, "test"),
                            new CreditTariff("preview", BigDecimal.ZERO, T, null, "test")));

    private static Plan plan(String id, Kind kind, String price, String credits, Instant from) {
        return new Plan(
                id, id, kind, new BigDecimal(price), new BigDecimal(credits), from, null, "test");
    }

    private static CreditValue value(
            String operation, @Nullable String plan, @Nullable String credits, Instant time) {
        return BOOK.value(
                event(operation, null, Map.of(), EventStatus.SUCCESS, credits, plan), time);
    }

    @Test
    void a_basic_credit_is_worth_exactly_9_99_over_20() {
        assertThat(value("upscale", "basic", null, T).amount()).isEqualByComparingTo("0.4995");
        assertThat(value("vectorization", "basic", null, T).amount()).isEqualByComparingTo("0.999");
    }

    @Test
    void the_plans_terms_are_those_at_the_events_time() {
        assertThat(value("upscale", "pro", null, CHANGE.minusNanos(1_000)).amount())
                .isEqualByComparingTo("0.3998");
        assertThat(value("upscale", "pro", null, CHANGE).amount()).isEqualByComparingTo("0.4998");
    }

    @Test
    void a_credit_price_without_end_is_rounded_once_on_the_events_amount() {
        assertThat(value("vectorization", "thirds", null, T).amount()).isEqualTo("6.666666667");
        assertThat(value("upscale", "thirds", "3", T).amount()).isEqualByComparingTo("10");
    }

    @Test
    void a_free_users_credit_is_worth_zero_and_known() {
        assertThat(value("upscale", "free", null, T).amount()).isEqualByComparingTo("0");
    }

    @Test
    void no_credits_charged_is_worth_zero_whatever_the_plan() {
        assertThat(value("preview", null, null, T).amount()).isEqualByComparingTo("0");
        assertThat(value("chat", null, "0", T).amount()).isEqualByComparingTo("0");
        assertThat(
                        BOOK.value(
                                        event(
                                                "upscale",
                                                null,
                                                Map.of(),
                                                EventStatus.FAILED,
                                                null,
                                                "basic"),
                                        T)
                                .amount())
                .isEqualByComparingTo("0");
    }

    @Test
    void what_the_event_says_it_charged_stands_before_the_tariff_even_for_a_failure() {
        CreditValue charged =
                BOOK.value(event("upscale", null, Map.of(), EventStatus.FAILED, "1", "basic"), T);
        assertThat(charged.amount()).isEqualByComparingTo("0.4995");
    }

    @Test
    void an_unknown_value_is_unvalued_with_its_reason_never_zero() {
        assertUnvalued(value("upscale", null, null, T), CreditValue.Reason.PLAN_UNKNOWN);
        assertUnvalued(value("upscale", "unknown", null, T), CreditValue.Reason.PLAN_UNKNOWN);
        assertUnvalued(value("upscale", "gold", null, T), CreditValue.Reason.PLAN_WITHOUT_TERMS);
        assertUnvalued(value("upscale", "empty", null, T), CreditValue.Reason.PLAN_WITHOUT_CREDITS);
        assertUnvalued(value("chat", "basic", null, T), CreditValue.Reason.NO_TARIFF);
        assertUnvalued(
                value("upscale", "basic", null, T.minusSeconds(1)), CreditValue.Reason.NO_TARIFF);
    }

    private static void assertUnvalued(CreditValue value, CreditValue.Reason reason) {
        assertThat(value).isInstanceOf(CreditValue.Unvalued.class);
        assertThat(((CreditValue.Unvalued) value).reason()).isEqualTo(reason);
        assertThat(value.amount()).isNull();
    }

    @Test
    void entering_the_same_terms_twice_adds_nothing() {
        assertThat(BOOK.with(BOOK.plans(), BOOK.tariffs()).plans()).isEqualTo(BOOK.plans());
    }
}
