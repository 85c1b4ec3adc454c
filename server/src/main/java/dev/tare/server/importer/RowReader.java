package dev.tare.server.importer;

import dev.tare.core.event.Checked;
import dev.tare.core.event.EventRules;
import dev.tare.core.event.Rejection;
import dev.tare.core.event.RejectionCode;
import dev.tare.core.event.UsageEvent;
import dev.tare.core.event.UsageEventDraft;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Turns rows into checked events, each with an id. */
final class RowReader {
    /** What became of a row. */
    sealed interface Row {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Event(long line, UsageEvent event, byte[] raw) implements Row {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Broken(BrokenRow row, byte[] raw) implements Row {}

    /** Stands for the id while the rules are checked, where the row brings none. */
    private static final String ID_TO_COME = "?";

    private final Mapping mapping;
    private final Map<String, String> columns;
    private final boolean ownNames;
    private final Set<String> neverSeen;
    private final Instant now;
    private final ContentIds ids = new ContentIds();

    private RowReader(Mapping mapping, Map<String, String> columns, boolean own, Instant now) {
        this.mapping = mapping;
        this.columns = columns;
        this.ownNames = own;
        this.neverSeen = new LinkedHashSet<>(columns.values());
        this.now = now;
    }

    /** A reader for a file, or why the mapping doesn't fit the file. */
    static UsageFile.Opened<RowReader> of(
            Mapping mapping, @Nullable List<String> columns, Instant now) {
        if (!mapping.columns().isEmpty()) {
            List<String> missing =
                    columns == null
                            ? List.of()
                            : mapping.columns().values().stream()
                                    .filter(column -> !columns.contains(column))
                                    .distinct()
                                    .toList();
            return missing.isEmpty()
                    ? new UsageFile.Ready<>(new RowReader(mapping, mapping.columns(), false, now))
                    : new UsageFile.Unusable<>(
                            "unknown_column",
                            "The mapping names "
                                    + shown(missing)
                                    + ", but the file has the columns "
                                    + shown(columns == null ? List.of() : columns)
                                    + ".");
        }
        if (columns == null) {
            return new UsageFile.Ready<>(new RowReader(mapping, Map.of(), true, now));
        }
        Map<String, String> byOwnName = new LinkedHashMap<>();
        columns.forEach(column -> byOwnName.put(column, column));
        List<String> strange =
                columns.stream().filter(column -> !EventFields.isField(column)).toList();
        return strange.isEmpty()
                ? new UsageFile.Ready<>(new RowReader(mapping, byOwnName, false, now))
                : new UsageFile.Unusable<>(
                        "unmapped_column",
                        "Without a mapping each column must be named as a field of an event; "
                                + shown(strange)
                                + " isn't one of "
                                + EventFields.list()
                                + ". Map the columns that are meant.");
    }

    /** Mapped columns that no row had so far. */
    List<String> neverSeen() {
        return List.copyOf(neverSeen);
    }

    Row read(RawRow row) {
        return switch (row) {
            case RawRow.Damaged damaged ->
                    new Broken(
                            new BrokenRow(damaged.line(), null, damaged.code(), damaged.message()),
                            damaged.raw());
            case RawRow.Filled filled -> filled(filled);
        };
    }

    private Row filled(RawRow.Filled row) {
        UsageEventDraft draft = new UsageEventDraft();
        Map<String, String> metadata = new TreeMap<>();
        Rejection fault = fill(row.cells(), draft, metadata);
        if (fault != null) {
            return broken(row, fault);
        }
        if (!metadata.isEmpty()) {
            draft.metadata = JsonMapper.shared().writeValueAsString(metadata);
        }
        boolean withoutId = draft.id == null || draft.id.isBlank();
        if (withoutId) {
            draft.id = ID_TO_COME;
        }
        return switch (EventRules.check(draft, now)) {
            case Checked.Refused refused -> broken(row, refused.rejection());
            case Checked.Accepted accepted when accepted.event().time() == null ->
                    broken(
                            row,
                            new Rejection(
                                    RejectionCode.MISSING_FIELD,
                                    EventFields.TIME,
                                    "Field \"time\" is missing or empty; a row of a file needs the"
                                            + " time of its call."));
            case Checked.Accepted accepted ->
                    new Event(
                            row.line(),
                            withoutId
                                    ? withId(accepted.event(), ids.next(accepted.event()))
                                    : accepted.event(),
                            row.raw());
        };
    }

    private @Nullable Rejection fill(
            RawRow.Cells cells, UsageEventDraft draft, Map<String, String> metadata) {
        for (Map.Entry<String, String> constant : mapping.constants().entrySet()) {
            Rejection fault = set(draft, metadata, constant.getKey(), constant.getValue());
            if (fault != null) {
                return fault;
            }
        }
        if (ownNames) {
            for (String name : cells.names()) {
                Rejection fault = setOwn(draft, metadata, name, cells.get(name));
                if (fault != null) {
                    return fault;
                }
            }
            return null;
        }
        for (Map.Entry<String, String> column : columns.entrySet()) {
            String value = cells.get(column.getValue());
            if (value != null) {
                neverSeen.remove(column.getValue());
                Rejection fault =
                        value.isBlank() ? null : set(draft, metadata, column.getKey(), value);
                if (fault != null) {
                    return fault;
                }
            }
        }
        return null;
    }

    private @Nullable Rejection setOwn(
            UsageEventDraft draft,
            Map<String, String> metadata,
            String name,
            @Nullable String value) {
        if (name.equals("quantities") || (name.equals("metadata") && !isObject(value))) {
            return new Rejection(
                    RejectionCode.INVALID_TYPE, name, "Field \"" + name + "\" must be an object.");
        }
        if (!name.equals("metadata")
                && !EventFields.isField(name)
                && !name.startsWith(EventFields.QUANTITIES)) {
            return new Rejection(
                    RejectionCode.UNKNOWN_FIELD,
                    name,
                    "Field "
                            + Rejection.shown(name)
                            + " isn't known; use one of "
                            + EventFields.list()
                            + ", or a mapping.");
        }
        return value == null ? null : set(draft, metadata, name, value);
    }

    private static boolean isObject(@Nullable String value) {
        return value != null && value.startsWith("{");
    }

    private @Nullable Rejection set(
            UsageEventDraft draft, Map<String, String> metadata, String field, String value) {
        String meant = value;
        if (field.equals(EventFields.TIME)) {
            Instant time = mapping.times().read(value.strip());
            if (time == null) {
                return new Rejection(
                        RejectionCode.INVALID_TIME,
                        field,
                        "Field \"time\" can't be read: "
                                + Rejection.shown(value)
                                + "; "
                                + mapping.times().mend()
                                + ".");
            }
            meant = time.toString();
        } else if (field.equals(EventFields.STATUS)) {
            meant = mapping.statuses().getOrDefault(value, value);
        }
        return EventFields.set(draft, metadata, field, meant)
                ? null
                : new Rejection(
                        RejectionCode.INVALID_TYPE,
                        field,
                        "Field \""
                                + field
                                + "\" can't be "
                                + Rejection.shown(value)
                                + "; write true or false.");
    }

    private static Broken broken(RawRow row, Rejection rejection) {
        return new Broken(
                new BrokenRow(
                        row.line(),
                        rejection.field(),
                        rejection.code().code(),
                        rejection.message()),
                row.raw());
    }

    private static UsageEvent withId(UsageEvent event, String id) {
        return new UsageEvent(
                id,
                event.time(),
                event.userId(),
                event.provider(),
                event.operation(),
                event.model(),
                event.quantities(),
                event.status(),
                event.error(),
                event.processingTimeMs(),
                event.credits(),
                event.plan(),
                event.fingerprint(),
                event.cost(),
                event.metadata(),
                event.estimated());
    }

    private static String shown(List<String> names) {
        return String.join(", ", names.stream().map(Rejection::shown).toList());
    }
}
