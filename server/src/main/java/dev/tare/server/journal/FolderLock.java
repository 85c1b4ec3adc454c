package dev.tare.server.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Keeps a folder for one journal at a time. The system lets go of it when the process dies. */
final class FolderLock implements Closeable {
    private static final String FILE = "journal.lock";

    /**
     * Folders open in this process. Asked before the file is touched: on POSIX systems, closing any
     * channel to a file drops every lock the process has on it.
     */
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel channel;

    private FolderLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * Takes the folder.
     *
     * @throws JournalInUse where somebody has it
     */
    static FolderLock take(Path folder) throws IOException {
        Path real = folder.toRealPath();
        if (!OPEN.add(real)) {
            throw inUse(folder, "this process already");
        }
        FileChannel channel = null;
        try {
            channel =
                    FileChannel.open(
                            real.resolve(FILE),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                throw inUse(folder, holder(real.resolve(FILE)));
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(
                            String.valueOf(ProcessHandle.current().pid())
                                    .getBytes(StandardCharsets.US_ASCII)),
                    0);
            return new FolderLock(real, channel);
        } catch (IOException | RuntimeException failed) {
            closeQuietly(channel);
            OPEN.remove(real);
            throw failed;
        }
    }

    private static String holder(Path file) {
        try {
            String pid = Files.readString(file, StandardCharsets.US_ASCII).strip();
            return pid.matches("[0-9]{1,19}") ? "process " + pid : "another process";
        } catch (IOException unreadable) {
            return "another process";
        }
    }

    private static JournalInUse inUse(Path folder, String holder) {
        return new JournalInUse(
                "The journal in "
                        + folder
                        + " is in use by "
                        + holder
                        + "; stop that one first, or choose another data folder.");
    }

    private static void closeQuietly(@Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException alreadyFailed) {
            // What failed before is told; this adds nothing.
        }
    }

    @Override
    public void close() {
        closeQuietly(channel);
        OPEN.remove(folder);
    }
}
