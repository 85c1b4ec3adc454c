package dev.tare.server.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.server.tables.Sql;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The pooler of these tests is as unkind as it says: else what runs behind it proves nothing. */
final class TransactionPoolerTest {
    private final TransactionPooler pooler = new TransactionPooler(PostgresDatabases.make(), 2);

    @AfterEach
    void close() throws IOException {
        pooler.close();
    }

    private Connection connect(String name, String value) throws SQLException {
        Properties properties = pooler.address().properties();
        properties.setProperty(name, value);
        return DriverManager.getConnection(pooler.address().jdbc(), properties);
    }

    private static List<String> sessions(Connection connection, int times) throws SQLException {
        List<String> sessions = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            sessions.add(Sql.value(connection, "SELECT pg_backend_pid()"));
        }
        return sessions;
    }

    @Test
    void a_transaction_keeps_its_session_and_the_next_has_another() throws SQLException {
        try (Connection connection = PooledLedgers.plain(pooler)) {
            connection.setAutoCommit(false);
            List<String> first = sessions(connection, 3);
            connection.commit();
            List<String> second = sessions(connection, 3);
            connection.commit();

            assertThat(first).containsOnly(first.getFirst());
            assertThat(second).containsOnly(second.getFirst()).doesNotContain(first.getFirst());
        }
    }

    @Test
    void what_is_set_outside_of_a_transaction_is_not_there_in_the_next() throws SQLException {
        try (Connection connection = PooledLedgers.plain(pooler)) {
            Sql.execute(connection, "SET search_path = elsewhere");
            assertThat(Sql.value(connection, "SHOW search_path")).doesNotContain("elsewhere");
            assertThat(Sql.value(connection, "SHOW search_path")).isEqualTo("elsewhere");
        }
        assertThat(PooledLedgers.leavings(pooler).values())
                .containsExactlyInAnyOrder("", "search_path = elsewhere");
    }

    @Test
    void a_program_that_leaves_in_a_transaction_holds_no_session() throws SQLException {
        for (int i = 0; i < 5; i++) {
            Connection connection = PooledLedgers.plain(pooler);
            connection.setAutoCommit(false);
            Sql.execute(connection, "SELECT pg_advisory_xact_lock(7)");
            connection.close();
        }
        assertThat(PooledLedgers.leavings(pooler)).hasSize(2);
    }

    @Test
    void settings_that_no_pooler_knows_are_refused_when_a_program_connects() {
        assertThatThrownBy(() -> connect("currentSchema", "tare").close())
                .hasMessageContaining("unsupported startup parameter: search_path");
        assertThatThrownBy(() -> connect("options", "-c statement_timeout=1").close())
                .hasMessageContaining("unsupported startup parameter: options");
        assertThat(pooler.refusals()).isEqualTo(2);
    }

    @Test
    void prepared_statements_are_refused() throws SQLException {
        try (Connection connection = connect("prepareThreshold", "1");
                PreparedStatement statement = connection.prepareStatement("SELECT ?")) {
            statement.setInt(1, 1);
            assertThatThrownBy(statement::executeQuery).hasMessageContaining("does not exist here");
        }
        assertThat(pooler.refusals()).isEqualTo(1);
    }
}
