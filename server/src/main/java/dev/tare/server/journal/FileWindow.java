package dev.tare.server.journal;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A part of a file in memory, moved forward as it is read.
 *
 * <p>Not a channel: an interrupt of the reading thread would close that.
 */
final class FileWindow implements Closeable {
    private static final int READ_AHEAD = 512 << 10;

    private static final int BLOCK = 4 << 10;

    private final RandomAccessFile file;
    private final boolean patient;
    private byte[] bytes = new byte[READ_AHEAD];
    private long start;
    private int size;

    FileWindow(Path path) throws IOException {
        this(path, false);
    }

    /**
     * @param patient whether a place that the disk can't read counts as zeros, so that what lies
     *     behind it is still found
     */
    FileWindow(Path path, boolean patient) throws IOException {
        this.file = new RandomAccessFile(path.toFile(), "r");
        this.patient = patient;
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
        try {
            fill(place, want);
        } catch (IOException unreadable) {
            if (!patient) {
                throw unreadable;
            }
            fillAround(place, want);
        }
        return count <= size;
    }

    private void fill(long place, int want) throws IOException {
        size = 0;
        file.seek(place);
        while (size < want) {
            int got = file.read(bytes, size, want - size);
            if (got < 0) {
                break;
            }
            size += got;
        }
    }

    private void fillAround(long place, int want) {
        Arrays.fill(bytes, 0, want, (byte) 0);
        for (int at = 0; at < want; at += BLOCK) {
            try {
                file.seek(place + at);
                file.readFully(bytes, at, Math.min(BLOCK, want - at));
            } catch (IOException unreadable) {
                Arrays.fill(bytes, at, Math.min(at + BLOCK, want), (byte) 0);
            }
        }
        size = want;
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
