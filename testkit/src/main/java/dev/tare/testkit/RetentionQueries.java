package dev.tare.testkit;

import dev.tare.core.profit.Dimension;
import dev.tare.core.profit.ReportAmounts;
import dev.tare.core.profit.ReportQuery;
import dev.tare.core.rollup.Rollups;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Questions about the first half of 2024: some that sums answer, some that only rows do. */
final class RetentionQueries {
    private static final List<Dimension> ALL = List.of(Dimension.values());

    private RetentionQueries() {}

    static ReportQuery random(Random random, ZoneId workspaceZone) {
        ZoneId zone = random.nextBoolean() ? workspaceZone : ZoneId.of("Asia/Kolkata");
        List<Dimension> groupBy = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            Dimension dimension = ALL.get(random.nextInt(ALL.size()));
            if (!groupBy.contains(dimension)) {
                groupBy.add(dimension);
            }
        }
        Map<Dimension, Set<String>> filters =
                random.nextInt(4) == 0 ? Map.of(Dimension.USER, Set.of("user-1")) : Map.of();
        Instant a = edge(random, zone);
        Instant b = edge(random, zone);
        ReportAmounts amounts =
                random.nextBoolean() ? ReportAmounts.ADJUSTED : ReportAmounts.AS_CHARGED;
        boolean quantities = random.nextBoolean();
        return a.isBefore(b)
                ? new ReportQuery(a, b, zone, groupBy, filters, amounts, quantities)
                : new ReportQuery(
                        b, a.plusNanos(1_000), zone, groupBy, filters, amounts, quantities);
    }

    private static Instant edge(Random random, ZoneId zone) {
        LocalDate day = LocalDate.of(2024, 1, 1).plusDays(random.nextInt(175));
        Instant midnight = day.atStartOfDay(zone).toInstant();
        return switch (random.nextInt(4)) {
            case 0 -> midnight.plusSeconds(random.nextInt(86_400));
            case 1 -> Rollups.quarterHour(midnight.plusSeconds(random.nextInt(86_400)));
            default -> midnight;
        };
    }
}
