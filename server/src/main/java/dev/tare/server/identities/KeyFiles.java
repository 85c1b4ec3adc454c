package dev.tare.server.identities;

import dev.tare.core.ledger.KeyCatalog;
import dev.tare.core.ledger.KeyShelf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A shelf that is a folder. For one thread, in a folder no other process uses. */
public final class KeyFiles implements KeyShelf {
    private static final String CATALOG = "catalog";
    private static final String TABLE_SUFFIX = ".keys";

    private final Path folder;
    private final Consumer<String> trouble;
    private final SecureRandom random = new SecureRandom();

    /**
     * Nothing is made or read before it is needed.
     *
     * @param folder where the files are; made where it isn't there
     * @param trouble told what couldn't be kept or read, and what follows from it
     */
    public KeyFiles(Path folder, Consumer<String> trouble) {
        this.folder = folder;
        this.trouble = trouble;
    }

    @Override
    public @Nullable KeyCatalog catalog() {
        try {
            return CatalogForm.read(Files.readAllBytes(folder.resolve(CATALOG)));
        } catch (NoSuchFileException none) {
            return null;
        } catch (IOException unreadable) {
            trouble.accept("The log is read for identities, those kept can't be: " + unreadable);
            return null;
        }
    }

    @Override
    public @Nullable LongBuffer open(KeyCatalog.Table table) {
        try (FileChannel file = FileChannel.open(file(table.number()), StandardOpenOption.READ)) {
            return TableForm.map(file);
        } catch (IOException unreadable) {
            trouble.accept("The log is read for identities, those kept can't be: " + unreadable);
            return null;
        }
    }

    @Override
    public long put(long[] slots) {
        long number = random.nextLong() >>> 1;
        Path file = file(number);
        try {
            Files.createDirectories(folder);
            try (FileChannel channel =
                    FileChannel.open(
                            file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                TableForm.write(slots, channel);
            }
            return number;
        } catch (IOException failed) {
            remove(file);
            trouble.accept("Identities stay in memory, they can't be put aside: " + failed);
            return NOT_KEPT;
        }
    }

    @Override
    public boolean save(KeyCatalog catalog) {
        try {
            Files.createDirectories(folder);
            Path fresh = folder.resolve(CATALOG + ".new");
            try (FileChannel channel =
                    FileChannel.open(
                            fresh,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(CatalogForm.write(catalog));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            forceNames(folder); // Tables are there before a catalog names them.
            Files.move(
                    fresh,
                    folder.resolve(CATALOG),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            forceNames(folder);
        } catch (IOException failed) {
            trouble.accept("The next start reads the log, identities can't be kept: " + failed);
            KeyCatalog before = catalog();
            removeBut(before == null ? List.of(catalog) : List.of(before, catalog));
            return false;
        }
        removeBut(List.of(catalog));
        return true;
    }

    /** Forgets all, for a ledger that takes the place of the one it belongs to. */
    public static void forget(Path folder) throws IOException {
        if (Files.deleteIfExists(folder.resolve(CATALOG))) {
            forceNames(folder);
        }
    }

    @Override
    public void forget() {
        try {
            forget(folder);
        } catch (IOException failed) {
            trouble.accept("Identities put aside can't be removed: " + failed);
        }
    }

    private void removeBut(List<KeyCatalog> catalogs) {
        Set<Path> named = new HashSet<>();
        for (KeyCatalog catalog : catalogs) {
            catalog.tables().forEach(table -> named.add(file(table.number())));
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + TABLE_SUFFIX)) {
            for (Path file : files) {
                if (!named.contains(file)) {
                    remove(file);
                }
            }
        } catch (IOException | DirectoryIteratorException unreadable) {
            trouble.accept("Old tables of identities can't be looked for: " + unreadable);
        }
    }

    private void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException stays) {
            trouble.accept("A table of identities can't be removed: " + stays);
        }
    }

    private Path file(long number) {
        return folder.resolve(number + TABLE_SUFFIX);
    }

    /** Makes names durable; not on Windows, which can't open a folder as a file, and does so. */
    private static void forceNames(Path folder) throws IOException {
        if (!System.getProperty("os.name", "").startsWith("Windows")) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
