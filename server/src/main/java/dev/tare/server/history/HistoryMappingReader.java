package dev.tare.server.history;

import dev.tare.core.event.Rejection;
import dev.tare.server.wire.TextTree;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a mapping and finds everything wrong with it. */
final class HistoryMappingReader {
    private static final List<String> FILE_KEYS =
            List.of("source", "time_zone", "calls", "plans", "plan_otherwise");
    private static final List<String> PLAN_KEYS =
            List.of("from", "where", "user", "plan", "names", "since", "until");
    private static final Pattern SOURCE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/-]{0,99}");

    private final List<HistoryMapping.Problem> problems = new ArrayList<>();

    HistoryMapping.Parsed read(String text) {
        TextTree root;
        try {
            root = TextTree.read(text);
        } catch (TextTree.Unreadable unreadable) {
            problems.add(
                    new HistoryMapping.Problem(
                            "",
                            unreadable.code(),
                            "Line " + unreadable.line() + ": " + unreadable.text()));
            return new HistoryMapping.Bad(problems);
        }
        if (!(root instanceof TextTree.Fields fields)) {
            problems.add(
                    new HistoryMapping.Problem(
                            "",
                            "invalid_type",
                            "A mapping must have keys at its top; use "
                                    + String.join(", ", FILE_KEYS)
                                    + "."));
            return new HistoryMapping.Bad(problems);
        }
        return checked(new MappingNode("", fields, problems), text);
    }

    private HistoryMapping.Parsed checked(MappingNode file, String text) {
        file.allowOnly(FILE_KEYS);
        Set<String> names = new HashSet<>();
        HistoryMapping mapping =
                new HistoryMapping(
                        source(file),
                        zone(file),
                        file.items("calls").stream()
                                .map(call -> CallTableReader.read(call, names))
                                .toList(),
                        file.items("plans").stream().map(HistoryMappingReader::plan).toList(),
                        file.text("plan_otherwise"),
                        text);
        if (mapping.calls().isEmpty() && problems.isEmpty()) {
            file.problem("calls", "missing_key", "Name at least one table of calls under calls.");
        }
        return problems.isEmpty()
                ? new HistoryMapping.Good(mapping)
                : new HistoryMapping.Bad(problems);
    }

    private static String source(MappingNode file) {
        String source = file.text("source");
        if (source == null) {
            file.problem(
                    "source",
                    "missing_key",
                    "Key \"source\" is missing; name the application the calls belong to, such"
                            + " as image-editor.");
        } else if (!SOURCE.matcher(source).matches()) {
            file.problem(
                    "source",
                    "invalid_source",
                    Rejection.shown(source)
                            + " is no name of an application; write letters, digits, \".\","
                            + " \"_\" and \"-\".");
        }
        return source == null ? "" : source;
    }

    private static @Nullable ZoneId zone(MappingNode file) {
        String name = file.text("time_zone");
        try {
            return name == null ? null : ZoneId.of(name);
        } catch (DateTimeException unknown) {
            file.problem(
                    "time_zone",
                    "unknown_time_zone",
                    Rejection.shown(String.valueOf(name))
                            + " is no time zone; write an IANA name such as Europe/Berlin, or"
                            + " UTC.");
            return null;
        }
    }

    private static PlanTable plan(MappingNode plan) {
        plan.allowOnly(PLAN_KEYS);
        return new PlanTable(
                plan.path(),
                plan.needed("from", "subscriptions s"),
                plan.sql("where"),
                plan.needed("user", "s.user_id"),
                plan.needed("plan", "s.plan"),
                plan.texts("names"),
                plan.needed("since", "s.started_at"),
                plan.sql("until"));
    }
}
