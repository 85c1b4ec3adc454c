package dev.tare.sdk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * One process each. The lock lies on a file of its own, which is never deleted, and goes with the
 * process however that ends.
 */
final class SpoolLock implements AutoCloseable {
    private final String held;
    private final FileChannel channel;

    private SpoolLock(String held, FileChannel channel) {
        this.held = held;
        this.channel = channel;
    }

    /** The lock, or {@code null} where somebody has it. */
    static @Nullable SpoolLock tryTake(Path file) throws IOException {
        // On POSIX, closing any channel of a file gives up all locks that this process has on it:
        // a second tracker in this JVM, maybe of another class loader, mustn't even open it.
        Path folder = file.toAbsolutePath().getParent();
        String held =
                "dev.tare.sdk.held:"
                        + (folder == null ? file : folder.toRealPath().resolve(file.getFileName()));
        if (System.getProperties().putIfAbsent(held, "true") != null) {
            return null;
        }
        FileChannel channel = null;
        boolean taken = false;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            taken = channel.tryLock() != null;
            return taken ? new SpoolLock(held, channel) : null;
        } catch (OverlappingFileLockException inThisProcess) {
            return null;
        } finally {
            if (!taken) {
                if (channel != null) {
                    channel.close();
                }
                System.getProperties().remove(held);
            }
        }
    }

    /** What can't be closed now is closed with the process. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failed) {
            return;
        }
        System.getProperties().remove(held);
    }
}
