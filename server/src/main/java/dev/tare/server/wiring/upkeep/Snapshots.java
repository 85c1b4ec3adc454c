package dev.tare.server.wiring.upkeep;

import dev.tare.core.ledger.Backups;
import dev.tare.core.ledger.StoreUnavailable;
import dev.tare.server.journal.Disk;
import dev.tare.server.wire.SnapshotNote;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Copies of the ledger with a note beside each, which says what it holds and its checksum. The note
 * is written last: a copy without one was never finished, or was moved without it.
 */
public final class Snapshots implements Backups {
    private static final String NOTE = ".json";
    private static final long ROOM_LEFT_BYTES = 64 << 20;

    /** What became of looking at a copy. */
    public sealed interface Checked {
        Path file();

        /** As it was when it was made. */
        record Good(Path file, SnapshotNote note) implements Checked {}

        /** Not to be relied on. */
        record Bad(Path file, String why) implements Checked {}
    }

    private final Backups engine;
    private final Path ledger;
    private final Clock clock;
    private final String version;

    /**
     * @param engine copies and verifies
     * @param ledger the file that is copied
     * @param version of Tare, for the note
     */
    public Snapshots(Backups engine, Path ledger, Clock clock, String version) {
        this.engine = engine;
        this.ledger = ledger;
        this.clock = clock;
        this.version = version;
    }

    @Override
    public Backup backup(Path target) {
        Path wanted = target.toAbsolutePath().normalize();
        Backup backup = engine.backup(wanted); // Refuses a name that is taken.
        try {
            SnapshotNote note =
                    new SnapshotNote(
                            backup.bytes(),
                            sha256(wanted),
                            clock.instant(),
                            version,
                            backup.events(),
                            backup.quarantined(),
                            backup.states());
            write(note, noteOf(wanted));
            return backup;
        } catch (IOException failed) {
            throw new StoreUnavailable(
                    "The backup " + wanted + " can't be finished (" + failed + ").", failed);
        }
    }

    /** Says what is missing where a copy might fill the disk, which intake needs too. */
    @Nullable String roomMissing(Path folder) throws IOException {
        Files.createDirectories(folder);
        long needed = Files.size(ledger) + ROOM_LEFT_BYTES;
        long there = Files.getFileStore(folder).getUsableSpace();
        long beside = Files.getFileStore(ledger).getUsableSpace();
        return Math.min(there, beside) >= needed
                ? null
                : "a backup may take "
                        + needed
                        + " bytes and "
                        + Math.min(there, beside)
                        + " are free; make room, or name another disk with --backup-dir";
    }

    private static void write(SnapshotNote note, Path file) throws IOException {
        Path half = file.resolveSibling(file.getFileName() + ".part");
        try (FileChannel channel =
                FileChannel.open(
                        half,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            channel.write(StandardCharsets.UTF_8.encode(note.json()));
            channel.force(true);
        }
        Path folder = file.resolveSibling("");
        Disk.LOCAL.forceFolder(folder); // The copy's own name first.
        Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Disk.LOCAL.forceFolder(folder);
    }

    /** Where the note of a copy is. */
    public static Path noteOf(Path copy) {
        return copy.resolveSibling(copy.getFileName() + NOTE);
    }

    /** The note of a copy; {@code null} where there is none that can be read. */
    public static @Nullable SnapshotNote note(Path copy) {
        try {
            return SnapshotNote.read(Files.readString(noteOf(copy)));
        } catch (IOException none) {
            return null;
        }
    }

    /** Copies with a note in a folder, whose names begin so; the newest first. */
    public static List<Path> in(Path folder, String prefix) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        record Noted(Path file, SnapshotNote note) {}
        List<Noted> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.startsWith(prefix) && name.endsWith(".duckdb")) {
                    SnapshotNote note = note(file);
                    if (note != null) {
                        found.add(new Noted(file, note));
                    }
                }
            }
        }
        return found.stream()
                .sorted(Comparator.comparing((Noted n) -> n.note().madeAt()).reversed())
                .map(Noted::file)
                .toList();
    }

    /** Reads the whole copy and compares it with its note. */
    public static Checked check(Path copy) throws IOException {
        SnapshotNote note = note(copy);
        if (note == null) {
            return new Checked.Bad(copy, "it has no note " + noteOf(copy) + " that can be read");
        }
        if (!Files.isRegularFile(copy)) {
            return new Checked.Bad(copy, "the file is missing");
        }
        if (Files.size(copy) != note.bytes()) {
            return new Checked.Bad(
                    copy, "it has " + Files.size(copy) + " bytes, not " + note.bytes());
        }
        return sha256(copy).equals(note.sha256())
                ? new Checked.Good(copy, note)
                : new Checked.Bad(copy, "its checksum isn't that of its note");
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] bytes = new byte[1 << 20];
            for (int got = in.read(bytes); got >= 0; got = in.read(bytes)) {
                digest.update(bytes, 0, got);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException(never);
        }
    }
}
