package dev.tare.server.wiring;

import dev.tare.core.ledger.StoreUnavailable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A data folder's note of the database its ledger lies in. The place may change, a pooler in front
 * of it or another host; the ledger's own id may not: in another ledger the folder's journal would
 * be recorded a second time.
 */
final class DatabaseMark {
    private static final String ID = "ledger ";

    private final Path file;
    private final String place;
    private @Nullable UUID ledger;

    private DatabaseMark(Path file, String place, @Nullable UUID ledger) {
        this.file = file;
        this.place = place;
        this.ledger = ledger;
    }

    /**
     * As it is in the folder.
     *
     * @param place where the database is now; empty: as noted
     */
    static DatabaseMark read(Path file, String place) {
        if (!Files.exists(file)) {
            return new DatabaseMark(file, place, null);
        }
        List<String> lines = reading(file, Files::readAllLines);
        UUID id =
                lines.stream()
                        .filter(line -> line.startsWith(ID))
                        .map(line -> UUID.fromString(line.substring(ID.length()).strip()))
                        .findFirst()
                        .orElse(null);
        String noted = lines.isEmpty() ? "" : lines.getFirst();
        return new DatabaseMark(file, place.isEmpty() ? noted : place, id);
    }

    String place() {
        return place;
    }

    /**
     * Notes the place, where nothing is noted yet: the folder's ledger is in no file from now on.
     */
    void begin() {
        if (!Files.exists(file)) {
            write();
        }
    }

    private void write() {
        String text = place + "\n" + (ledger == null ? "" : ID + ledger + "\n");
        reading(
                file,
                path -> {
                    if (Files.exists(path) && Files.readString(path).equals(text)) {
                        return path;
                    }
                    Files.createDirectories(path.toAbsolutePath().getParent());
                    Path half = path.resolveSibling(path.getFileName() + ".part");
                    try (FileChannel channel =
                            FileChannel.open(
                                    half,
                                    StandardOpenOption.CREATE,
                                    StandardOpenOption.TRUNCATE_EXISTING,
                                    StandardOpenOption.WRITE)) {
                        channel.write(StandardCharsets.UTF_8.encode(text));
                        channel.force(true);
                    }
                    return Files.move(half, path, StandardCopyOption.ATOMIC_MOVE);
                });
    }

    /**
     * Notes which ledger the database holds.
     *
     * @throws StoreUnavailable where it isn't the one this folder belongs to
     */
    synchronized void meets(UUID found) {
        if (ledger == null || ledger.equals(found)) {
            ledger = found;
            write();
        } else {
            throw LedgerDoor.refused(
                    "The database "
                            + place
                            + " holds another ledger than this data folder's: it was emptied and"
                            + " made anew, or is another one. Name the right one with --db, or a"
                            + " new folder with --data. To record this folder's journal into it"
                            + " from the beginning, remove "
                            + file
                            + ".");
        }
    }

    private interface Step<T> {
        T on(Path file) throws IOException;
    }

    private static <T> T reading(Path file, Step<T> step) {
        try {
            return step.on(file);
        } catch (IOException | IllegalArgumentException failure) {
            throw new StoreUnavailable("The file " + file + " can't be used: " + failure, failure);
        }
    }
}
