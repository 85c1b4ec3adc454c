package dev.tare.server.dashboard;

import dev.tare.core.profit.Dimension;
import dev.tare.core.profit.ReportRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The page's address: what is shown is all in it, so a link shows the same to the next person.
 *
 * <p>The form sends the dates of its "custom" choice even while a preset is chosen; the preset wins
 * then. Fields left empty, and names it doesn't know, don't count.
 */
final class PageAddress {
    /** Where the page lives. */
    static final String PATH = "/admin/analytics";

    /** The value of {@code range} that stands for the two dates beside it. */
    static final String CUSTOM = "custom";

    private static final String REPORT = "/v1/reports/profit";
    private static final String GRANULARITY = "granularity";

    private final Map<String, List<String>> params;

    /** From the request's parameters. */
    PageAddress(Map<String, List<String>> sent) {
        Map<String, List<String>> kept = new TreeMap<>();
        sent.forEach((name, values) -> {
            List<String> filled = values.stream().filter(v -> !v.isBlank()).toList();
            boolean known = ReportRequest.knows(name) && !name.equals("group_by");
            if (!filled.isEmpty() && (known || name.equals(GRANULARITY))) {
                kept.put(name, filled);
            }
        });
        List<String> range = kept.getOrDefault("range", List.of());
        if (range.contains(CUSTOM)) {
            kept.remove("range");
        } else if (!range.isEmpty()) {
            kept.remove("from");
            kept.remove("to");
        }
        params = Collections.unmodifiableMap(kept);
    }

    /** The parameters a report understands. */
    Map<String, List<String>> params() {
        return params;
    }

    /** The first value of that name, {@code null} if there is none. */
    @Nullable String first(String name) {
        List<String> values = params.getOrDefault(name, List.of());
        return values.isEmpty() ? null : values.getFirst().strip();
    }

    /** All values of that name. */
    List<String> all(String name) {
        return params.getOrDefault(name, List.of());
    }

    /** The preset chosen: the default where nothing is said, {@link #CUSTOM} with own dates. */
    String range() {
        if (first("from") != null || first("to") != null) {
            return CUSTOM;
        }
        String range = first("range");
        return range == null ? "30d" : range;
    }

    /** The granularity asked for as it was sent, {@code null} = the page decides. */
    @Nullable String granularity() {
        return first(GRANULARITY);
    }

    /** Whether anything is filtered out. */
    boolean isFiltered() {
        return params.keySet().stream().anyMatch(name -> Dimension.of(name) != null);
    }

    /** This page over all time, everything else as it is. */
    String everything() {
        Map<String, List<String>> changed = new TreeMap<>(params);
        changed.keySet().removeAll(List.of("from", "to"));
        changed.put("range", List.of("all"));
        return PATH + query(changed);
    }

    /** This page without filters, everything else as it is. */
    String unfiltered() {
        Map<String, List<String>> changed = new TreeMap<>(params);
        changed.keySet().removeIf(name -> Dimension.of(name) != null);
        return PATH + query(changed);
    }

    /** The calls behind a row of that value. */
    String calls(Dimension dimension, String value) {
        Map<String, List<String>> changed = new TreeMap<>(params);
        changed.keySet().removeAll(List.of(GRANULARITY, "amounts", "quantities"));
        changed.put(dimension.text(), List.of(FilterBar.shown(value)));
        return CallsAddress.PATH + query(changed);
    }

    /** The same figures as a file, grouped so. */
    String csv(Dimension... groupBy) {
        Map<String, List<String>> changed = new TreeMap<>(params);
        changed.remove(GRANULARITY);
        StringJoiner dimensions = new StringJoiner(",");
        for (Dimension dimension : groupBy) {
            dimensions.add(dimension.text());
        }
        changed.put("group_by", List.of(dimensions.toString()));
        changed.put("format", List.of("csv"));
        return REPORT + query(changed);
    }

    /** Parameters as they stand behind a path; empty where there are none. */
    static String query(Map<String, List<String>> params) {
        List<String> parts = new ArrayList<>();
        params.forEach((name, values) ->
                values.forEach(value -> parts.add(encoded(name) + "=" + encoded(value))));
        return parts.isEmpty() ? "" : "?" + String.join("&", parts);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("%2C", ",");
    }
}
