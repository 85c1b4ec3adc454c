package dev.tare.server.postgres;

import dev.tare.server.tables.Sql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** Somebody's own tables, for reading only: what an import of history works on. */
public final class ForeignTables {
    /** All of it ends with the transaction: behind a pooler nothing else can be relied on. */
    private static final String READING =
            "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;"
                    // Rows that policies hide would be missed without a word: rather a refusal.
                    + " SET LOCAL row_security = off;"
                    + " SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO';"
                    + " SET LOCAL standard_conforming_strings = on;"
                    + " SET LOCAL statement_timeout = '10min'; SET LOCAL lock_timeout = '60s';"
                    + " SET LOCAL idle_in_transaction_session_timeout = '5min'";

    private final PostgresAddress address;

    public ForeignTables(PostgresAddress address) {
        this.address = address;
    }

    /** Whose, without the password. */
    public String name() {
        return address.toString();
    }

    /** A new connection, whose transactions are begun by {@link #begin}. */
    public Connection open() throws SQLException {
        Connection connection = DriverManager.getConnection(address.jdbc(), address.properties());
        connection.setAutoCommit(false);
        return connection;
    }

    /**
     * Begins a transaction on one snapshot in which the database refuses every write. A page may
     * take long where no index fits, but not for ever; whoever goes away without a word holds the
     * snapshot for a few minutes only.
     */
    public void begin(Connection connection) throws SQLException {
        Sql.execute(connection, READING);
        if (address.namesSchema()) {
            Sql.execute(
                    connection,
                    "SET LOCAL search_path = " + Names.quoted(address.schema()) + ", public");
        }
    }
}
