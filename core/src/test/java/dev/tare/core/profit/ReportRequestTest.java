package dev.tare.core.profit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportRequestTest {
    private static final Instant NOW = Instant.parse("2026-11-23T03:00:00Z");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static ReportRequest.Parsed parse(Map<String, List<String>> params) {
        return ReportRequest.parse(params, NOW, BERLIN, () -> null);
    }

    private static ReportQuery query(Map<String, List<String>> params) {
        return ((ReportRequest.Parsed.Query) parse(params)).query();
    }

    @Test
    void without_parameters_it_is_the_last_thirty_days_in_the_workspaces_zone() {
        ReportQuery query = query(Map.of());
        assertThat(query.from()).isEqualTo("2026-10-24T22:00:00Z");
        assertThat(query.to()).isEqualTo("2026-11-23T23:00:00Z");
        assertThat(query.zone()).isEqualTo(BERLIN);
    }

    @Test
    void quantities_are_part_of_it_unless_it_says_they_are_not() {
        assertThat(query(Map.of()).quantities()).isTrue();
        assertThat(query(Map.of("quantities", List.of("true"))).quantities()).isTrue();
        assertThat(query(Map.of("quantities", List.of("false"))).quantities()).isFalse();
        assertThat(parse(Map.of("quantities", List.of("no"))))
                .isEqualTo(
                        new ReportRequest.Parsed.Bad(
                                "quantities",
                                "unknown_quantities",
                                "\"quantities\" can't be \"no\"; send true or false."));
    }

    @Test
    void without_quantities_every_question_made_from_it_is_without_them() {
        ReportQuery query = query(Map.of("quantities", List.of("false")));
        assertThat(
                        List.of(
                                query.by(Dimension.DAY),
                                query.only(Dimension.USER, "ann"),
                                query.of(ReportAmounts.AS_CHARGED),
                                query.over(NOW, NOW.plusSeconds(9))))
                .noneMatch(ReportQuery::quantities);
    }

    @Test
    void the_ledger_is_asked_for_its_span_only_where_all_of_it_is_wanted() {
        AtomicInteger asked = new AtomicInteger();
        for (String range : List.of("30d", "year", "all")) {
            ReportRequest.parse(
                    Map.of("range", List.of(range)),
                    NOW,
                    BERLIN,
                    () -> {
                        asked.incrementAndGet();
                        return null;
                    });
        }
        assertThat(asked).hasValue(1);
    }

    @ParameterizedTest
    @CsvSource({
        "today,     2026-11-22T05:00:00Z, 2026-11-23T05:00:00Z",
        "yesterday, 2026-11-21T05:00:00Z, 2026-11-22T05:00:00Z",
        "7d,        2026-11-16T05:00:00Z, 2026-11-23T05:00:00Z",
        "month,     2026-11-01T04:00:00Z, 2026-11-23T05:00:00Z",
        "last_month,2026-10-01T04:00:00Z, 2026-11-01T04:00:00Z",
        "year,      2026-01-01T05:00:00Z, 2026-11-23T05:00:00Z"
    })
    void ranges_are_cut_at_midnight_of_the_zone_daylight_saving_included(
            String range, Instant from, Instant to) {
        ReportQuery query =
                query(Map.of("range", List.of(range), "tz", List.of("America/New_York")));
        assertThat(query.from()).isEqualTo(from);
        assertThat(query.to()).isEqualTo(to);
    }

    @Test
    void a_date_in_to_lasts_through_the_end_of_that_day_and_an_instant_is_exclusive() {
        assertThat(
                        query(
                                        Map.of(
                                                "from", List.of("2026-10-25"),
                                                "to", List.of("2026-10-25")))
                                .to())
                .isEqualTo("2026-10-25T23:00:00Z");
        assertThat(query(Map.of("to", List.of("2026-11-20T10:00:00Z"))).to())
                .isEqualTo("2026-11-20T10:00:00Z");
    }

    @Test
    void all_reaches_from_the_first_events_day_to_today() {
        ReportRequest.Parsed parsed =
                ReportRequest.parse(
                        Map.of("range", List.of("all")),
                        NOW,
                        BERLIN,
                        () ->
                                new UsageSums.Span(
                                        Instant.parse("2023-11-16T18:15:46Z"),
                                        Instant.parse("2023-11-16T19:14:00Z")));
        ReportQuery query = ((ReportRequest.Parsed.Query) parsed).query();
        assertThat(query.from()).isEqualTo("2023-11-15T23:00:00Z");
        assertThat(query.to()).isEqualTo("2026-11-23T23:00:00Z");
    }

    @Test
    void groups_may_be_separated_by_commas_and_filters_are_repeated_commas_and_all() {
        ReportQuery query =
                query(
                        Map.of(
                                "group_by", List.of("provider,Month", "provider"),
                                "plan", List.of("free", "basic", "pro"),
                                "user", List.of("Doe, Jane"),
                                "model", List.of("(none)")));
        assertThat(query.groupBy()).containsExactly(Dimension.PROVIDER, Dimension.MONTH);
        assertThat(query.filters())
                .isEqualTo(
                        Map.of(
                                Dimension.PLAN, Set.of("free", "basic", "pro"),
                                Dimension.USER, Set.of("Doe, Jane"),
                                Dimension.MODEL, Set.of("")));
    }

    @ParameterizedTest
    @CsvSource({
        "tz, Mars/Olympus, unknown_time_zone",
        "range, 30 days, unknown_range",
        "range, 9999d, unknown_range",
        "from, 23.11.2026, invalid_date",
        "from, 2026-02-30, invalid_date",
        "from, 1970-01-01, date_out_of_range",
        "from, +999999999-01-01T00:00:00Z, date_out_of_range",
        "from, 2026-12-01, empty_range",
        "group_by, colour, unknown_dimension"
    })
    void a_parameter_that_can_not_be_understood_is_named(String name, String value, String code) {
        ReportRequest.Parsed parsed = parse(Map.of(name, List.of(value)));
        assertThat(parsed).isInstanceOf(ReportRequest.Parsed.Bad.class);
        assertThat(((ReportRequest.Parsed.Bad) parsed).code()).isEqualTo(code);
    }
}
