package dev.tare.server.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.profit.Dimension;
import dev.tare.core.profit.ReportAmounts;
import dev.tare.core.profit.ReportQuery;
import dev.tare.server.tables.Questions;
import dev.tare.server.tables.TableSums;
import dev.tare.testkit.LedgerFixtures;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a report costs: the statements it asks of the tables. */
final class AskedStatementsTest {
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final Instant FROM = Instant.parse("2026-11-20T00:00:00Z");
    private static final ReportQuery DAYS =
            new ReportQuery(FROM, FROM.plusSeconds(86_400), UTC, List.of(), Map.of());

    @TempDir private Path folder;

    @Test
    void aQuestionWithoutQuantitiesReadsOneTableOnceWhereverItIsAnsweredFrom() throws SQLException {
        Map<String, ReportQuery> questions =
                Map.of(
                        "api_cost_summaries", DAYS.by(Dimension.PROVIDER),
                        "usage_quarter_hours", DAYS.over(FROM, FROM.plusSeconds(900)),
                        "usage_user_days", DAYS.by(Dimension.USER),
                        "api_usage_logs", DAYS.by(Dimension.USER, Dimension.PLAN));
        for (Map.Entry<String, ReportQuery> question : questions.entrySet()) {
            List<String> without = statements(question.getValue().quantities(false));
            assertThat(without)
                    .as("%s", question)
                    .singleElement()
                    .satisfies(sql -> assertThat(sql).contains("FROM " + question.getKey() + " "));
        }
    }

    @Test
    void withThemItReadsTheirTableToo() throws SQLException {
        assertThat(statements(DAYS))
                .hasSize(2)
                .last()
                .satisfies(sql -> assertThat(sql).contains("api_cost_summary_quantities"));
    }

    /** The spans of the events are looked up only to cut days out of times. */
    @Test
    void daysOfAnotherZoneAreCutBetweenTheFirstAndTheLastEvent() throws SQLException {
        ReportQuery elsewhere =
                new ReportQuery(
                        FROM,
                        FROM.plusSeconds(900),
                        ZoneId.of("Asia/Kathmandu"),
                        List.of(Dimension.DAY),
                        Map.of());
        assertThat(statements(elsewhere.quantities(false))).hasSize(3);
        assertThat(statements(elsewhere.by().quantities(false))).hasSize(1);
    }

    /** As charged: whether there are corrections isn't looked up then. */
    private List<String> statements(ReportQuery query) throws SQLException {
        Path file = folder.resolve("ledger.duckdb");
        try (DuckDbLedger ledger = DuckDbLedger.open(file, UTC)) {
            if (ledger.sums().span() == null) {
                ledger.store()
                        .apply(
                                LedgerFixtures.batch(
                                        1,
                                        List.of(
                                                LedgerFixtures.row(
                                                        "a", FROM.plusSeconds(1), FROM))));
            }
        }
        List<String> statements = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file)) {
            Connection listened = listened(connection, statements);
            Questions questions =
                    new Questions() {
                        @Override
                        public <T> T read(String doing, Question<T> question) {
                            try {
                                return question.from(listened);
                            } catch (SQLException failure) {
                                throw new IllegalStateException(doing, failure);
                            }
                        }
                    };
            assertThat(
                            new TableSums(questions, DuckDbEngine.ENGINE, UTC)
                                    .sums(query.of(ReportAmounts.AS_CHARGED)))
                    .hasSize(1);
        }
        return statements;
    }

    private static Connection listened(Connection connection, List<String> statements) {
        return (Connection)
                Proxy.newProxyInstance(
                        Connection.class.getClassLoader(),
                        new Class<?>[] {Connection.class},
                        (_, method, arguments) -> {
                            if (method.getName().equals("prepareStatement")) {
                                statements.add((String) arguments[0]);
                            }
                            try {
                                return method.invoke(connection, arguments);
                            } catch (InvocationTargetException thrown) {
                                throw thrown.getCause();
                            }
                        });
    }
}
