package dev.tare.server.journal;

import dev.tare.core.ledger.JournalDamaged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The segments in a folder, in order; knows which holds what and begins new ones. */
final class JournalFolder {
    static final String NEW = ".new";

    private final Path folder;
    private final Disk disk;
    private final UUID journal;
    private final ConcurrentSkipListMap<Long, Segment> segments = new ConcurrentSkipListMap<>();

    private JournalFolder(Path folder, Disk disk, UUID journal) {
        this.folder = folder;
        this.disk = disk;
        this.journal = journal;
    }

    /** Opens the folder's journal, or begins one in an empty folder. */
    static JournalFolder open(Path folder, Disk disk, Supplier<UUID> newId) throws IOException {
        JournalRepair.refuseUnfinished(folder, disk);
        for (Path leftover : files(folder, Segment.SUFFIX + NEW)) {
            Files.delete(leftover);
        }
        List<Path> files = files(folder, Segment.SUFFIX);
        if (files.isEmpty()) {
            if (DurableMark.anyIn(folder)) {
                throw new JournalDamaged(
                        "The journal's folder "
                                + folder
                                + " held durable records and now has no *.journal file; put them"
                                + " back, run `tare repair`, or empty the folder to begin a new"
                                + " journal.");
            }
            JournalFolder fresh = new JournalFolder(folder, disk, newId.get());
            fresh.begin(0).close();
            Path parent = folder.toAbsolutePath().getParent();
            if (parent != null) {
                disk.forceFolder(parent);
            }
            return fresh;
        }
        Segment first = Segment.read(files.getFirst());
        JournalFolder opened = new JournalFolder(folder, disk, first.journal());
        opened.segments.put(first.start(), first);
        for (Path file : files.subList(1, files.size())) {
            opened.chain(Segment.read(file));
        }
        return opened;
    }

    static List<Path> files(Path folder, String suffix) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.getFileName().toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }

    private void chain(Segment next) throws IOException {
        Segment before = last();
        if (!next.journal().equals(journal)) {
            throw Segment.damaged(
                    next.file(),
                    0,
                    "it belongs to journal " + next.journal() + ", the others to " + journal);
        }
        long size = Files.size(before.file());
        if (next.before() < before.start() || size < before.place(next.before())) {
            throw Segment.damaged(
                    before.file(),
                    size,
                    "it ends here, but the next file begins at journal offset "
                            + next.before()
                            + "; its end, or a file between the two, is missing");
        }
        segments.put(next.start(), next);
    }

    UUID journal() {
        return journal;
    }

    Segment last() {
        return segments.lastEntry().getValue();
    }

    /** The oldest offset still here. */
    long firstStart() {
        return segments.firstKey();
    }

    /** The segment with the record that begins there, {@code null} where it is gone. */
    @Nullable Segment at(long offset) {
        Map.Entry<Long, Segment> entry = segments.floorEntry(offset);
        return entry == null ? null : entry.getValue();
    }

    /** The offset at which the segment's records end. */
    long endOf(Segment segment, long durableEnd) {
        Map.Entry<Long, Segment> next = segments.higherEntry(segment.start());
        return next == null ? durableEnd : Math.min(next.getValue().before(), durableEnd);
    }

    /** Where reading goes on: that offset, or the other end of the hole it lies in. */
    long beyondHole(long offset) {
        long at = offset;
        for (Segment next : segments.tailMap(offset, false).values()) {
            if (next.before() > at) {
                return at;
            }
            at = next.start();
        }
        return at;
    }

    /** What is known to be lost for good, oldest first. */
    List<FileJournal.Hole> holes() {
        return segments.values().stream()
                .filter(segment -> segment.hole() > 0)
                .map(segment -> new FileJournal.Hole(segment.before(), segment.start()))
                .toList();
    }

    /**
     * Deletes segments, oldest first, that end at or before that offset and weren't written since
     * that time; never the last. Returns the bytes freed.
     */
    long deleteBefore(long offset, Instant writtenBefore) throws IOException {
        long freed = 0;
        for (Segment segment : List.copyOf(segments.values())) {
            if (segment.equals(last())
                    || endOf(segment, Long.MAX_VALUE) > offset
                    || !Files.getLastModifiedTime(segment.file())
                            .toInstant()
                            .isBefore(writtenBefore)) {
                break;
            }
            freed += Files.size(segment.file());
            Files.delete(segment.file());
            segments.remove(segment.start());
        }
        if (freed > 0) {
            disk.forceFolder(folder);
        }
        return freed;
    }

    /**
     * Begins a segment. It appears under its name at once and durably, with its header; a segment
     * of the same start, which never had a durable record, is replaced.
     */
    Disk.WritableFile begin(long start) throws IOException {
        Path file = folder.resolve(Segment.fileName(start));
        Path fresh = folder.resolve(Segment.fileName(start) + NEW);
        Segment replaced = segments.get(start);
        Segment segment = new Segment(file, journal, start, replaced == null ? 0 : replaced.hole());
        Disk.WritableFile writable = disk.open(fresh, true);
        try {
            writable.write(segment.header(), 0);
            writable.force();
            disk.rename(fresh, file);
            disk.forceFolder(folder);
        } catch (IOException | RuntimeException failed) {
            writable.close();
            Files.deleteIfExists(fresh);
            throw failed;
        }
        segments.put(start, segment);
        return writable;
    }
}
