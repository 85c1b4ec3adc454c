package dev.tare.server.journal;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/**
 * A part of a file in memory, moved forward as it is read.
 *
 * <p>Not a channel: an interrupt of the reading thread would close that.
 */
final class FileWindow implements Closeable {
    private static final int READ_AHEAD = 512 << 10;

    private final RandomAccessFile file;
    private byte[] bytes = new byte[READ_AHEAD];
    private long start;
    private int size;

    FileWindow(Path path) throws IOException {
        file = new RandomAccessFile(path.toFile(), "r");
    }

    long fileSize() throws IOException {
        return file.length();
    }

    /**
     * Has {@code count} bytes at that place of the file in memory. Nothing at or behind {@code
     * limit} is read, since it may still change.
     *
     * @return whether the file has them
     */
    boolean load(long place, int count, long limit) throws IOException {
        if (place >= start && place + count <= start + size) {
            return true;
        }
        if (place + count > limit) {
            return false;
        }
        int wanted = Math.max(READ_AHEAD, count);
        if (bytes.length < wanted || bytes.length > 2 * wanted) {
            bytes = new byte[wanted]; // Shrinks again behind an unusually large record.
        }
        int want = (int) Math.min(bytes.length, limit - place);
        start = place;
        size = 0;
        file.seek(place);
        while (size < want) {
            int got = file.read(bytes, size, want - size);
            if (got < 0) {
                break;
            }
            size += got;
        }
        return count <= size;
    }

    /** The memory; what was loaded lies at {@link #index}. */
    byte[] bytes() {
        return bytes;
    }

    int index(long place) {
        return (int) (place - start);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
