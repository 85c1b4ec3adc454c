package dev.tare.server.tables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.ledger.UsageStore;
import dev.tare.core.pricing.PricedEvent;
import dev.tare.core.profit.Dimension;
import dev.tare.core.profit.ReportAmounts;
import dev.tare.core.profit.ReportQuery;
import dev.tare.core.profit.UsageSums;
import dev.tare.server.duckdb.DuckDbLedger;
import dev.tare.server.postgres.PostgresAddress;
import dev.tare.server.postgres.PostgresDatabases;
import dev.tare.server.postgres.PostgresLedger;
import dev.tare.testkit.CorrectedUsage;
import dev.tare.testkit.LedgerFixtures;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A question has the same answer from each of the tables that can answer it. */
final class EverySourceTest {
    private static final long SEED = 20_261_128;
    private static final ZoneId ZONE = ZoneId.of("America/New_York");
    private static final LocalDate FIRST_DAY = LocalDate.of(2026, 10, 12);
    private static final int DAYS = 40;

    @TempDir private Path folder;

    @Test
    void inAFile() {
        try (DuckDbLedger ledger = DuckDbLedger.open(folder.resolve("ledger.duckdb"), ZONE)) {
            record(ledger.store());
            assertSameAnswers((TableSums) ledger.sums());
        }
    }

    @Test
    void inADatabase() {
        PostgresAddress address = PostgresDatabases.make();
        try (PostgresLedger ledger = PostgresLedger.open(address, ZONE)) {
            record(ledger.store());
            assertSameAnswers((TableSums) ledger.sums());
        }
        PostgresDatabases.drop(address);
    }

    private static void record(UsageStore store) {
        Random random = new Random(SEED);
        List<PricedEvent> rows = LedgerFixtures.randomRows(random, "e", 600, day(0), day(DAYS));
        new CorrectedUsage(rows, random).record(store);
    }

    private static void assertSameAnswers(TableSums sums) {
        Random random = new Random(SEED);
        Map<SumsSource, Integer> asked = new EnumMap<>(SumsSource.class);
        for (int i = 0; i < 80; i++) {
            ReportQuery query = query(random);
            Map<List<String>, String> log = answer(sums, query, SumsSource.ROWS);
            for (SumsSource source : SumsSource.values()) {
                if (source.answers(query, ZONE)) {
                    asked.merge(source, 1, Integer::sum);
                    assertThat(answer(sums, query, source))
                            .as("seed %d, question %d of %s: %s", SEED, i, source, query)
                            .isEqualTo(log);
                }
            }
        }
        assertThat(asked).hasSize(SumsSource.values().length);
        assertThat(asked.values()).allMatch(count -> count > 10);
    }

    /** Over whole days: those all tables have. */
    private static ReportQuery query(Random random) {
        Set<Dimension> groupBy = new LinkedHashSet<>();
        List<Dimension> dimensions =
                random.nextBoolean()
                        ? List.of(Dimension.USER, Dimension.DAY, Dimension.MONTH)
                        : Arrays.asList(Dimension.values());
        for (int i = random.nextInt(3); i > 0; i--) {
            groupBy.add(dimensions.get(random.nextInt(dimensions.size())));
        }
        int from = random.nextInt(DAYS);
        return new ReportQuery(
                day(from),
                day(from + 1 + random.nextInt(DAYS - from)),
                ZONE,
                List.copyOf(groupBy),
                random.nextInt(3) == 0
                        ? Map.of(Dimension.USER, Set.of("user-1", "user-3"))
                        : Map.of(),
                random.nextBoolean() ? ReportAmounts.ADJUSTED : ReportAmounts.AS_CHARGED,
                random.nextInt(4) == 0);
    }

    private static Instant day(int number) {
        return FIRST_DAY.plusDays(number).atStartOfDay(ZONE).toInstant();
    }

    private static Map<List<String>, String> answer(
            TableSums sums, ReportQuery query, SumsSource source) {
        Map<List<String>, String> answer =
                new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
        for (UsageSums.SumRow row : sums.sums(query, source)) {
            StringBuilder text = new StringBuilder();
            for (SumColumn column : SumColumn.values()) {
                text.append(column).append(' ').append(plain(column.of(row.totals().sums())));
            }
            row.totals()
                    .quantities()
                    .forEach((unit, quantity) ->
                            text.append(unit).append(' ').append(plain(quantity)));
            answer.put(row.keys(), text.toString());
        }
        return answer;
    }

    private static String plain(Number number) {
        return new BigDecimal(number.toString()).stripTrailingZeros().toPlainString();
    }
}
