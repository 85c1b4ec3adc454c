package dev.tare.server.duckdb;

import dev.tare.core.ledger.Backups;
import dev.tare.core.ledger.LedgerState;
import dev.tare.core.ledger.StoreUnavailable;
import dev.tare.core.pricing.Books;
import dev.tare.core.rollup.Verification;
import dev.tare.server.tables.Positions;
import dev.tare.server.tables.Sql;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

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
                    copied.rows("api_usage_logs"),
                    copied.rows("usage_quarantine"),
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

    /** What the ledger held at the moment of the copy: tables, and its positions. */
    private record Copied(Map<String, CopyChecks.Content> tables, List<LedgerState> states) {
        long rows(String table) {
            CopyChecks.Content content = tables.get(table);
            return content == null ? 0 : content.rows();
        }
    }

    private Copied copy(Connection reader, String name, Path copy) throws SQLException {
        String ledger =
                '"'
                        + Objects.requireNonNull(Sql.value(reader, "SELECT current_database()"))
                                .replace("\"", "\"\"")
                        + '"';
        Sql.execute(reader, "ATTACH " + Sql.text(copy.toString()) + " AS " + name);
        try {
            Sql.execute(reader, "BEGIN TRANSACTION");
            Map<String, CopyChecks.Content> contents = CopyChecks.contents(reader);
            List<LedgerState> states = Positions.read(reader);
            Sql.execute(reader, "USE " + name);
            Schema.create(reader, zone);
            Sql.execute(reader, "DELETE FROM tare_schema");
            for (String table : contents.keySet()) {
                Sql.execute(
                        reader,
                        "INSERT INTO " + table + " SELECT * FROM " + ledger + ".main." + table);
            }
            Sql.execute(reader, "COMMIT");
            Sql.execute(reader, "USE " + ledger);
            Sql.execute(reader, "CHECKPOINT " + name);
            Sql.execute(reader, "DETACH " + name);
            return new Copied(contents, states);
        } catch (SQLException failure) {
            abandon(reader, ledger, name, failure);
            throw failure;
        }
    }

    private static void abandon(
            Connection reader, String ledger, String name, SQLException failure) {
        for (String step : new String[] {"ROLLBACK", "USE " + ledger, "DETACH " + name}) {
            try {
                Sql.execute(reader, step);
            } catch (SQLException second) {
                failure.addSuppressed(second);
            }
        }
    }

    /** Restores the copy once, beside the ledger, to prove that it can be. */
    private void verify(Path file, Copied should) {
        try (DuckDbLedger restored =
                DuckDbLedger.openReadOnly(new DuckDbSettings(file, zone, MEMORY_MEGABYTES))) {
            Copied is =
                    restored.read(reader ->
                            new Copied(CopyChecks.contents(reader), Positions.read(reader)));
            if (!is.equals(should)) {
                throw Failures.unavailable("The backup holds " + is + ", the ledger " + should);
            }
            List<String> findings =
                    new ArrayList<>(restored.read(reader -> CopyChecks.differences(reader, zone)));
            findings.addAll(
                    restored.audit(audit -> new Verification(audit, Books.EMPTY).counts())
                            .findings());
            if (!findings.isEmpty()) {
                throw Failures.unavailable(
                        "The ledger doesn't add up, so no backup of it is kept; see `tare verify`."
                                + " First finding: "
                                + findings.getFirst());
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
