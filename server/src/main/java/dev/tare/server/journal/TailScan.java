package dev.tare.server.journal;

import java.io.IOException;

/**
 * Finds where the records of the last segment end, and whether that is the end of a write that
 * never finished or damage to what was durable.
 */
final class TailScan {
    private final Segment segment;
    private final FileWindow window;
    private final long size;

    private TailScan(Segment segment, FileWindow window) throws IOException {
        this.segment = segment;
        this.window = window;
        this.size = window.fileSize();
    }

    /**
     * The logical offset behind the last whole record.
     *
     * @param mark logical offset up to which records are known to have been durable
     * @throws dev.tare.core.ledger.JournalDamaged where durable records don't check out
     */
    static long end(Segment segment, long mark) throws IOException {
        try (FileWindow window = new FileWindow(segment.file())) {
            TailScan scan = new TailScan(segment, window);
            long end = scan.wholeFrames();
            if (end < mark) {
                throw segment.damagedAt(
                        end,
                        "no whole record is here, though records up to journal offset "
                                + mark
                                + " were durable");
            }
            if (scan.laterGroupBegan(end)) {
                throw segment.damagedAt(end, "a record's checksum doesn't fit");
            }
            return end;
        }
    }

    private long wholeFrames() throws IOException {
        long offset = segment.start();
        while (true) {
            long place = segment.place(offset);
            if (!window.load(place, Frame.HEAD, size)) {
                return offset;
            }
            if (!Frame.isHead(window.bytes(), window.index(place), offset)) {
                return offset;
            }
            Frame frame = Frame.at(window.bytes(), window.index(place));
            if (!hasBody(frame, place)) {
                return offset;
            }
            offset += Frame.bytes(frame.length());
        }
    }

    private boolean hasBody(Frame frame, long place) throws IOException {
        long body = place + Frame.HEAD;
        return frame.length() <= size - body
                && window.load(body, frame.length(), size)
                && Frame.sum(window.bytes(), window.index(body), frame.length()) == frame.bodySum();
    }

    /**
     * Whether a group was begun behind this offset. It would have been written only once all before
     * it was durable.
     */
    private boolean laterGroupBegan(long bad) throws IOException {
        for (long offset = bad + 1; ; offset++) {
            long place = segment.place(offset);
            if (!window.load(place, Frame.HEAD, size)) {
                return false;
            }
            int index = window.index(place);
            if (Frame.isHead(window.bytes(), index, offset)
                    && offset - Frame.at(window.bytes(), index).group() > bad) {
                return true;
            }
        }
    }
}
