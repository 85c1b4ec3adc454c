package dev.tare.server.journal;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells, record by record, what of a segment checks out and what doesn't. */
final class SegmentSurvey {
    /** Whole records without a break, and when the first and the last were received. */
    record Run(
            long from,
            long to,
            long records,
            @Nullable Instant firstReceived,
            @Nullable Instant lastReceived) {}

    /**
     * What can't be read.
     *
     * @param told records whose heads are readable, so that their number is known
     */
    record Bad(long from, long to, long told) {}

    private final FileWindow window;
    private final Segment segment;
    private final long limit;
    private final List<Run> runs = new ArrayList<>();
    private final List<Bad> bads = new ArrayList<>();

    private SegmentSurvey(Segment segment, FileWindow window, long end) throws IOException {
        this.segment = segment;
        this.window = window;
        this.limit = Math.min(window.fileSize(), segment.place(end));
    }

    /**
     * Reads a segment up to a logical offset.
     *
     * @param end where its records should end; {@link Long#MAX_VALUE} where only the file says
     */
    static SegmentSurvey of(Segment segment, long end) throws IOException {
        try (FileWindow window = new FileWindow(segment.file(), true)) {
            long there = segment.start() + Math.max(0, window.fileSize() - segment.headerBytes());
            SegmentSurvey survey = new SegmentSurvey(segment, window, Math.min(end, there));
            survey.look();
            if (end != Long.MAX_VALUE && there < end) {
                survey.bad(Math.max(there, segment.start()), end, 0);
            }
            return survey;
        }
    }

    List<Run> runs() {
        return runs;
    }

    List<Bad> bads() {
        return bads;
    }

    long records() {
        return runs.stream().mapToLong(Run::records).sum();
    }

    private void look() throws IOException {
        long offset = segment.start();
        while (segment.place(offset) < limit) {
            long whole = run(offset);
            if (whole > offset) {
                offset = whole;
            } else {
                offset = skip(offset);
            }
        }
    }

    /** Takes whole records from here on; returns where they end. */
    private long run(long from) throws IOException {
        long offset = from;
        long last = from;
        long records = 0;
        while (isHead(offset) && hasBody(offset)) {
            last = offset;
            offset += Frame.bytes(frame(offset).length());
            records++;
        }
        if (records > 0) {
            runs.add(new Run(from, offset, records, receivedAt(from), receivedAt(last)));
        }
        return offset;
    }

    /** Passes over a bad record; returns where the next head is, or the end. */
    private long skip(long from) throws IOException {
        long end = segment.start() + limit - segment.headerBytes();
        if (isHead(from)) {
            long next = Math.min(end, from + Frame.bytes(frame(from).length()));
            bad(from, next, 1);
            return next;
        }
        long offset = from + 1;
        while (offset < end && !isHead(offset)) {
            offset++;
        }
        bad(from, offset, 0);
        return offset;
    }

    private void bad(long from, long to, long told) {
        if (!bads.isEmpty() && bads.getLast().to() == from) {
            Bad before = bads.removeLast();
            bads.add(new Bad(before.from(), to, before.told() + told));
        } else if (to > from) {
            bads.add(new Bad(from, to, told));
        }
    }

    private boolean isHead(long offset) throws IOException {
        long place = segment.place(offset);
        return window.load(place, Frame.HEAD, limit)
                && Frame.isHead(window.bytes(), window.index(place), offset);
    }

    private Frame frame(long offset) throws IOException {
        long place = segment.place(offset);
        window.load(place, Frame.HEAD, limit);
        return Frame.at(window.bytes(), window.index(place));
    }

    private boolean hasBody(long offset) throws IOException {
        Frame frame = frame(offset);
        long body = segment.place(offset) + Frame.HEAD;
        return frame.length() <= limit - body
                && window.load(body, frame.length(), limit)
                && Frame.sum(window.bytes(), window.index(body), frame.length()) == frame.bodySum();
    }

    private @Nullable Instant receivedAt(long offset) throws IOException {
        Frame frame = frame(offset);
        long body = segment.place(offset) + Frame.HEAD;
        window.load(body, frame.length(), limit);
        try {
            int at = window.index(body);
            return RecordCodec.decode(frame.type(), window.bytes(), at, frame.length())
                    .receivedAt();
        } catch (MalformedRecord another) {
            return null; // Whole, but of a form that another version wrote: it is kept as it is.
        }
    }
}
