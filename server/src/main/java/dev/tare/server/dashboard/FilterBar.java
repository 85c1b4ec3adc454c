package dev.tare.server.dashboard;

import dev.tare.core.profit.Dimension;
import dev.tare.core.profit.ProfitReport;
import dev.tare.core.profit.ReportQuery;
import dev.tare.core.profit.ReportRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes the filter bar: what can be chosen and what is. */
final class FilterBar {
    private static final Map<String, String> PRESETS = presets();

    /** More than anybody looks through; whoever wants another writes it into the address. */
    private static final int CHOICES_MAX = 500;

    private final PageAddress address;
    private final ReportQuery query;

    FilterBar(PageAddress address, ReportQuery query) {
        this.address = address;
        this.query = query;
    }

    private static Map<String, String> presets() {
        Map<String, String> presets = new LinkedHashMap<>();
        presets.put("today", "Today");
        presets.put("7d", "Last 7 days");
        presets.put("30d", "Last 30 days");
        presets.put("90d", "Last 90 days");
        presets.put("180d", "Last 180 days");
        presets.put("365d", "Last 12 months");
        presets.put("month", "This month");
        presets.put("last_month", "Last month");
        presets.put("all", "All time");
        return presets;
    }

    /**
     * With menus of providers and plans.
     *
     * @param values all there are, by provider and plan
     */
    Filters filters(@Nullable ProfitReport values) {
        return filters(values, Dimension.PROVIDER, Dimension.PLAN);
    }

    /**
     * With these menus.
     *
     * @param values all there are, by what there is a menu of
     * @param menus what there is a menu of
     */
    Filters filters(@Nullable ProfitReport values, Dimension... menus) {
        String range = address.range();
        List<Filters.Choice> presets = new ArrayList<>();
        PRESETS.forEach((v, label) -> presets.add(new Filters.Choice(v, label, v.equals(range))));
        String rangeLabel = rangeLabel(range);
        if (!PRESETS.containsKey(range) && !range.equals(PageAddress.CUSTOM)) {
            presets.add(new Filters.Choice(range, rangeLabel, true));
        }
        String zone = address.first("tz");
        return new Filters(
                range,
                rangeLabel,
                Timeline.words(query),
                query.from().atZone(query.zone()).toLocalDate().toString(),
                query.to().minusNanos(1).atZone(query.zone()).toLocalDate().toString(),
                presets,
                chosenGranularity(),
                granularities(),
                zone == null ? "" : zone,
                Timeline.zoneName(query.zone()),
                Arrays.stream(menus).map(dimension -> menu(dimension, values)).toList(),
                address.isFiltered(),
                address.unfiltered());
    }

    private static String rangeLabel(String range) {
        if (range.equals(PageAddress.CUSTOM)) {
            return "Custom dates";
        }
        String label = PRESETS.get(range);
        if (label != null) {
            return label;
        }
        return switch (range) {
            case "yesterday" -> "Yesterday";
            case "year" -> "This year";
            default -> "Last " + range.replace("d", " days");
        };
    }

    private String chosenGranularity() {
        String granularity = address.granularity();
        return granularity == null ? "" : granularity;
    }

    private List<Filters.Choice> granularities() {
        String chosen = chosenGranularity();
        Stream<Filters.Choice> automatic =
                Stream.of(new Filters.Choice("", "Auto", Granularity.of(chosen) == null));
        Stream<Filters.Choice> named =
                Arrays.stream(Granularity.values())
                        .map(g -> new Filters.Choice(g.text(), g.label(), g.text().equals(chosen)));
        return Stream.concat(automatic, named).toList();
    }

    private Filters.Menu menu(Dimension dimension, @Nullable ProfitReport values) {
        Set<String> chosen = query.filters().getOrDefault(dimension, Set.of());
        Set<String> all = new TreeSet<>(chosen);
        if (values != null) {
            values.rows().forEach(row -> all.add(row.key(values.query(), dimension)));
        }
        List<Filters.Choice> choices =
                all.stream()
                        .limit(CHOICES_MAX)
                        .map(v -> new Filters.Choice(shown(v), shown(v), chosen.contains(v)))
                        .toList();
        return new Filters.Menu(
                dimension.text(), dimension.label(), summary(dimension, chosen), choices);
    }

    private static String summary(Dimension dimension, Set<String> chosen) {
        String label = dimension.label().toLowerCase(java.util.Locale.ROOT);
        return switch (chosen.size()) {
            case 0 -> "All " + label + (label.endsWith("s") ? "es" : "s");
            case 1 -> shown(chosen.iterator().next());
            default -> chosen.size() + " " + label + "s";
        };
    }

    /** A dimension's value as people see it and parameters write it. */
    static String shown(String value) {
        return value.isEmpty() ? ReportRequest.NONE : value;
    }
}
