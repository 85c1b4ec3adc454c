package dev.tare.server.importer;

import dev.tare.core.event.UsageEvent;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts what an import reads and sends. */
final class Tally {
    private final SortedMap<String, Long> providers = new TreeMap<>();
    private final SortedMap<String, Long> operations = new TreeMap<>();
    private final SortedMap<String, Long> models = new TreeMap<>();
    private final SortedMap<String, BigDecimal> quantities = new TreeMap<>();
    private final List<BrokenRow> firstBroken = new ArrayList<>();
    private long rows;
    private long sent;
    private long accepted;
    private long rejected;
    private long broken;
    private @Nullable Instant first;
    private @Nullable Instant last;

    long rows() {
        return rows;
    }

    void event(UsageEvent event) {
        rows++;
        Instant time = event.time();
        if (time != null) {
            first = first == null || time.isBefore(first) ? time : first;
            last = last == null || time.isAfter(last) ? time : last;
        }
        name(providers, event.provider());
        name(operations, event.operation());
        if (event.model() != null) {
            name(models, event.model());
        }
        event.quantities()
                .byUnit()
                .forEach((unit, quantity) -> quantities.merge(unit, quantity, BigDecimal::add));
    }

    void broken(BrokenRow row) {
        rows++;
        broken++;
        remember(row);
    }

    void sent(int events, UsageSink.Taken taken) {
        sent += events;
        accepted += taken.accepted();
        rejected += taken.refused().size();
    }

    void remember(BrokenRow row) {
        if (firstBroken.size() < ImportSummary.FIRST_BROKEN_MAX) {
            firstBroken.add(row);
        }
    }

    ImportSummary summary(@Nullable Path rejectedFile, List<String> neverSeen) {
        return new ImportSummary(
                rows,
                sent,
                accepted,
                rejected,
                broken,
                List.copyOf(firstBroken),
                rejectedFile,
                first,
                last,
                providers,
                operations,
                models,
                quantities,
                neverSeen);
    }

    private static void name(SortedMap<String, Long> names, String name) {
        boolean room = names.size() < ImportSummary.NAMES_MAX || names.containsKey(name);
        names.merge(room ? name : ImportSummary.OTHER, 1L, Long::sum);
    }
}
