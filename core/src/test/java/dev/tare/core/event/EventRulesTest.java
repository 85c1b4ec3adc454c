package dev.tare.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EventRulesTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private static UsageEventDraft draft(Consumer<UsageEventDraft> change) {
        UsageEventDraft draft = new UsageEventDraft();
        draft.id = "e-1";
        draft.userId = "u-1";
        draft.provider = "deep_image";
        draft.operation = "upscale";
        change.accept(draft);
        return draft;
    }

    private static UsageEvent accepted(Consumer<UsageEventDraft> change) {
        Checked checked = EventRules.check(draft(change), NOW);
        assertThat(checked).isInstanceOf(Checked.Accepted.class);
        return ((Checked.Accepted) checked).event();
    }

    @Test
    void four_fields_are_enough_and_stand_for_one_successful_call() {
        UsageEvent event = accepted(draft -> {});
        assertThat(event.quantities()).isEqualTo(Quantities.ONE_CALL);
        assertThat(event.status()).isEqualTo(EventStatus.SUCCESS);
        assertThat(event.time()).isNull();
        assertThat(event.plan()).isNull();
        assertThat(event.credits()).isNull();
    }

    @Test
    void a_time_keeps_its_microseconds_and_becomes_utc() {
        UsageEvent event = accepted(d -> d.time = "2026-11-23T10:15:30.123456789+05:45");
        assertThat(event.time()).isEqualTo(Instant.parse("2026-11-23T04:30:30.123456Z"));
    }

    @Test
    void a_time_up_to_a_day_ahead_is_a_wrong_zone_and_accepted() {
        assertThat(accepted(d -> d.time = "2026-11-24T12:00:00Z").time()).isNotNull();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void what_breaks_a_rule_is_refused_by_name(
            String name, Consumer<UsageEventDraft> change, RejectionCode code, String field) {
        Checked checked = EventRules.check(draft(change), NOW);
        assertThat(checked).isInstanceOf(Checked.Refused.class);
        Rejection rejection = ((Checked.Refused) checked).rejection();
        assertThat(rejection.code()).isEqualTo(code);
        assertThat(rejection.field()).isEqualTo(field);
        assertThat(rejection.message()).contains("send").hasSizeLessThan(300);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(refusedTexts(), refusedTimes(), refusedNumbers()).flatMap(s -> s);
    }

    private static Stream<Arguments> refusedTexts() {
        return Stream.of(
                bad("no id", d -> d.id = null, RejectionCode.MISSING_FIELD, "id"),
                bad("blank user", d -> d.userId = " ", RejectionCode.MISSING_FIELD, "user_id"),
                bad("no provider", d -> d.provider = "", RejectionCode.MISSING_FIELD, "provider"),
                bad("long id", d -> d.id = "x".repeat(201), RejectionCode.TOO_LONG, "id"),
                bad(
                        "huge error",
                        d -> d.error = "x".repeat(10 << 20),
                        RejectionCode.TOO_LONG,
                        "error"),
                bad("NUL", d -> d.model = "a\0b", RejectionCode.INVALID_TEXT, "model"),
                bad("half a character", d -> d.plan = "\uD800", RejectionCode.INVALID_TEXT, "plan"),
                bad("status", d -> d.status = "ok", RejectionCode.INVALID_STATUS, "status"),
                bad(
                        "metadata",
                        d -> d.metadata = "{\"a\":\"" + "é".repeat(2_050) + "\"}",
                        RejectionCode.TOO_LONG,
                        "metadata"),
                bad(
                        "NUL in metadata",
                        d -> d.metadata = "{\"a\":\"\\u0000\"}",
                        RejectionCode.INVALID_TEXT,
                        "metadata"));
    }

    private static Stream<Arguments> refusedTimes() {
        return Stream.of(
                bad(
                        "1970",
                        d -> d.time = "1970-01-01T00:00:00Z",
                        RejectionCode.TIME_OUT_OF_RANGE,
                        "time"),
                bad(
                        "2100",
                        d -> d.time = "2100-01-01T00:00:00Z",
                        RejectionCode.TIME_OUT_OF_RANGE,
                        "time"),
                bad(
                        "no offset",
                        d -> d.time = "2026-11-23T10:00:00",
                        RejectionCode.INVALID_TIME,
                        "time"));
    }

    private static Stream<Arguments> refusedNumbers() {
        return Stream.of(
                bad(
                        "negative",
                        d -> d.quantities.put("images", "-1"),
                        RejectionCode.INVALID_QUANTITY,
                        "quantities.images"),
                bad(
                        "absurd",
                        d -> d.quantities.put("images", "1e10000000"),
                        RejectionCode.INVALID_QUANTITY,
                        "quantities.images"),
                bad(
                        "NaN",
                        d -> d.quantities.put("images", "NaN"),
                        RejectionCode.INVALID_QUANTITY,
                        "quantities.images"),
                bad(
                        "unit",
                        d -> d.quantities.put("Images!", "1"),
                        RejectionCode.INVALID_UNIT,
                        "quantities"),
                bad("credits", d -> d.credits = "-0.1", RejectionCode.INVALID_CREDITS, "credits"),
                bad("cost", d -> d.cost = "1e9", RejectionCode.INVALID_COST, "cost"),
                bad(
                        "duration",
                        d -> d.processingTimeMs = "-1",
                        RejectionCode.INVALID_PROCESSING_TIME,
                        "processing_time_ms"));
    }

    private static Arguments bad(
            String name, Consumer<UsageEventDraft> change, RejectionCode code, String field) {
        return Arguments.of(name, change, code, field);
    }

    @Test
    void a_message_repeats_a_long_value_shortened_and_without_control_characters() {
        assertThat(Rejection.shown("a\n\u001b[31m" + "b".repeat(100)))
                .doesNotContain("\n", "\u001b")
                .endsWith("(107 characters)");
    }
}
