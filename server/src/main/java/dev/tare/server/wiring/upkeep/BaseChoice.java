package dev.tare.server.wiring.upkeep;

import dev.tare.core.ledger.JournalEntry;
import dev.tare.core.ledger.JournalPosition;
import dev.tare.core.ledger.LedgerState;
import dev.tare.core.ledger.StoreUnavailable;
import dev.tare.server.duckdb.DuckDbLedger;
import dev.tare.server.duckdb.DuckDbSettings;
import dev.tare.server.journal.FileJournal;
import dev.tare.server.wire.SnapshotNote;
import dev.tare.server.wiring.upkeep.Rebuild.Base;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds what a new ledger can begin with, and names every gap between that and the journal. */
final class BaseChoice {
    private final Rebuild.Order order;
    private final FileJournal journal;
    private final List<String> passedOver = new ArrayList<>();

    BaseChoice(Rebuild.Order order, FileJournal journal) {
        this.order = order;
        this.journal = journal;
    }

    Base choose() throws IOException {
        Path named = order.from();
        if (named != null) {
            return named(named);
        }
        Path newest = order.fromStart() ? null : newest();
        if (newest == null) {
            return joined(new Base.Start(), 0, "the beginning");
        }
        return backup(newest, Snapshots.note(newest));
    }

    private Base named(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return new Base.None("no_backup", "There is no file " + file + ".");
        }
        if (!Files.exists(Snapshots.noteOf(file))) {
            return backup(file, null); // Carried here alone: it is verified once it is restored.
        }
        return switch (Snapshots.check(file)) {
            case Snapshots.Checked.Bad bad ->
                    new Base.None(
                            "backup_damaged",
                            "The backup " + file + " is no good: " + bad.why() + ".");
            case Snapshots.Checked.Good good -> backup(file, good.note());
        };
    }

    /** The newest backup of this journal that checks out. */
    private @Nullable Path newest() throws IOException {
        for (Path file : Snapshots.in(order.backups(), "")) {
            switch (Snapshots.check(file)) {
                case Snapshots.Checked.Bad bad -> passedOver.add(file + " (" + bad.why() + ")");
                case Snapshots.Checked.Good good -> {
                    if (good.note().position(journal.id()) != null) {
                        return file;
                    }
                }
            }
        }
        return null;
    }

    private Base backup(Path file, @Nullable SnapshotNote note) {
        List<LedgerState> states = note == null ? statesIn(file) : note.states();
        Long position =
                states.stream()
                        .map(LedgerState::position)
                        .filter(p -> p.journal().equals(journal.id()))
                        .map(JournalPosition::offset)
                        .findFirst()
                        .orElse(null);
        if (position == null && !states.isEmpty() && journal.end().offset() > 0) {
            return new Base.None(
                    "other_journal",
                    "The backup "
                            + file
                            + " knows nothing of the journal in this folder, "
                            + journal.id()
                            + ". Is it another server's? To use it, move the journal's folder"
                            + " away first.");
        }
        String name = note == null ? file.toString() : file + " of " + note.madeAt();
        return joined(
                new Base.Backup(file, note == null ? null : note.madeAt()),
                position == null ? 0 : position,
                "the backup " + name);
    }

    private List<LedgerState> statesIn(Path file) {
        try (DuckDbLedger copy =
                DuckDbLedger.openReadOnly(new DuckDbSettings(file, order.settings().zone()))) {
            return copy.states();
        } catch (StoreUnavailable unreadable) {
            throw new StoreUnavailable(
                    "The backup " + file + " can't be opened: " + unreadable.getMessage(),
                    unreadable);
        }
    }

    /** The base, unless something is missing between it and the journal. */
    private Base joined(Base base, long position, String name) {
        if (position > Math.max(journal.end().offset(), journal.lastStart())) {
            return new Base.None(
                    "journal_ends_early",
                    "The journal ends at offset "
                            + journal.end().offset()
                            + ", before the end of "
                            + name
                            + ", offset "
                            + position
                            + ". Run `tare repair` first.");
        }
        List<FileJournal.Hole> holes =
                journal.holes().stream().filter(hole -> hole.to() > position).toList();
        long reachesBack =
                holes.isEmpty()
                        ? journal.firstOffset()
                        : Math.min(journal.firstOffset(), holes.getFirst().from());
        if (position < reachesBack) {
            return gap(name, position, journal.firstOffset());
        }
        if (!holes.isEmpty() && !order.acceptGap()) {
            return new Base.None(
                    "gap",
                    "Between "
                            + name
                            + " and the journal's end, records are lost for good: "
                            + text(holes)
                            + ". To go on without them, add --accept-gap.");
        }
        return base;
    }

    private Base.None gap(String name, long from, long to) {
        String passed =
                passedOver.isEmpty() ? "" : " Passed over: " + String.join(", ", passedOver) + ".";
        return new Base.None(
                "gap",
                "The journal begins at offset "
                        + to
                        + received(to)
                        + ", but "
                        + name
                        + " ends at offset "
                        + from
                        + ": the "
                        + (to - from)
                        + " bytes between them are missing. Name a later backup, or put the"
                        + " journal's older files back."
                        + passed);
    }

    private String received(long offset) {
        List<JournalEntry> first = journal.read(new JournalPosition(journal.id(), offset), 1);
        return first.isEmpty()
                ? ""
                : " (received at " + first.getFirst().record().receivedAt() + ")";
    }

    private String text(List<FileJournal.Hole> holes) {
        return String.join(
                ", ",
                holes.stream()
                        .map(hole ->
                                "offsets "
                                        + hole.from()
                                        + " to "
                                        + hole.to()
                                        + ", before what was"
                                        + received(hole.to()).replaceAll("[()]", ""))
                        .toList());
    }
}
