package dev.tare.server.http;

import dev.tare.core.event.Rejection;
import dev.tare.core.ledger.ExplainedEvent;
import dev.tare.core.ledger.LoggedEvents;
import dev.tare.core.ledger.LoggedEvents.Search;
import dev.tare.core.pricing.Books;
import dev.tare.core.profit.ProfitReports;
import dev.tare.server.wire.EventJson;
import dev.tare.server.wire.EventsRequest;
import dev.tare.server.wire.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/events}: logged events, and how the amounts of each came about. */
@RestController
public final class EventsResource {
    /** What events are read from and explained by. */
    public record Parts(LoggedEvents events, ProfitReports reports, Supplier<Books> books) {}

    private final Parts parts;
    private final Clock clock;
    private final ZoneId zone;

    /**
     * @param zone the workspace's, where a request names none
     */
    public EventsResource(Parts parts, Clock clock, ZoneId zone) {
        this.parts = parts;
        this.clock = clock;
        this.zone = zone;
    }

    /** A page of events, the latest first; with {@code id} those of that id, explained. */
    @GetMapping("/v1/events")
    public ResponseEntity<byte[]> list(HttpServletRequest request) {
        return answer(params(request));
    }

    /** The events of that id, explained: several sources may have one. */
    @GetMapping("/v1/events/{id}")
    public ResponseEntity<byte[]> one(@PathVariable("id") String id, HttpServletRequest request) {
        Map<String, List<String>> params = params(request);
        params.put("id", List.of(id));
        return answer(params);
    }

    private static Map<String, List<String>> params(HttpServletRequest request) {
        Map<String, List<String>> params = new TreeMap<>();
        request.getParameterMap().forEach((name, values) -> params.put(name, List.of(values)));
        return params;
    }

    private ResponseEntity<byte[]> answer(Map<String, List<String>> params) {
        return switch (EventsRequest.parse(params, clock.instant(), zone, parts.reports()::span)) {
            case EventsRequest.Bad bad -> {
                Problem problem = Problem.caller(400, bad.code(), bad.message()).at(bad.field());
                yield Reply.problem(bad.mend().isEmpty() ? problem : problem.mendedBy(bad.mend()));
            }
            case EventsRequest.One(Search search) -> found(search);
            case EventsRequest.Page page ->
                    Reply.text(
                            MediaType.APPLICATION_JSON,
                            EventJson.page(parts.events().page(page.filter())));
        };
    }

    private ResponseEntity<byte[]> found(Search search) {
        LoggedEvents.Found found = parts.events().find(search);
        if (found.events().isEmpty()) {
            return Reply.problem(
                    Problem.caller(
                                    404,
                                    "event_unknown",
                                    "No event in the log has the id "
                                            + Rejection.shown(search.id())
                                            + (search.source() == null
                                                    ? "."
                                                    : " and the source "
                                                            + Rejection.shown(search.source())
                                                            + "."))
                            .at("id"));
        }
        Books books = parts.books().get();
        return Reply.text(
                MediaType.APPLICATION_JSON,
                EventJson.explained(
                        found.events().stream()
                                .map(event -> ExplainedEvent.of(event, books))
                                .toList(),
                        found.more()));
    }
}
