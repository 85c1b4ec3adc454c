package dev.tare.server.duckdb;

import static dev.tare.testkit.LedgerFixtures.batch;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.ledger.SqlConsole;
import dev.tare.core.ledger.SqlConsole.Answer;
import dev.tare.core.pricing.PricedEvent;
import dev.tare.server.tables.Sql;
import dev.tare.testkit.LedgerFixtures;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A user's SQL reads the ledger, and does nothing else whatever it says. */
final class DuckDbConsoleTest {
    private static final Duration TIME = Duration.ofSeconds(20);
    private static final ZoneId UTC = ZoneId.of("UTC");

    /** As users have it, letter for letter. */
    static final String CANONICAL =
            """
            SELECT provider, operation, COUNT(*) as total_operations, SUM(api_cost) as total_cost,
              SUM(credit_value) as total_revenue, SUM(credit_value - api_cost) as gross_profit,
              ROUND((SUM(credit_value - api_cost) / SUM(credit_value)) * 100, 2) as margin_percent
            FROM api_usage_logs WHERE created_at >= NOW() - INTERVAL '30 days'
            GROUP BY provider, operation ORDER BY gross_profit DESC;
            """;

    /** Where a ledger with some calls lies; each test has a copy of it. */
    @TempDir private static Path made;

    @RegisterExtension private final DuckDbLedgers ledgers = new DuckDbLedgers();
    @TempDir private Path folder;

    private SqlConsole console;
    private DuckDbLedger ledger;

    @BeforeAll
    static void make() {
        try (DuckDbLedger ledger = DuckDbLedger.open(made.resolve("ledger.duckdb"), UTC)) {
            Instant now = Instant.now();
            List<PricedEvent> rows = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                rows.add(row("acme" + i, new BigDecimal(i), now.minus(Duration.ofDays(i))));
                rows.add(row("old" + i, BigDecimal.ONE, now.minus(Duration.ofDays(31))));
            }
            rows.add(free("free", now));
            ledger.store().apply(batch(1, rows));
        }
    }

    @BeforeEach
    void open() throws IOException {
        Files.copy(made.resolve("ledger.duckdb"), folder.resolve("ledger.duckdb"));
        ledger = ledgers.open(folder, UTC);
        console = ledger.console();
    }

    private static PricedEvent row(String id, BigDecimal credits, Instant time) {
        return LedgerFixtures.priced(
                LedgerFixtures.event(id, time, "u", "acme", "basic", credits), time);
    }

    private static PricedEvent free(String id, Instant time) {
        return LedgerFixtures.priced(
                LedgerFixtures.event(id, time, "u", "acme", "free", BigDecimal.ZERO), time);
    }

    @Test
    void theCanonicalQueryAnswersAsWritten() {
        Answer.Rows rows = rows(CANONICAL);

        assertThat(rows.columns())
                .containsExactly(
                        "provider",
                        "operation",
                        "total_operations",
                        "total_cost",
                        "total_revenue",
                        "gross_profit",
                        "margin_percent");
        // 0 + 1 + 2 + 3 credits of 0.4995, five images of 0.04.
        assertThat(rows.rows())
                .containsExactly(
                        List.of(
                                "acme",
                                "upscale",
                                "5",
                                "0.200000000",
                                "2.997000000",
                                "2.797000000",
                                "93.33"));
        assertThat(rows.truncated()).isFalse();
    }

    @Test
    void theViewOfThirtyDaysSaysTheSameAndKnowsNoMarginWithoutRevenue() {
        assertThat(rows("SELECT * FROM api_profit_30d").rows().getFirst())
                .containsExactlyElementsOf(rows(CANONICAL).rows().getFirst());
        ledger.store().apply(batch(2, List.of(free("x", Instant.now()))));

        assertThat(rows("SELECT margin_percent FROM api_profit_30d WHERE total_revenue = 0").rows())
                .allMatch(row -> row.getFirst() == null);
    }

    @Test
    void anOrderIsKept() {
        Answer.Rows rows =
                rows("SELECT i FROM range(100000) t(i) ORDER BY (i * 7919) % 100003 DESC");
        List<Integer> should =
                IntStream.range(0, 100_000)
                        .boxed()
                        .sorted((a, b) -> Long.compare(b * 7919L % 100_003, a * 7919L % 100_003))
                        .limit(1000)
                        .toList();

        assertThat(rows.rows().stream().map(row -> Integer.valueOf(row.getFirst())))
                .containsExactlyElementsOf(should);
        assertThat(rows.truncated()).isTrue();
    }

    @Test
    void rowsAreLimitedToWhatIsAskedFor() {
        assertThat(console.ask("SELECT * FROM range(7)", 7, TIME))
                .isInstanceOfSatisfying(
                        Answer.Rows.class, rows -> assertThat(rows.truncated()).isFalse());
        assertThat(console.ask("SELECT * FROM range(8)", 7, TIME))
                .isInstanceOfSatisfying(
                        Answer.Rows.class,
                        rows -> {
                            assertThat(rows.truncated()).isTrue();
                            assertThat(rows.rows()).hasSize(7);
                        });
    }

    @Test
    void valuesAreTextAsTheEnginePrintsThem() {
        assertThat(
                        rows("SELECT TIMESTAMPTZ '2026-03-08 07:30:00.5Z', DATE '2026-03-08',"
                                        + " 1.50::DECIMAL(9,2), NULL, TRUE, [1, 2],"
                                        + " TIMESTAMP '2026-01-01 00:00:00', 'ü'")
                                .rows()
                                .getFirst())
                .containsExactly(
                        "2026-03-08 07:30:00.5+00",
                        "2026-03-08",
                        "1.50",
                        null,
                        "true",
                        "[1, 2]",
                        "2026-01-01 00:00:00",
                        "ü");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "WITH a AS (SELECT 1 AS i) SELECT * FROM a",
                "FROM api_cost_summaries",
                "DESCRIBE api_usage_logs",
                "SHOW TABLES",
                "SUMMARIZE api_cost_config",
                "EXPLAIN SELECT * FROM api_usage_logs",
                "explain analyze SELECT COUNT(*) FROM api_usage_logs",
                "VALUES (1)",
                "SELECT 1; -- and no more",
                "/* why */ SELECT 1",
                "SELECT * FROM api_cost_summaries_monthly",
                "SELECT * FROM api_usage_logs_adjusted",
                "SELECT unnest([1, 2])",
                "SELECT j.key FROM api_usage_logs, json_each(quantities) j",
                "SELECT quantities->>'calls' FROM api_usage_logs",
                "SELECT date_trunc('day', created_at AT TIME ZONE 'Asia/Kathmandu')"
                        + " FROM api_usage_logs",
                "SELECT column_name FROM information_schema.columns",
            })
    void whatOnlyReadsIsAnswered(String sql) {
        assertThat(rows(sql).columns()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.tare.server.duckdb.HostileQuestions#all")
    void whatDoesAnythingElseIsRefusedAndLeavesTheLedgerAsItWas(String sql) throws IOException {
        String before = rows("SELECT COUNT(*), SUM(hash(l)) FROM api_usage_logs l").toString();

        assertThat(console.ask(sql, 10, TIME)).isInstanceOf(Answer.Refused.class);

        assertThat(rows("SELECT COUNT(*), SUM(hash(l)) FROM api_usage_logs l")).hasToString(before);
        assertThat(rows("SELECT COUNT(*) FROM duckdb_tables()").rows().getFirst().getFirst())
                .isEqualTo(
                        rows("SELECT COUNT(*) FROM duckdb_tables() WHERE NOT internal"
                                        + " AND database_name = 'ledger'")
                                .rows()
                                .getFirst()
                                .getFirst());
        assertThat(Files.exists(Path.of("/tmp/tare-should-not-be.csv"))).isFalse();
        assertThat(Files.exists(Path.of("/tmp/tare-should-not-be"))).isFalse();
    }

    @Test
    void aRefusalSaysWhichKindItIs() {
        assertThat(code("DELETE FROM api_usage_logs")).isEqualTo("read_only");
        assertThat(code("SELECT 1; SELECT 2")).isEqualTo("read_only");
        assertThat(code("SELECT FROM WHERE")).isEqualTo("invalid_sql");
        assertThat(code("SELECT * FROM read_text('/x')")).isEqualTo("not_allowed");
        assertThat(code("SELECT * FROM nowhere")).isEqualTo("failed");
        assertThat(code("SELECT '" + "x".repeat(100_000) + "'")).isEqualTo("too_long");
    }

    @Test
    void aQuestionThatTakesTooLongIsEndedAndTheNextOneIsAnswered() {
        String endless = "SELECT SUM(a.i * b.i) FROM range(9000000) a(i), range(9000000) b(i)";

        Answer answer = console.ask(endless, 10, Duration.ofMillis(200));

        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo("time_limit"));
        assertThat(rows("SELECT 1").rows()).containsExactly(List.of("1"));
    }

    @Test
    void memoryIsLimited() {
        DuckDbLedger small =
                DuckDbLedger.open(new DuckDbSettings(folder.resolve("small.duckdb"), UTC, 128));
        try (small) {
            Answer answer =
                    small.console()
                            .ask(
                                    "SELECT length(string_agg(i::VARCHAR, ','))"
                                            + " FROM range(100000000) t(i)",
                                    10,
                                    Duration.ofMinutes(1));
            assertThat(answer)
                    .isInstanceOfSatisfying(
                            Answer.Refused.class,
                            refused -> assertThat(refused.code()).isEqualTo("memory_limit"));
        }
    }

    /** Each wall by itself: the engine's own, without the parser's in front. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM read_text('/etc/passwd')",
                "COPY api_usage_logs TO '/tmp/tare-should-not-be.csv'",
                "ATTACH '/tmp/tare-should-not-be.duckdb'",
                "INSTALL httpfs",
                "LOAD httpfs",
                "SET enable_external_access = true",
                "SET lock_configuration = false",
                "SET allowed_directories = ['/']",
                "SET memory_limit = '100GB'",
                "RESET memory_limit",
                "SET autoload_known_extensions = true",
            })
    void theEngineItselfRefuses(String sql) throws java.sql.SQLException {
        ledger.close();
        try (var connection =
                DuckDbFile.open(new DuckDbSettings(folder.resolve("walls.duckdb"), UTC), false)) {
            Schema.prepare(connection, UTC);
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> Sql.execute(connection, sql))
                    .isInstanceOf(java.sql.SQLException.class);
        }
    }

    private Answer.Rows rows(String sql) {
        Answer answer = console.ask(sql, 1000, TIME);
        assertThat(answer).as(sql).isInstanceOf(Answer.Rows.class);
        return (Answer.Rows) answer;
    }

    private String code(String sql) {
        Answer answer = console.ask(sql, 10, TIME);
        assertThat(answer).isInstanceOf(Answer.Refused.class);
        return ((Answer.Refused) answer).code();
    }
}
