package dev.tare.server.duckdb;

import dev.tare.core.ledger.Backups;
import dev.tare.core.ledger.LedgerState;
import dev.tare.core.ledger.StoreUnavailable;
import dev.tare.core.rollup.Verification;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.duckdb.DuckDBConnection;

/**
 * Copies the ledger by the engine: on one snapshot, table by table, into a new file beside it,
 * which is opened as a ledger of its own, checked, and then moved to where it is wanted. The bytes
 * of the ledger's own file are never copied: they lack what stands in the log written ahead, and
 * closing a second handle on the file would give up the lock that keeps other processes out.
 */
final class DuckDbBackups implements Backups {
    private static final String DOING = "The backup can't be written";
    private static final int MEMORY_MEGABYTES = 512;

    private final Readers readers;
    private final ZoneId zone;
    private final Path copies;
    private final AtomicLong numbers = new AtomicLong();

    DuckDbBackups(Readers readers, ZoneId zone, Path copies) {
        this.readers = readers;
        this.zone = zone;
        this.copies = copies;
    }

    @Override
    public Backup backup(Path target) {
        Path wanted = target.toAbsolutePath().normalize();
        if (Files.exists(wanted)) {
            throw Failures.unavailable(
                    "The backup " + wanted + " exists already; name a new file.");
        }
        String name = "tare_copy_" + numbers.incrementAndGet();
        Path copy = copies.resolve(name + ".duckdb");
        Path part = wanted.resolveSibling(wanted.getFileName() + ".part");
        try {
            Files.createDirectories(copies);
            Files.createDirectories(wanted.getParent());
            Copied copied = readers.use(DOING, reader -> copy(reader, name, copy));
            Files.move(copy, part);
            verify(part, copied);
            sync(part);
            Files.move(part, wanted);
            return new Backup(
                    wanted,
                    Files.size(wanted),
                    copied.rows().getOrDefault("api_usage_logs", 0L),
                    copied.rows().getOrDefault("usage_quarantine", 0L),
                    copied.states());
        } catch (FileAlreadyExistsException exists) {
            throw new StoreUnavailable(
                    DOING + ": " + exists.getFile() + " exists already.", exists);
        } catch (IOException failure) {
            throw new StoreUnavailable(DOING + ": " + failure, failure);
        } finally {
            remove(copy, part);
        }
    }

    /** What the ledger held at the moment of the copy: rows by table, and its positions. */
    private record Copied(Map<String, Long> rows, List<LedgerState> states) {}

    private Copied copy(DuckDBConnection reader, String name, Path copy) throws SQLException {
        String ledger =
                '"'
                        + Objects.requireNonNull(Sql.value(reader, "SELECT current_database()"))
                                .replace("\"", "\"\"")
                        + '"';
        Sql.execute(reader, "ATTACH " + Sql.text(copy.toString()) + " AS " + name);
        try {
            Sql.execute(reader, "BEGIN TRANSACTION");
            Map<String, Long> counts = counts(reader);
            List<LedgerState> states = Positions.read(reader);
            Sql.execute(reader, "USE " + name);
            Schema.create(reader, zone);
            Sql.execute(reader, "DELETE FROM tare_schema");
            for (String table : counts.keySet()) {
                Sql.execute(
                        reader,
                        "INSERT INTO " + table + " SELECT * FROM " + ledger + ".main." + table);
            }
            Sql.execute(reader, "COMMIT");
            Sql.execute(reader, "USE " + ledger);
            Sql.execute(reader, "CHECKPOINT " + name);
            Sql.execute(reader, "DETACH " + name);
            return new Copied(counts, states);
        } catch (SQLException failure) {
            abandon(reader, ledger, name, failure);
            throw failure;
        }
    }

    private static void abandon(
            DuckDBConnection reader, String ledger, String name, SQLException failure) {
        for (String step : new String[] {"ROLLBACK", "USE " + ledger, "DETACH " + name}) {
            try {
                Sql.execute(reader, step);
            } catch (SQLException second) {
                failure.addSuppressed(second);
            }
        }
    }

    /** Every table of the connection's current database with its number of rows. */
    private static Map<String, Long> counts(Connection connection) throws SQLException {
        Map<String, Long> counts = new TreeMap<>();
        String tables =
                "SELECT table_name FROM duckdb_tables() WHERE NOT internal AND NOT temporary"
                        + " AND database_name = current_database()";
        try (PreparedStatement statement = connection.prepareStatement(tables);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                counts.put(row.getString(1), 0L);
            }
        }
        for (Map.Entry<String, Long> table : counts.entrySet()) {
            try (Statement statement = connection.createStatement();
                    ResultSet row =
                            statement.executeQuery("SELECT COUNT(*) FROM " + table.getKey())) {
                row.next();
                table.setValue(row.getLong(1));
            }
        }
        return counts;
    }

    /** Restores the copy once, beside the ledger, to prove that it can be. */
    private void verify(Path file, Copied should) {
        try (DuckDbLedger restored =
                DuckDbLedger.openReadOnly(new DuckDbSettings(file, zone, MEMORY_MEGABYTES))) {
            Copied is = restored.read(reader -> new Copied(counts(reader), Positions.read(reader)));
            if (!is.equals(should)) {
                throw Failures.unavailable("The backup holds " + is + ", the ledger " + should);
            }
            for (Verification.Check check : restored.verifyCountsAndSums()) {
                if (!check.passed()) {
                    throw Failures.unavailable(
                            "The ledger doesn't add up, so no backup of it is kept; see `tare"
                                    + " verify`. First finding: "
                                    + check.findings().getFirst());
                }
            }
        }
    }

    private static void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static void remove(Path... files) {
        for (Path file : files) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException left) {
                // It does no harm, and the next start removes it.
            }
        }
    }

    /** Removes what a crash in the middle of a copy left behind. */
    static void removeLeftovers(Path copies) {
        if (!Files.isDirectory(copies)) {
            return;
        }
        try (Stream<Path> left = Files.list(copies)) {
            remove(left.toArray(Path[]::new));
        } catch (IOException unreadable) {
            throw new StoreUnavailable("The folder " + copies + " can't be read.", unreadable);
        }
    }
}
