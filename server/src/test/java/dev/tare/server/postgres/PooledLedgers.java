package dev.tare.server.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.server.tables.Sql;
import dev.tare.testkit.LedgerUnderTest;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Opens ledgers behind poolers. After the test no session may bear a trace of what it was lent for,
 * and nothing may have been asked that a pooler can't do.
 */
final class PooledLedgers implements AfterEachCallback {
    private static final int SESSIONS = 2;
    private static final int LOOKS_MAX = 100;

    /** What a session was left with; the first column is its number. */
    private static final String LEAVINGS =
            """
            SELECT pg_backend_pid(), CONCAT_WS(', ',
                (SELECT STRING_AGG(name || ' = ' || setting, ', ') FROM pg_settings
                    WHERE source = 'session' AND name NOT LIKE 'transaction_%'
                    AND name NOT IN ('application_name', 'extra_float_digits')),
                (SELECT 'a lock' FROM pg_locks
                    WHERE locktype = 'advisory' AND pid = pg_backend_pid() LIMIT 1),
                (SELECT 'prepared ' || MIN(name) FROM pg_prepared_statements
                    HAVING COUNT(*) > 0))
            """;

    /** The session's own tables. */
    private static final String TABLES =
            """
            SELECT COALESCE(STRING_AGG('pg_temp.' || relname, ','), '') FROM pg_class
            WHERE relnamespace = pg_my_temp_schema() AND relkind = 'r'
            """;

    private final PostgresLedgers ledgers = new PostgresLedgers();
    private final PostgresLedgers databases = new PostgresLedgers();
    private final List<TransactionPooler> poolers = new ArrayList<>();

    /** Before that database. */
    TransactionPooler pooler(PostgresAddress behind) {
        TransactionPooler pooler = new TransactionPooler(behind, SESSIONS);
        poolers.add(pooler);
        return pooler;
    }

    PostgresLedger open(PostgresAddress address, ZoneId zone) {
        return ledgers.open(address, zone);
    }

    LedgerUnderTest underTest(ZoneId zone) {
        return PostgresLedgers.underTest(open(pooler(databases.make()).address(), zone));
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException, SQLException {
        ledgers.afterEach(context);
        for (TransactionPooler pooler : poolers) {
            assertThat(leavings(pooler).values())
                    .as("what sessions were left with")
                    .containsOnly("");
            assertThat(pooler.refusals()).as("what a pooler can't do").isZero();
            assertThat(pooler.cancels()).isZero();
            pooler.close();
        }
        poolers.clear();
        databases.afterEach(context);
    }

    /** What any program would find in each of the pooler's sessions. */
    static Map<Integer, String> leavings(TransactionPooler pooler) throws SQLException {
        Map<Integer, String> found = new TreeMap<>();
        try (Connection connection = plain(pooler);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (int looks = 0; looks < LOOKS_MAX && found.size() < pooler.size(); looks++) {
                try (ResultSet row = statement.executeQuery(LEAVINGS)) {
                    row.next();
                    found.put(row.getInt(1), row.getString(2) + rows(connection));
                }
                connection.commit();
            }
        }
        assertThat(found).as("sessions seen").hasSize(pooler.size());
        return found;
    }

    private static String rows(Connection connection) throws SQLException {
        StringBuilder rows = new StringBuilder();
        String tables = String.valueOf(Sql.value(connection, TABLES));
        for (String table : tables.isEmpty() ? List.<String>of() : List.of(tables.split(",", -1))) {
            long count = Sql.count(connection, "SELECT COUNT(*) FROM " + table);
            rows.append(count == 0 ? "" : " rows in " + table);
        }
        return rows.toString();
    }

    /** Does that in each of the pooler's sessions, and leaves it so. */
    static void inEach(TransactionPooler pooler, String sql) throws SQLException {
        Set<String> done = new TreeSet<>();
        try (Connection connection = plain(pooler)) {
            connection.setAutoCommit(false);
            for (int looks = 0; looks < LOOKS_MAX && done.size() < pooler.size(); looks++) {
                if (done.add(Sql.value(connection, "SELECT pg_backend_pid()"))) {
                    Sql.execute(connection, sql);
                }
                connection.commit();
            }
        }
        assertThat(done).as("sessions seen").hasSize(pooler.size());
    }

    /** Does that in whichever session comes. */
    static void once(TransactionPooler pooler, String sql) throws SQLException {
        try (Connection connection = plain(pooler)) {
            Sql.execute(connection, sql);
        }
    }

    /** A program of somebody else's. */
    static Connection plain(TransactionPooler pooler) throws SQLException {
        PostgresAddress address = pooler.address();
        return DriverManager.getConnection(address.jdbc(), address.properties());
    }
}
