package dev.tare.server.journal;

import dev.tare.core.ledger.JournalDamaged;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The renames that put a repaired journal in place, written down before the first is done: a repair
 * that is cut off is finished by the next, and nothing opens the journal in between.
 */
final class RepairSteps {
    static final String FILE = "repair.steps";

    /** A rename within the folder. */
    record Step(String from, String to) {}

    private RepairSteps() {}

    /** Keeps a half repaired journal closed. */
    static void refuseUnfinished(Path folder) {
        if (Files.exists(folder.resolve(FILE))) {
            throw new JournalDamaged(
                    "A repair of the journal in "
                            + folder
                            + " was begun and not finished; run `tare repair --apply` again.");
        }
    }

    /** Does the steps; once this has begun, only {@link #finish} can end it. */
    static void take(Path folder, Disk disk, List<Step> steps) throws IOException {
        StringBuilder text = new StringBuilder();
        steps.forEach(step -> text.append(step.from()).append('\t').append(step.to()).append('\n'));
        Path fresh = folder.resolve(FILE + JournalFolder.NEW);
        try (Disk.WritableFile file = disk.open(fresh, true)) {
            file.write(ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8)), 0);
            file.force();
        }
        disk.forceFolder(folder);
        disk.rename(fresh, folder.resolve(FILE));
        disk.forceFolder(folder);
        finish(folder, disk);
    }

    /** Does what is left of the steps written down; nothing where there are none. */
    static void finish(Path folder, Disk disk) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return;
        }
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            String[] names = line.split("\t", -1);
            Path from = folder.resolve(names[0]);
            Path to = folder.resolve(names[1]);
            if (Files.exists(from) && !Files.exists(to)) {
                disk.rename(from, to);
            }
        }
        disk.forceFolder(folder);
        Files.delete(file);
        disk.forceFolder(folder);
    }
}
