package dev.tare.server.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The made-up customer of {@code docs/examples}, in a database of its own. */
final class ImageEditor implements AutoCloseable {
    /** The day for which the price file beside the script is printed. */
    static final String LAST_DAY = "2026-11-24";

    private static final Path EXAMPLES = Path.of("../docs/examples");

    private static @Nullable PostgresAddress filled;

    private final Connection connection;

    private ImageEditor(PostgresAddress address, String timeZone) throws SQLException {
        connection = DriverManager.getConnection(address.jdbc(), address.properties());
        // The planner overestimates the expected sums, and would compile them for two seconds.
        run("SET jit = off; SET TIME ZONE '" + timeZone + "'");
    }

    /** The database, filled until {@link #LAST_DAY}, that all tests read and none changes. */
    static synchronized ImageEditor filled() throws SQLException {
        PostgresAddress address = filled;
        if (address == null) {
            address = PostgresDatabases.make();
            try (ImageEditor editor = new ImageEditor(address, "UTC")) {
                editor.fill(LAST_DAY);
            }
            filled = address;
        }
        ImageEditor editor = new ImageEditor(address, "UTC");
        editor.run(text("image-editor-expected.sql"));
        return editor;
    }

    /** An empty database, asked from a time zone. */
    static ImageEditor empty(String timeZone) throws SQLException {
        return new ImageEditor(PostgresDatabases.make(), timeZone);
    }

    /** Thirty days of data until this one, and what has to come out of them. */
    void fill(String lastDay) throws SQLException {
        run("SET image_editor.last_day = '" + lastDay + "'");
        run(text("image-editor.sql"));
        run(text("image-editor-expected.sql"));
    }

    static String text(String example) {
        try {
            return Files.readString(EXAMPLES.resolve(example));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Runs a script as it is, all of its statements in one go. */
    void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The rows of an answer, each value as text. */
    List<List<@Nullable String>> rows(String sql) throws SQLException {
        List<List<@Nullable String>> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(sql)) {
            while (answer.next()) {
                List<@Nullable String> row = new ArrayList<>();
                for (int i = 1; i <= answer.getMetaData().getColumnCount(); i++) {
                    row.add(answer.getString(i));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    /** The only value of an answer. */
    String value(String sql) throws SQLException {
        return String.valueOf(rows(sql).getFirst().getFirst());
    }

    /** One text for all that stands in the seven tables, whatever the order of rows. */
    String fingerprint() throws SQLException {
        String zone = value("SHOW TIME ZONE");
        run("SET TIME ZONE 'UTC'");
        StringBuilder prints = new StringBuilder();
        for (List<@Nullable String> table :
                rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")) {
            String name = String.valueOf(table.getFirst());
            String print =
                    value(
                            "SELECT md5(string_agg(t::text, '|' ORDER BY id)) FROM public.%s AS t"
                                    .formatted(name));
            prints.append(name).append(' ').append(print).append('\n');
        }
        run("SET TIME ZONE '" + zone + "'");
        return prints.toString();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
