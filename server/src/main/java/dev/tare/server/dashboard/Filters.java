package dev.tare.server.dashboard;

import java.util.List;

/**
 * The filter bar.
 *
 * @param range the chosen preset, or {@code custom}
 * @param rangeLabel its name
 * @param dates the span in words
 * @param from the first day, for the date field; empty if unknown
 * @param to the last day, for the date field; empty if unknown
 * @param presets to choose from
 * @param granularity as chosen; empty = the page decides
 * @param zone the time zone asked for; empty = the workspace's
 * @param zoneShown the time zone the page is cut in
 * @param menus of values
 * @param filtered whether any value is chosen
 * @param resetHref the page without filters
 */
public record Filters(
        String range,
        String rangeLabel,
        String dates,
        String from,
        String to,
        List<Choice> presets,
        String granularity,
        List<Choice> granularities,
        String zone,
        String zoneShown,
        List<Menu> menus,
        boolean filtered,
        String resetHref) {
    /** Time zones offered while typing; any other is as good. */
    public static final List<String> ZONES_OFFERED =
            List.of(
                    "UTC",
                    "America/Los_Angeles",
                    "America/Denver",
                    "America/Chicago",
                    "America/New_York",
                    "America/Sao_Paulo",
                    "Europe/London",
                    "Europe/Berlin",
                    "Europe/Kyiv",
                    "Africa/Lagos",
                    "Asia/Dubai",
                    "Asia/Kolkata",
                    "Asia/Singapore",
                    "Asia/Shanghai",
                    "Asia/Tokyo",
                    "Australia/Sydney");

    /** One of several values. */
    public record Choice(String value, String label, boolean chosen) {}

    /**
     * A dimension's values.
     *
     * @param name of the parameter
     * @param summary what is chosen, for the closed menu
     */
    public record Menu(String name, String label, String summary, List<Choice> choices) {}
}
