package dev.tare.server.dashboard;

import dev.tare.core.ledger.Adjustment;
import dev.tare.core.ledger.ExplainedEvent;
import dev.tare.core.ledger.LoggedEvent;
import dev.tare.core.ledger.LoggedEvents;
import dev.tare.core.ledger.LoggedEvents.Place;
import dev.tare.core.ledger.LoggedEvents.Search;
import dev.tare.core.ledger.ReadingTooLong;
import dev.tare.core.ledger.StoredEvent;
import dev.tare.core.profit.Dimension;
import dev.tare.core.profit.ProfitReport;
import dev.tare.core.profit.ReportAmounts;
import dev.tare.core.profit.ReportQuery;
import dev.tare.core.profit.ReportRequest;
import dev.tare.server.wire.EventFields;
import dev.tare.server.wire.EventsRequest;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the page of calls, and that of a single one. */
final class CallsRoom {
    private static final Dimension[] MENUS = {
        Dimension.PROVIDER, Dimension.OPERATION, Dimension.MODEL, Dimension.PLAN, Dimension.STATUS
    };

    private final CallsController.Parts parts;

    CallsRoom(CallsController.Parts parts) {
        this.parts = parts;
    }

    /** The latest calls by what the address says. */
    CallsView page(CallsAddress address) {
        ZoneId zone = parts.settings().zone();
        Instant now = parts.settings().clock().instant();
        return switch (EventsRequest.parse(address.params(), now, zone, parts.reports()::span)) {
            case EventsRequest.Bad bad -> problem(address, bad.message() + " " + bad.mend());
            case EventsRequest.One _ -> problem(address, "");
            case EventsRequest.Page asked -> page(address, asked);
        };
    }

    private CallsView page(CallsAddress address, EventsRequest.Page asked) {
        try {
            LoggedEvents.Page page = parts.events().page(asked.filter());
            CallItems items = new CallItems(asked.query().zone());
            return view(
                    address,
                    asked.query(),
                    page.rows().stream()
                            .map(row -> items.of(row.event(), row.corrected()))
                            .toList(),
                    page.next(),
                    "");
        } catch (ReadingTooLong slow) {
            return view(address, asked.query(), List.of(), null, String.valueOf(slow.getMessage()));
        }
    }

    /** The bar stays usable, with everything in it that could be understood. */
    CallsView problem(CallsAddress address, String problem) {
        ZoneId zone = parts.settings().zone();
        Instant now = parts.settings().clock().instant();
        ReportQuery fallback =
                ReportRequest.parse(Map.of(), now, zone, parts.reports()::span)
                                instanceof ReportRequest.Parsed.Query(ReportQuery query)
                        ? query
                        : new ReportQuery(now.minusSeconds(1), now, zone, List.of(), Map.of());
        return view(address, fallback, List.of(), null, problem.strip());
    }

    /** Several calls of one id, to choose from. */
    CallsView several(LoggedEvents.Found found, String id) {
        CallsView none = problem(new CallsAddress(Map.of()), "");
        CallItems items = new CallItems(parts.settings().zone());
        return new CallsView(
                none.zone(),
                none.filters(),
                new CallsView.Chosen(id, "", false, true),
                found.events().stream()
                        .map(one -> items.of(one.now(), !one.corrections().isEmpty()))
                        .toList(),
                found.more() ? "More calls have this id; these are the latest." : "",
                none.links());
    }

    private CallsView view(
            CallsAddress address,
            ReportQuery query,
            List<CallsView.Item> items,
            @Nullable Place next,
            String problem) {
        String user = address.page().first(Dimension.USER.text());
        return new CallsView(
                Timeline.zoneName(query.zone()),
                new FilterBar(address.page(), query).filters(values(query), MENUS),
                new CallsView.Chosen(
                        "", user == null ? "" : user, address.unpriced(), address.isFiltered()),
                items,
                problem,
                new CallsView.Links(
                        next == null ? "" : address.behind(next),
                        address.isOlder() ? address.latest() : "",
                        address.unfiltered(),
                        address.everything()));
    }

    /** What there is in the span to choose from, over whole days, which sums answer at once. */
    private ProfitReport values(ReportQuery query) {
        ZoneId zone = query.zone();
        LocalDate first = query.from().atZone(zone).toLocalDate();
        LocalDate last = query.to().minusNanos(1).atZone(zone).toLocalDate();
        return parts.reports()
                .report(
                        new ReportQuery(
                                first.atStartOfDay(zone).toInstant(),
                                last.plusDays(1).atStartOfDay(zone).toInstant(),
                                zone,
                                List.of(MENUS),
                                Map.of(),
                                ReportAmounts.ADJUSTED,
                                false));
    }

    /** The calls of that id. */
    LoggedEvents.Found find(Search search) {
        return parts.events().find(search);
    }

    /** A call, explained. */
    CallView one(LoggedEvent event) {
        ZoneId zone = parts.settings().zone();
        CallItems items = new CallItems(zone);
        CallWords words = new CallWords(zone);
        ExplainedEvent explained = ExplainedEvent.of(event, parts.books().get());
        List<CallView.Correction> corrections = new ArrayList<>();
        for (ExplainedEvent.Correction one : explained.corrections()) {
            boolean isNow = one.after().equals(explained.now());
            corrections.add(correction(items, one, words.of(one.after(), isNow)));
        }
        StoredEvent now = event.now().event();
        return new CallView(
                Timeline.zoneName(zone),
                items.of(event.now(), !corrections.isEmpty()),
                now.key().source(),
                words.of(explained.charged(), corrections.isEmpty()),
                corrections,
                facts(now));
    }

    private static CallView.Correction correction(
            CallItems items, ExplainedEvent.Correction correction, CallView.Stage after) {
        Adjustment booked = correction.booked();
        return new CallView.Correction(
                kind(booked.kind()),
                items.time(booked.bookedAt()),
                booked.bookedAt().toString(),
                CallItems.apart(booked.reason()),
                CallItems.apart(booked.batch()),
                EventFields.changed(booked),
                CallItems.cost(booked.before().apiCost()),
                CallItems.revenue(booked.before().creditValue()),
                booked.costChange() != null,
                booked.creditValueChange() != null,
                after);
    }

    private static String kind(Adjustment.Kind kind) {
        return switch (kind) {
            case TOLD_ANEW -> "Told anew";
            case REPRICED -> "Priced anew";
            case SETTLED -> "Month settled";
        };
    }

    private static List<CallView.Fact> facts(StoredEvent event) {
        List<CallView.Fact> facts = new ArrayList<>();
        facts.add(new CallView.Fact("id", event.key().id()));
        facts.add(new CallView.Fact("source", event.key().source()));
        facts.add(new CallView.Fact("time", event.time().toString()));
        facts.add(new CallView.Fact("received", event.receivedAt().toString()));
        for (String name : EventFields.TOLD) {
            String value = EventFields.value(event, name);
            if (value != null) {
                facts.add(new CallView.Fact(name, value));
            }
        }
        return facts;
    }
}
