package dev.tare.server.importer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lines of a file as bytes, with their numbers. Memory is bounded by one line. */
final class SourceLines {
    /** Longer lines are cut off and never held whole. */
    static final int LINE_BYTES_MAX = 16 * 1024 * 1024;

    private static final int BUFFER = 1 << 16;

    /**
     * One line without its line feed.
     *
     * @param number from 1
     * @param whole whether {@code bytes} is all of it
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Line(long number, byte[] bytes, boolean whole) {
        boolean blank() {
            for (byte b : bytes) {
                if (b != ' ' && b != '\t' && b != '\r') {
                    return false;
                }
            }
            return whole;
        }
    }

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private final Deque<Line> pushedBack = new ArrayDeque<>();
    private int at;
    private int end;
    private long number;

    SourceLines(InputStream in) {
        this.in = in;
    }

    /** The next line, {@code null} behind the last. */
    @Nullable Line next() throws IOException {
        Line again = pushedBack.poll();
        if (again != null) {
            return again;
        }
        if (at == end && !fill()) {
            return null;
        }
        number++;
        int feed = indexOfFeed();
        if (feed >= 0) {
            byte[] bytes = java.util.Arrays.copyOfRange(buffer, at, feed);
            at = feed + 1;
            return new Line(number, bytes, true);
        }
        return longLine();
    }

    /** Gives lines back, to be read again in this order. */
    void pushBack(List<Line> lines) {
        lines.reversed().forEach(pushedBack::push);
    }

    private Line longLine() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(BUFFER * 2);
        boolean whole = true;
        while (true) {
            int feed = indexOfFeed();
            int stop = feed < 0 ? end : feed;
            if (bytes.size() + (stop - at) > LINE_BYTES_MAX) {
                whole = false;
            } else if (whole) {
                bytes.write(buffer, at, stop - at);
            }
            at = feed < 0 ? end : feed + 1;
            if (feed >= 0 || !fill()) {
                return new Line(number, bytes.toByteArray(), whole);
            }
        }
    }

    private int indexOfFeed() {
        for (int i = at; i < end; i++) {
            if (buffer[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private boolean fill() throws IOException {
        at = 0;
        end = Math.max(0, in.read(buffer));
        return end > 0;
    }
}
