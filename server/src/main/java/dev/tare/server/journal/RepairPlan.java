package dev.tare.server.journal;

import dev.tare.server.journal.RepairReport.Finding;
import dev.tare.server.journal.RepairReport.Loss;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Grows while a journal is inspected from its beginning to its end: what stays, what is set aside,
 * what is written anew, and what was lost in between.
 */
final class RepairPlan {
    /**
     * A segment to be written: its records are copied byte by byte.
     *
     * @param source where they are; {@code null} for a segment without any
     */
    record Piece(Segment segment, @Nullable Segment source, long to) {}

    private final Path folder;
    private final UUID journal;
    private final @Nullable Long ledger;
    private final List<Finding> findings = new ArrayList<>();
    private final List<Loss> losses = new ArrayList<>();
    private final List<FileJournal.Hole> declared = new ArrayList<>();
    private final List<Path> aside = new ArrayList<>();
    private final List<Piece> pieces = new ArrayList<>();
    private long reached;
    private long records;
    private long tornBytes;
    private @Nullable Instant lastReceived;

    RepairPlan(Path folder, UUID journal, @Nullable Long ledger) {
        this.folder = folder;
        this.journal = journal;
        this.ledger = ledger;
    }

    UUID journal() {
        return journal;
    }

    /** How far the ledger has come; {@code null} where it couldn't be asked. */
    @Nullable Long ledger() {
        return ledger;
    }

    /** The offset up to which everything is planned. */
    long reached() {
        return reached;
    }

    /** As {@link #reached}, with what was lost behind it. */
    long lossEnd() {
        return losses.isEmpty() ? reached : Math.max(reached, losses.getLast().to());
    }

    void reach(long offset) {
        reached = offset;
    }

    void find(Path file, long place, String what) {
        findings.add(new Finding(file.getFileName().toString(), place, what));
    }

    void setAside(Path file) {
        aside.add(file);
    }

    void declared(Segment segment) {
        declared.add(new FileJournal.Hole(segment.before(), segment.start()));
    }

    void torn(long bytes) {
        tornBytes += bytes;
    }

    /** The segment stays as it is. */
    void keep(SegmentSurvey.Run run) {
        close(run.firstReceived());
        records += run.records();
        lastReceived = run.lastReceived();
        reached = run.to();
    }

    /** These records go into a segment of their own, behind whatever was lost before them. */
    void copy(Segment source, SegmentSurvey.Run run) {
        piece(source, run.from(), run.to());
        keep(run);
    }

    /** A segment of that start, without records so far. */
    void beginEmpty(long start) {
        piece(null, start, start);
        reached = start;
    }

    private void piece(@Nullable Segment source, long from, long to) {
        Path file = folder.resolve(Segment.fileName(from));
        pieces.add(new Piece(new Segment(file, journal, from, from - reached), source, to));
    }

    /** Records between these offsets can't be read. */
    void lose(long from, long to, long told) {
        if (to <= from) {
            return;
        }
        Loss last = losses.isEmpty() ? null : losses.getLast();
        if (last != null && last.to() == from && last.before() == null) {
            losses.removeLast();
            long sum = last.recordsTold() + told;
            losses.add(new Loss(last.from(), to, sum, last.after(), null, ledger));
        } else {
            losses.add(new Loss(from, to, told, lastReceived, null, ledger));
        }
    }

    /** The loss before this record, if there is one, ends here. */
    private void close(@Nullable Instant firstReceived) {
        if (!losses.isEmpty() && losses.getLast().before() == null) {
            Loss open = losses.removeLast();
            losses.add(
                    new Loss(
                            open.from(),
                            open.to(),
                            open.recordsTold(),
                            open.after(),
                            firstReceived,
                            ledger));
        }
    }

    List<Piece> pieces() {
        return pieces;
    }

    List<Path> aside() {
        return aside;
    }

    RepairReport report() {
        return new RepairReport(
                journal,
                findings,
                losses,
                declared,
                records,
                tornBytes,
                names(aside),
                names(pieces.stream().map(piece -> piece.segment().file()).toList()),
                null);
    }

    private static List<String> names(List<Path> files) {
        return files.stream().map(file -> file.getFileName().toString()).toList();
    }
}
