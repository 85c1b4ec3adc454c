package dev.tare.server.journal;

import dev.tare.core.ledger.JournalDamaged;
import dev.tare.core.ledger.JournalPosition;
import dev.tare.core.ledger.JournalUnavailable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Mends a damaged journal that no process has open: saves every record that checks out, under the
 * offset it always had, and says what was lost. Damaged files are kept under another name.
 */
public final class JournalRepair {
    private static final String STEPS = "repair.steps";
    private static final String ASIDE = ".damaged";
    private static final int BUFFER = 1 << 20;

    private final Path folder;
    private final Disk disk;

    public JournalRepair(Path folder) {
        this(folder, Disk.LOCAL);
    }

    public JournalRepair(Path folder, Disk disk) {
        this.folder = folder;
        this.disk = disk;
    }

    /**
     * Reads everything and changes nothing.
     *
     * @param ledger how far the ledger has come with each journal; {@code null} where it can't be
     *     asked
     * @throws JournalInUse where a process has the journal open
     * @throws JournalUnavailable where the folder can't be read
     */
    public RepairReport inspect(@Nullable Collection<JournalPosition> ledger) {
        return run(ledger, false);
    }

    /**
     * Repairs. Killed at any moment, it leaves the journal as it was, or closed until this is
     * called again.
     *
     * @return what was found and done
     */
    public RepairReport apply(@Nullable Collection<JournalPosition> ledger) {
        return run(ledger, true);
    }

    private RepairReport run(@Nullable Collection<JournalPosition> ledger, boolean apply) {
        try (FolderLock _ = FolderLock.take(folder)) {
            RenameSteps unfinished = steps(folder, disk);
            if (unfinished.areUnfinished() && !apply) {
                return impossible("A repair was begun and not finished; finish it by --apply.");
            }
            unfinished.finish();
            RepairPlan plan = new JournalInspection(folder, ledger).plan();
            if (plan == null) {
                return JournalFolder.files(folder, Segment.SUFFIX).isEmpty()
                        ? new RepairReport(
                                null, List.of(), List.of(), List.of(), 0, 0, List.of(), List.of(),
                                null)
                        : impossible(
                                "No file, mark or ledger tells the journal's identity; put back"
                                        + " one file of it from a copy.");
            }
            RepairReport report = plan.report();
            if (apply && !report.isClean()) {
                carryOut(plan);
            }
            return report;
        } catch (IOException failed) {
            throw new JournalUnavailable(
                    GroupCommit.causeOf(failed),
                    "The journal in " + folder + " can't be repaired (" + failed + ").",
                    failed);
        }
    }

    private static RepairReport impossible(String why) {
        return new RepairReport(
                null, List.of(), List.of(), List.of(), 0, 0, List.of(), List.of(), why);
    }

    private void carryOut(RepairPlan plan) throws IOException {
        List<RenameSteps.Step> steps = new ArrayList<>();
        for (Path file : plan.aside()) {
            steps.add(new RenameSteps.Step(name(file), freeName(name(file) + ASIDE)));
        }
        for (RepairPlan.Piece piece : plan.pieces()) {
            String name = name(piece.segment().file());
            write(piece, folder.resolve(name + JournalFolder.NEW));
            steps.add(new RenameSteps.Step(name + JournalFolder.NEW, name));
        }
        disk.forceFolder(folder);
        steps(folder, disk).take(steps);
    }

    private static RenameSteps steps(Path folder, Disk disk) {
        return new RenameSteps(folder, STEPS, disk);
    }

    /** Keeps a half repaired journal closed. */
    static void refuseUnfinished(Path folder, Disk disk) {
        if (steps(folder, disk).areUnfinished()) {
            throw new JournalDamaged(
                    "A repair of the journal in "
                            + folder
                            + " was begun and not finished; run `tare repair --apply` again.");
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    private String freeName(String wanted) {
        String name = wanted;
        for (int i = 2; Files.exists(folder.resolve(name)); i++) {
            name = wanted + "-" + i;
        }
        return name;
    }

    private void write(RepairPlan.Piece piece, Path fresh) throws IOException {
        try (Disk.WritableFile file = disk.open(fresh, true)) {
            file.write(piece.segment().header(), 0);
            Segment source = piece.source();
            if (source != null) {
                copy(source, piece, file);
            }
            file.force();
        }
    }

    private static void copy(Segment source, RepairPlan.Piece piece, Disk.WritableFile file)
            throws IOException {
        long from = piece.segment().start();
        byte[] bytes = new byte[BUFFER];
        try (RandomAccessFile in = new RandomAccessFile(source.file().toFile(), "r")) {
            in.seek(source.place(from));
            for (long at = from; at < piece.to(); ) {
                int part = (int) Math.min(bytes.length, piece.to() - at);
                in.readFully(bytes, 0, part);
                file.write(ByteBuffer.wrap(bytes, 0, part), piece.segment().place(at));
                at += part;
            }
        }
    }
}
