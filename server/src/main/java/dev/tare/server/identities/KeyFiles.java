package dev.tare.server.identities;

import dev.tare.core.ledger.KeyCatalog;
import dev.tare.core.ledger.KeyShelf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A shelf that is a folder. For one thread, in a folder no other process uses. */
public final class KeyFiles implements KeyShelf {
    private static final String CATALOG = "catalog";
    private static final String TABLE_SUFFIX = ".keys";

    private final Path folder;
    private final Consumer<String> trouble;
    private long last = NOT_KEPT;

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

    /** Forgets all, for a ledger that takes the place of the one it belongs to. */
    public static void forget(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(CATALOG));
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
        try {
            if (last == NOT_KEPT) {
                Files.createDirectories(folder);
                last = numbers().stream().mapToLong(number -> number).max().orElse(0);
            }
            Path file = file(++last);
            try (FileChannel channel =
                    FileChannel.open(
                            file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                TableForm.write(slots, channel);
            } catch (IOException failed) {
                Files.deleteIfExists(file);
                throw failed;
            }
            return last;
        } catch (IOException failed) {
            trouble.accept("Identities stay in memory, they can't be put aside: " + failed);
            return NOT_KEPT;
        }
    }

    @Override
    public void save(KeyCatalog catalog) {
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
            forceNames(); // Tables are there before a catalog names them.
            Files.move(
                    fresh,
                    folder.resolve(CATALOG),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            forceNames();
            removeBut(catalog);
        } catch (IOException failed) {
            trouble.accept("The next start reads the log, identities can't be kept: " + failed);
        }
    }

    private void removeBut(KeyCatalog catalog) throws IOException {
        Set<Long> unnamed = new HashSet<>(numbers());
        catalog.tables().forEach(table -> unnamed.remove(table.number()));
        for (long number : unnamed) {
            Files.deleteIfExists(file(number));
        }
    }

    private Set<Long> numbers() throws IOException {
        Set<Long> numbers = new HashSet<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = file.getFileName().toString();
                if (name.matches("[0-9]{1,18}\\" + TABLE_SUFFIX)) {
                    String digits = name.substring(0, name.length() - TABLE_SUFFIX.length());
                    numbers.add(Long.parseLong(digits));
                }
            }
        }
        return numbers;
    }

    private Path file(long number) {
        return folder.resolve(number + TABLE_SUFFIX);
    }

    /** Makes names durable; not on Windows, which can't open a folder as a file, and does so. */
    private void forceNames() throws IOException {
        if (!System.getProperty("os.name", "").startsWith("Windows")) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
