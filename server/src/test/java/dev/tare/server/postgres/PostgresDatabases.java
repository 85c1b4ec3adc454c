package dev.tare.server.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** One real PostgreSQL for all tests of this run; it ends with it. */
public final class PostgresDatabases {
    private static @Nullable EmbeddedPostgres server;
    private static int made;

    private PostgresDatabases() {}

    /** The address of a new, empty database. */
    public static synchronized PostgresAddress make() {
        String name = "ledger_" + ++made;
        try (Connection connection = running().getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
        return PostgresAddress.of(running().getJdbcUrl("postgres", name));
    }

    /** Removes a database that nobody needs any more: a run makes hundreds. */
    public static synchronized void drop(PostgresAddress address) {
        try (Connection connection = running().getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE " + address.database() + " WITH (FORCE)");
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static synchronized EmbeddedPostgres running() {
        EmbeddedPostgres running = server;
        if (running == null) {
            try {
                running = EmbeddedPostgres.builder().start();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
            server = running;
        }
        return running;
    }
}
