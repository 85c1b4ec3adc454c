package dev.tare.server.postgres;

import dev.tare.server.tables.Sql;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;

/** The ledger's tables in a database. */
final class Schema {
    private Schema() {}

    /** Makes the tables where they are missing. */
    static void prepare(Connection connection) throws SQLException {
        if (Sql.value(connection, "SELECT to_regclass('tare_ledger')") == null) {
            for (String part : List.of("log", "sums", "books", "quarantine")) {
                Sql.execute(connection, text(part + "-1.sql"));
            }
        }
    }

    private static String text(String name) {
        try (InputStream in = Schema.class.getResourceAsStream(name)) {
            return new String(
                    Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(name, unreadable);
        }
    }
}
