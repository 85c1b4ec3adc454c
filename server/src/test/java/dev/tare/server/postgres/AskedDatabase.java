package dev.tare.server.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.TreeMap;

/** A database as somebody else sees it, who writes SQL by hand. */
public final class AskedDatabase {
    private final PostgresAddress address;

    /** As the owner. */
    public AskedDatabase(PostgresAddress address) {
        this.address = address;
    }

    /** The same database, the ledger in another schema. */
    public PostgresAddress withSchema(String schema) {
        return with("currentSchema", schema);
    }

    /** The same database, asked as that role, which needs no password here. */
    public PostgresAddress as(String role) {
        return new PostgresAddress(
                address.hosts(), address.database(), role, "", address.settings());
    }

    private PostgresAddress with(String name, String value) {
        var settings = new TreeMap<>(address.settings());
        settings.put(name, value);
        return new PostgresAddress(
                address.hosts(), address.database(), address.user(), address.password(), settings);
    }

    public void run(String sql) throws SQLException {
        run(address.user(), sql);
    }

    /** From another database of the same server. */
    public void runOutside(String sql) throws SQLException {
        new AskedDatabase(
                        new PostgresAddress(
                                address.hosts(),
                                "postgres",
                                address.user(),
                                address.password(),
                                address.settings()))
                .run(sql);
    }

    /** As another role. */
    public void run(String role, String sql) throws SQLException {
        try (Connection connection = connection(role);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of each row. */
    public List<String> asked(String sql) throws SQLException {
        try (Connection connection = connection(address.user());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return column(rows);
        }
    }

    /** The same, on a connection that ran a script before. */
    public List<String> askedAfter(String script, String sql) throws SQLException {
        try (Connection connection = connection(address.user());
                Statement statement = connection.createStatement()) {
            statement.execute(script);
            try (ResultSet rows = statement.executeQuery(sql)) {
                return column(rows);
            }
        }
    }

    /** The rows of an answer, each value as text. */
    public List<List<String>> rows(String sql) throws SQLException {
        List<List<String>> answer = new ArrayList<>();
        try (Connection connection = connection(address.user());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.add(String.valueOf(rows.getString(i)));
                }
                answer.add(row);
            }
        }
        return answer;
    }

    /** What the last statement of a script answers. */
    public String lastAnswer(String script) throws SQLException {
        try (Connection connection = connection(address.user());
                Statement statement = connection.createStatement()) {
            boolean rows = statement.execute(script);
            List<String> last = List.of();
            while (rows || statement.getUpdateCount() >= 0) {
                if (rows) {
                    last = column(statement.getResultSet());
                }
                rows = statement.getMoreResults();
            }
            return last.getFirst();
        }
    }

    private static List<String> column(ResultSet rows) throws SQLException {
        List<String> values = new ArrayList<>();
        while (rows.next()) {
            values.add(String.valueOf(rows.getString(1)));
        }
        return values;
    }

    private Connection connection(String role) throws SQLException {
        Properties properties = address.properties();
        properties.setProperty("user", role);
        return DriverManager.getConnection(address.jdbc(), properties);
    }
}
