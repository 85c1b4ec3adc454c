package dev.tare.server.dashboard;

import dev.tare.core.profit.Dimension;
import dev.tare.core.profit.ProfitReport;
import dev.tare.core.profit.ProfitReports;
import dev.tare.core.profit.ReportQuery;
import dev.tare.core.profit.ReportRequest;
import dev.tare.core.profit.UsageSums;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes the page that an address asks for, from reports. */
public final class Dashboard {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final DateTimeFormatter FULL =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss xxx");
    private static final long BUCKETS_MAX = 1_200;

    private final ProfitReports reports;
    private final DashboardSettings settings;

    public Dashboard(ProfitReports reports, DashboardSettings settings) {
        this.reports = reports;
        this.settings = settings;
    }

    /** Events that wait in quarantine. */
    long waiting() {
        return settings.waiting().getAsLong();
    }

    /** The page for these address parameters. */
    public Page page(Map<String, List<String>> params) {
        PageAddress address = new PageAddress(params);
        Instant now = settings.clock().instant();
        UsageSums.Span span = reports.span();
        ReportRequest.Parsed parsed =
                ReportRequest.parse(address.params(), now, settings.zone(), () -> span);
        return switch (parsed) {
            case ReportRequest.Parsed.Bad bad ->
                    problem(address, now, span, new Page.Problem(bad.field(), bad.message()));
            case ReportRequest.Parsed.Query(ReportQuery asked) -> {
                // One panel shows quantities, and asks for them itself.
                ReportQuery query = asked.quantities(false);
                Page.Problem problem = granularityProblem(address, query);
                yield problem == null
                        ? page(address, query, now, span)
                        : problem(address, now, span, problem);
            }
        };
    }

    private Page page(
            PageAddress address, ReportQuery query, Instant now, UsageSums.@Nullable Span span) {
        Page.Frame frame = frame(address, query.zone(), now);
        FilterBar bar = new FilterBar(address, query);
        if (span == null) {
            Filters filters = bar.filters(null);
            return new Page(Page.State.EMPTY, frame, filters, null, Page.Content.NONE);
        }
        ProfitReport values = values(span);
        Filters filters = bar.filters(values);
        Granularity granularity = granularity(address, query);
        ProfitReport byTime = reports.report(query.by(granularity.dimension(), Dimension.PROVIDER));
        if (byTime.rows().isEmpty()) {
            return new Page(Page.State.NOTHING_HERE, frame, filters, null, Page.Content.NONE);
        }
        // By provider like the figures it is compared with: one user's total alone would come from
        // sums that are kept for ever, and be held against what single events still say.
        ReportQuery earlier = Change.before(query, now).by(Dimension.PROVIDER);
        String period = Timeline.words(earlier);
        ProfitReport before = reports.report(earlier);
        Headline headline =
                new Headline(
                        byTime.total().totals().sums(),
                        before.total().totals().sums(),
                        period,
                        byTime.corrected());
        Page.Content content =
                new Page.Content(
                        headline.tiles(),
                        headline.comparison(),
                        notices(headline, byTime, before),
                        panels(address, byTime, values, Timeline.of(query, granularity, now)));
        return new Page(Page.State.DATA, frame, filters, null, content);
    }

    /** Filtered by user, the figures or those before them may reach back to rows let go. */
    private static List<Page.Notice> notices(
            Headline headline, ProfitReport report, ProfitReport before) {
        Instant since =
                report.rowsKeptSince() == null ? before.rowsKeptSince() : report.rowsKeptSince();
        if (since == null) {
            return headline.notices();
        }
        String day = since.atOffset(ZoneOffset.UTC).toLocalDate().toString();
        List<Page.Notice> notices = new ArrayList<>(headline.notices());
        notices.add(
                new Page.Notice(
                        "Only single events answer this, and they are kept since ",
                        new Figure(day, "", "", false),
                        "Earlier ones are left out here; without a user all are counted.",
                        "",
                        ""));
        return notices;
    }

    /** The bar stays usable, with everything in it that could be understood. */
    private Page problem(
            PageAddress address, Instant now, UsageSums.@Nullable Span span, Page.Problem problem) {
        ZoneId zone = settings.zone();
        ReportQuery fallback =
                ReportRequest.parse(Map.of(), now, zone, () -> span)
                                instanceof ReportRequest.Parsed.Query(ReportQuery query)
                        ? query
                        : new ReportQuery(now.minusSeconds(1), now, zone, List.of(), Map.of());
        Filters filters =
                new FilterBar(address, fallback).filters(span == null ? null : values(span));
        Page.Frame frame = frame(address, zone, now);
        return new Page(Page.State.PROBLEM, frame, filters, problem, Page.Content.NONE);
    }

    private Page.Frame frame(PageAddress address, ZoneId zone, Instant now) {
        ZonedDateTime time = now.atZone(zone);
        return new Page.Frame(
                settings.demo(),
                Timeline.zoneName(zone),
                TIME.format(time),
                FULL.format(time),
                settings.delay().get(),
                address.everything(),
                FirstSteps.event(settings.address().get()),
                FirstSteps.IMPORT);
    }

    private static Granularity granularity(PageAddress address, ReportQuery query) {
        String asked = address.granularity();
        Granularity chosen = asked == null ? null : Granularity.of(asked);
        return chosen == null
                ? Granularity.fitting(Duration.between(query.from(), query.to()))
                : chosen;
    }

    private static Page.@Nullable Problem granularityProblem(
            PageAddress address, ReportQuery query) {
        String text = address.granularity();
        Granularity granularity = text == null ? null : Granularity.of(text);
        if (text == null) {
            return null;
        }
        if (granularity == null) {
            return new Page.Problem("granularity", "Granularity is day, week or month.");
        }
        return Timeline.length(query, granularity) > BUCKETS_MAX
                ? new Page.Problem(
                        "granularity",
                        "That is too long a time to show "
                                + granularity.phrase()
                                + "; choose a coarser one or a shorter time.")
                : null;
    }

    private List<Panel> panels(
            PageAddress address, ProfitReport byTime, ProfitReport values, Timeline timeline) {
        ReportQuery query = byTime.query();
        Set<String> providers =
                values.rows().stream()
                        .map(row -> row.key(values.query(), Dimension.PROVIDER))
                        .collect(Collectors.toSet());
        Palette palette = new Palette(providers);
        OverTime overTime = new OverTime(byTime, timeline, palette, address);
        Breakdowns breakdowns = new Breakdowns(address, palette, Timeline.words(query));
        ProfitReport byPlan = reports.report(query.by(Dimension.PLAN));
        ProfitReport byProvider = reports.report(query.by(Dimension.PROVIDER).quantities(true));
        return List.of(
                overTime.revenueAndCost(),
                overTime.costByProvider(),
                breakdowns.unitEconomics(reports.report(query.by(Dimension.OPERATION))),
                breakdowns.freeAndPaid(byPlan),
                breakdowns.by(Dimension.PROVIDER, byProvider),
                breakdowns.by(Dimension.PLAN, byPlan),
                breakdowns.by(Dimension.MODEL, reports.report(query.by(Dimension.MODEL))),
                breakdowns.quantities(byProvider));
    }

    /** All providers and plans there are, over whole days, which rollups answer at once. */
    private ProfitReport values(UsageSums.Span span) {
        ZoneId zone = settings.zone();
        Instant from = midnight(span.first(), zone, 0);
        Instant to = midnight(span.last(), zone, 1);
        List<Dimension> groups = List.of(Dimension.PROVIDER, Dimension.PLAN);
        ReportQuery all = new ReportQuery(from, to, zone, groups, Map.of());
        return reports.report(all.quantities(false));
    }

    private static Instant midnight(Instant instant, ZoneId zone, int daysMore) {
        return instant.atZone(zone).toLocalDate().plusDays(daysMore).atStartOfDay(zone).toInstant();
    }
}
