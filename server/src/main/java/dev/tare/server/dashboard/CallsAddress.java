package dev.tare.server.dashboard;

import dev.tare.core.ledger.ChargedEvent;
import dev.tare.core.ledger.LoggedEvents.Place;
import dev.tare.server.wire.EventsRequest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The address of the page of calls: the span and the filters of the profit page, and what only
 * calls can be chosen by. Names it doesn't know, and fields left empty, don't count.
 */
final class CallsAddress {
    static final String PATH = "/calls";
    static final String ONE = "/calls/one";

    private static final List<String> OF_REPORTS_ONLY =
            List.of("granularity", "amounts", "quantities");
    private static final String UNPRICED = "unpriced";
    private static final String AFTER = "after";

    private final PageAddress page;
    private final Map<String, List<String>> chosen;
    private final String after;

    CallsAddress(Map<String, List<String>> sent) {
        page = new PageAddress(sent);
        chosen = new TreeMap<>(page.params());
        chosen.keySet().removeAll(OF_REPORTS_ONLY);
        if (sent.getOrDefault(UNPRICED, List.of()).contains("true")) {
            chosen.put(UNPRICED, List.of("true"));
        }
        List<String> place = sent.getOrDefault(AFTER, List.of());
        after = place.isEmpty() ? "" : place.getFirst();
    }

    /** Span and dimensions, as the profit page has them. */
    PageAddress page() {
        return page;
    }

    /** What is asked of the log. */
    Map<String, List<String>> params() {
        Map<String, List<String>> params = new TreeMap<>(chosen);
        if (!after.isEmpty()) {
            params.put(AFTER, List.of(after));
        }
        return params;
    }

    boolean unpriced() {
        return chosen.containsKey(UNPRICED);
    }

    boolean isFiltered() {
        return unpriced() || page.isFiltered();
    }

    /** Whether the page begins somewhere behind the latest. */
    boolean isOlder() {
        return !after.isEmpty();
    }

    /** These calls from the latest on. */
    String latest() {
        return PATH + PageAddress.query(chosen);
    }

    /** These calls behind that one. */
    String behind(Place place) {
        Map<String, List<String>> params = new TreeMap<>(chosen);
        params.put(AFTER, List.of(EventsRequest.cursor(place)));
        return PATH + PageAddress.query(params);
    }

    /** All calls of the span. */
    String unfiltered() {
        Map<String, List<String>> params = new TreeMap<>(chosen);
        params.keySet().removeIf(name -> !List.of("range", "from", "to", "tz").contains(name));
        return PATH + PageAddress.query(params);
    }

    /** The same of all time. */
    String everything() {
        Map<String, List<String>> params = new TreeMap<>(chosen);
        params.keySet().removeAll(List.of("from", "to"));
        params.put("range", List.of("all"));
        return PATH + PageAddress.query(params);
    }

    /** That call alone; its time spares looking for it. */
    static String one(ChargedEvent row) {
        Place place = Place.of(row);
        Map<String, List<String>> params = new TreeMap<>();
        params.put("id", List.of(place.id()));
        params.put("source", List.of(place.source()));
        params.put("time", List.of(place.time().toString()));
        return ONE + PageAddress.query(params);
    }
}
