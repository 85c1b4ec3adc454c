package dev.tare.server.journal;

import dev.tare.core.ledger.JournalDamaged;
import dev.tare.core.ledger.JournalEntry;
import dev.tare.core.ledger.JournalPosition;
import dev.tare.core.ledger.JournalRecord;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads records in order and stays where it is for the next call. Not safe for many threads. */
final class SegmentCursor implements Closeable {
    private final JournalFolder folder;
    private @Nullable Segment segment;
    private @Nullable FileWindow window;

    /** Read already, but too much for the answer it would have been in. */
    private @Nullable JournalEntry ahead;

    private long aheadFrom;

    SegmentCursor(JournalFolder folder) {
        this.folder = folder;
    }

    List<JournalEntry> read(long from, int eventsMax, long durableEnd) throws IOException {
        List<JournalEntry> entries = new ArrayList<>();
        long offset = folder.beyondHole(from);
        long events = 0;
        while (offset < durableEnd && (entries.isEmpty() || events < eventsMax)) {
            JournalEntry entry = next(offset, durableEnd);
            events += RecordCodec.weight(entry.record());
            if (!entries.isEmpty() && events > eventsMax) {
                ahead = entry;
                aheadFrom = offset;
                break;
            }
            entries.add(entry);
            offset = folder.beyondHole(entry.after().offset());
        }
        return entries;
    }

    private JournalEntry next(long offset, long durableEnd) throws IOException {
        JournalEntry known = ahead;
        ahead = null;
        if (known != null && aheadFrom == offset) {
            return known;
        }
        Segment in = folder.at(offset);
        if (in == null) {
            throw new JournalDamaged(
                    "The journal's file with offset "
                            + offset
                            + " is missing: the first one there begins at "
                            + folder.firstStart()
                            + "; put it back from a copy, or make the ledger anew with"
                            + " `tare rebuild`.");
        }
        return decode(in, windowOf(in), offset, folder.endOf(in, durableEnd));
    }

    private FileWindow windowOf(Segment wanted) throws IOException {
        FileWindow open = window;
        if (open != null && wanted.equals(segment)) {
            return open;
        }
        close();
        open = new FileWindow(wanted.file());
        window = open;
        segment = wanted;
        return open;
    }

    private JournalEntry decode(Segment in, FileWindow window, long offset, long end)
            throws IOException {
        long place = in.place(offset);
        long limit = in.place(end);
        if (!window.load(place, Frame.HEAD, limit)) {
            throw in.damagedAt(offset, "a record's head passes the end");
        }
        if (!Frame.isHead(window.bytes(), window.index(place), offset)) {
            throw in.damagedAt(offset, "the checksum of a record's head doesn't fit");
        }
        Frame frame = Frame.at(window.bytes(), window.index(place));
        long body = place + Frame.HEAD;
        if (frame.length() > limit - body || !window.load(body, frame.length(), limit)) {
            throw in.damagedAt(offset, "a record passes the end");
        }
        int index = window.index(body);
        if (Frame.sum(window.bytes(), index, frame.length()) != frame.bodySum()) {
            throw in.damagedAt(offset, "a record's checksum doesn't fit");
        }
        JournalRecord record;
        try {
            record = RecordCodec.decode(frame.type(), window.bytes(), index, frame.length());
        } catch (MalformedRecord malformed) {
            throw in.damagedAt(offset, "a record can't be read: " + malformed.getMessage());
        }
        long after = offset + Frame.bytes(frame.length());
        return new JournalEntry(record, new JournalPosition(in.journal(), after));
    }

    @Override
    public void close() throws IOException {
        FileWindow open = window;
        window = null;
        segment = null;
        ahead = null;
        if (open != null) {
            open.close();
        }
    }
}
