package dev.tare.testkit;

import dev.tare.core.profit.Dimension;
import dev.tare.core.profit.ReportAmounts;
import dev.tare.core.profit.ReportQuery;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Questions about users that are answered without a look at single events. */
final class UserQueries {
    private static final List<List<Dimension>> GROUPS =
            List.of(
                    List.of(),
                    List.of(Dimension.USER),
                    List.of(Dimension.DAY),
                    List.of(Dimension.USER, Dimension.WEEK),
                    List.of(Dimension.MONTH, Dimension.USER, Dimension.DAY));

    private UserQueries() {}

    /** By user, or about a few of them, over whole days of the workspace between those two. */
    static ReportQuery random(
            Random random, ZoneId workspaceZone, LocalDate first, LocalDate last) {
        List<Dimension> groupBy = GROUPS.get(random.nextInt(GROUPS.size()));
        Map<Dimension, Set<String>> filters =
                random.nextBoolean() && groupBy.contains(Dimension.USER)
                        ? Map.of()
                        : Map.of(Dimension.USER, Set.of("user-1", "user-2", "nobody"));
        List<LocalDate> edges = new ArrayList<>();
        long days = last.toEpochDay() - first.toEpochDay();
        for (int i = 0; i < 2; i++) {
            edges.add(first.plusDays(random.nextLong(days)));
        }
        edges.sort(null);
        return new ReportQuery(
                edges.getFirst().atStartOfDay(workspaceZone).toInstant(),
                edges.getLast().plusDays(1).atStartOfDay(workspaceZone).toInstant(),
                workspaceZone,
                groupBy,
                filters,
                random.nextBoolean() ? ReportAmounts.ADJUSTED : ReportAmounts.AS_CHARGED,
                false);
    }
}
