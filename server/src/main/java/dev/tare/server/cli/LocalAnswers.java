package dev.tare.server.cli;

import dev.tare.core.advice.MissingPricesReport;
import dev.tare.core.advice.ToldCostsReport;
import dev.tare.core.event.Rejection;
import dev.tare.core.ledger.ExplainedEvent;
import dev.tare.core.ledger.LoggedEvents;
import dev.tare.core.profit.ProfitReport;
import dev.tare.core.profit.ReportQuery;
import dev.tare.core.profit.ReportRequest;
import dev.tare.server.pricelist.Catalogue;
import dev.tare.server.wire.EventJson;
import dev.tare.server.wire.PriceFindings;
import dev.tare.server.wire.ReportCsv;
import dev.tare.server.wire.ReportJson;
import dev.tare.server.wiring.House;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a data folder opened by this very process answers without changing anything. */
final class LocalAnswers {
    private final House house;

    LocalAnswers(House house) {
        this.house = house;
    }

    String profit(Map<String, List<String>> params, String format) {
        ProfitReport report = house.reports().report(query(params));
        return format.equals("csv") ? ReportCsv.text(report) : ReportJson.text(report);
    }

    String missingPrices(Map<String, List<String>> params) {
        ReportQuery query = query(params);
        return PriceFindings.missing(
                MissingPricesReport.of(
                        house.ledger().unpriced(),
                        house.reports().rowsKept(),
                        house.books().prices(),
                        Catalogue.cards(),
                        query.from(),
                        query.to()));
    }

    String toldCosts(Map<String, List<String>> params) {
        ReportQuery query = query(params);
        return PriceFindings.told(
                ToldCostsReport.of(
                        house.ledger().now(),
                        house.reports().rowsKept(),
                        house.books().prices(),
                        query.from(),
                        query.to()));
    }

    private ReportQuery query(Map<String, List<String>> params) {
        return switch (ReportRequest.parse(
                params, house.clock().instant(), house.zone(), house.reports()::span)) {
            case ReportRequest.Parsed.Bad bad ->
                    throw new CommandFailed(ExitCode.USAGE, bad.message());
            case ReportRequest.Parsed.Query read -> read.query();
        };
    }

    String event(String id, @Nullable String source) {
        LoggedEvents.Found found =
                house.ledger().events().find(new LoggedEvents.Search(id, source, null));
        if (found.events().isEmpty()) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "No event in the log has the id "
                            + Rejection.shown(id)
                            + (source == null
                                    ? "."
                                    : " and the source " + Rejection.shown(source) + "."));
        }
        return EventJson.explained(
                found.events().stream()
                        .map(event -> ExplainedEvent.of(event, house.books()))
                        .toList(),
                found.more());
    }
}
