package dev.tare.server.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The span of time of a verb, as reports name it. */
final class SpanOption {
    @Option(
            names = "--range",
            paramLabel = "RANGE",
            description =
                    "today, yesterday, 7d, 30d, …, month, last_month, year or all (default: 30d).")
    private @Nullable String range;

    @Option(names = "--from", paramLabel = "DATE", description = "First day, or an instant.")
    private @Nullable String from;

    @Option(
            names = "--to",
            paramLabel = "DATE",
            description = "Last day (through its end), or an instant (exclusive).")
    private @Nullable String to;

    @Option(names = "--tz", paramLabel = "ZONE", description = "The days' IANA time zone.")
    private @Nullable String tz;

    /** As parameters of a report. */
    Map<String, List<String>> params() {
        Map<String, List<String>> params = new LinkedHashMap<>();
        put(params, "range", range);
        put(params, "from", from);
        put(params, "to", to);
        put(params, "tz", tz);
        return params;
    }

    private static void put(Map<String, List<String>> params, String name, @Nullable String value) {
        if (value != null) {
            params.put(name, List.of(value));
        }
    }
}
