package dev.tare.sdk;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A folder of spools, one for each process that runs at the same time: {@code spool-0.ring} with
 * its {@code spool-0.lock} and {@code spool-0.rejected.ndjson}, and so on.
 */
final class SpoolFolder {
    private static final int SPOOLS_MAX = 256;

    private final Path folder;
    private final Settings settings;
    private final LongSupplier newIds;

    SpoolFolder(Settings settings, LongSupplier newIds) {
        this.folder = settings.spoolFolder();
        this.settings = settings;
        this.newIds = newIds;
    }

    /** The first that nobody has; with what an earlier process left in it. */
    Outbox take() throws IOException {
        makeFolder();
        for (int number = 0; number < SPOOLS_MAX; number++) {
            Outbox outbox = open(number);
            if (outbox != null) {
                return outbox;
            }
        }
        throw new IOException("all " + SPOOLS_MAX + " spools in " + folder + " are in use");
    }

    /** Those of ended processes in which something waits; the empty ones are removed. */
    List<Outbox> adopt() throws IOException {
        List<Outbox> adopted = new ArrayList<>();
        for (int number = 0; number < SPOOLS_MAX; number++) {
            if (!Files.exists(folder.resolve("spool-" + number + ".ring"))) {
                continue;
            }
            Outbox outbox = open(number);
            if (outbox != null && outbox.isDone()) {
                outbox.close(true);
            } else if (outbox != null) {
                adopted.add(outbox);
            }
        }
        return adopted;
    }

    private @Nullable Outbox open(int number) throws IOException {
        String name = "spool-" + number;
        SpoolLock lock = SpoolLock.tryTake(folder.resolve(name + ".lock"));
        if (lock == null) {
            return null;
        }
        boolean opened = false;
        try {
            Path file = folder.resolve(name + ".ring");
            Spool spool = SpoolFile.open(file, settings.spoolBytes(), newIds.getAsLong());
            DeadLetters letters =
                    new DeadLetters(
                            folder.resolve(name + ".rejected.ndjson"), settings.deadLetterBytes());
            opened = true;
            return new Outbox(spool, lock, letters);
        } finally {
            if (!opened) {
                lock.close();
            }
        }
    }

    /** For the owner alone, where it is new: events name users. */
    private void makeFolder() throws IOException {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] owner =
                posix && folder.getFileSystem().equals(FileSystems.getDefault())
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rwx------"))
                        }
                        : new FileAttribute<?>[0];
        Files.createDirectories(folder, owner);
    }
}
