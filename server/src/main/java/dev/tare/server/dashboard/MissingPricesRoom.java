package dev.tare.server.dashboard;

import dev.tare.core.advice.MissingPrice;
import dev.tare.core.advice.MissingPricesReport;
import dev.tare.core.advice.UnpricedUsage;
import dev.tare.core.event.EventStatus;
import dev.tare.core.pricing.PriceBook;
import dev.tare.core.pricing.RateCard;
import dev.tare.core.profit.ProfitReports;
import dev.tare.core.profit.ReportQuery;
import dev.tare.server.wire.Figures;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** Tells of calls of the last 30 days that have no price. */
final class MissingPricesRoom {
    private static final int DAYS = 30;
    private static final int SHOWN = 50;

    private final ProfitReports reports;
    private final UnpricedUsage unpriced;
    private final Supplier<Map<String, List<RateCard>>> catalogue;
    private final DashboardSettings settings;

    MissingPricesRoom(
            ProfitReports reports,
            UnpricedUsage unpriced,
            Supplier<Map<String, List<RateCard>>> catalogue,
            DashboardSettings settings) {
        this.reports = reports;
        this.unpriced = unpriced;
        this.catalogue = catalogue;
        this.settings = settings;
    }

    private Instant day(int daysFromToday) {
        LocalDate today = LocalDate.ofInstant(settings.clock().instant(), settings.zone());
        return today.plusDays(daysFromToday).atStartOfDay(settings.zone()).toInstant();
    }

    /** How many there are, in a sentence, from sums; empty = none. */
    String notice() {
        ReportQuery query =
                new ReportQuery(day(1 - DAYS), day(1), settings.zone(), List.of(), Map.of())
                        .quantities(false);
        long calls = reports.report(query).total().totals().sums().unpricedRequests();
        return calls == 0 ? "" : calls(calls) + " of the last 30 days " + have(calls) + " no price";
    }

    /** All of them, by what they were for. */
    MissingPricesView page(PriceBook book) {
        MissingPricesReport report =
                MissingPricesReport.of(
                        unpriced, reports.rowsKept(), book, catalogue.get(), day(1 - DAYS), day(1));
        List<MissingPrice> missing = report.missing();
        long left = Math.max(0, missing.size() - SHOWN) + report.moreGroups();
        return new MissingPricesView(
                report.calls() == 0
                        ? ""
                        : calls(report.calls())
                                + " of the last 30 days "
                                + have(report.calls())
                                + " no price.",
                missing.stream().limit(SHOWN).map(MissingPricesRoom::item).toList(),
                left == 0 ? "" : count(left) + " more kinds of calls: ./tare prices missing");
    }

    private static MissingPricesView.Item item(MissingPrice one) {
        UnpricedUsage.Group usage = one.usage();
        String model = usage.model() == null ? "" : usage.model();
        return new MissingPricesView.Item(
                CallItems.apart(usage.provider())
                        + " · "
                        + CallItems.apart(usage.operation())
                        + (model.isEmpty() ? "" : " · " + CallItems.apart(model))
                        + (usage.status() == EventStatus.SUCCESS
                                ? ""
                                : " · " + usage.status().text()),
                calls(usage.calls()),
                why(one),
                CallItems.apart(one.cure()),
                one.command() == null ? "" : one.command(),
                PricesRoom.NEW
                        + "?provider="
                        + PricesRoom.encoded(usage.provider())
                        + "&operation="
                        + PricesRoom.encoded(usage.operation())
                        + "&model="
                        + PricesRoom.encoded(model));
    }

    private static String why(MissingPrice one) {
        String detail = one.detail() == null ? "" : ": " + CallItems.apart(one.detail());
        return switch (one.reason()) {
                    case PRICED_BY_NOW -> "Priced by now";
                    case NO_RATE_CARD -> "No rate card";
                    case CARD_OF_OTHER_TIMES -> "A card of other times";
                    case NO_RATE_FOR_UNIT -> "No rate for a unit";
                    case NO_RATE_FOR_ATTRIBUTES -> "No price for what was asked";
                    case FAILED_CALL_RULE_UNKNOWN -> "No rule for failed calls";
                    case AMOUNT_TOO_LARGE -> "The amount is too large";
                }
                + detail;
    }

    private static String have(long calls) {
        return calls == 1 ? "has" : "have";
    }

    private static String calls(long calls) {
        return Figures.counted(calls, "call");
    }

    private static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
