package dev.tare.server.postgres;

import dev.tare.server.tables.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/** Somebody's own tables, for reading only: what an import of history works on. */
public final class ForeignTables {
    private final PostgresAddress address;
    private final Sessions sessions;

    public ForeignTables(PostgresAddress address) {
        this.address = address;
        this.sessions = new Sessions(address, connection -> {});
    }

    /** Whose, without the password. */
    public String name() {
        return address.toString();
    }

    /** A new connection, whose transactions are begun by {@link #begin}. */
    public Connection open() throws SQLException {
        return sessions.open();
    }

    /**
     * Begins a transaction on one snapshot in which the database refuses every write. A page may
     * take long where no index fits, but not for ever; whoever goes away without a word holds the
     * snapshot for a few minutes only.
     */
    public void begin(Connection connection) throws SQLException {
        sessions.beginReading(connection, ", public");
        Sql.execute(
                connection,
                "SET LOCAL statement_timeout = '10min'; SET LOCAL lock_timeout = '60s';"
                        + " SET LOCAL idle_in_transaction_session_timeout = '5min'");
    }
}
