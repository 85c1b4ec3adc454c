package dev.tare.server.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Renames of several files that belong together. They are written down, durably, before the first
 * is done: cut off at any moment, they are finished later by {@link #finish}.
 */
public final class RenameSteps {
    /**
     * A rename within the folder. The new name must be free when the steps are taken, or be freed
     * by an earlier step.
     */
    public record Step(String from, String to) {}

    private final Path folder;
    private final Path file;
    private final Disk disk;

    /**
     * @param name the file in which the steps are written down
     */
    public RenameSteps(Path folder, String name, Disk disk) {
        this.folder = folder;
        this.file = folder.resolve(name);
        this.disk = disk;
    }

    /** Whether steps were begun and not finished. */
    public boolean areUnfinished() {
        return Files.exists(file);
    }

    /** Does the steps; once this has begun, only {@link #finish} can end it. */
    public void take(List<Step> steps) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Step step : steps) {
            if (!Files.exists(folder.resolve(step.from()))) {
                throw new IOException(step.from() + " isn't there.");
            }
            text.append(step.from()).append('\t').append(step.to()).append('\n');
        }
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (Disk.WritableFile writable = disk.open(fresh, true)) {
            writable.write(ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8)), 0);
            writable.force();
        }
        disk.forceFolder(folder);
        disk.rename(fresh, file);
        disk.forceFolder(folder);
        finish();
    }

    /** Does what is left of the steps written down; nothing where there are none. */
    public void finish() throws IOException {
        if (!areUnfinished()) {
            return;
        }
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            String[] names = line.split("\t", -1);
            Path from = folder.resolve(names[0]);
            Path to = folder.resolve(names[1]);
            // Where both are there, the step was done, and a later one took the old name.
            if (Files.exists(from) && !Files.exists(to)) {
                disk.rename(from, to);
            }
        }
        disk.forceFolder(folder);
        Files.delete(file);
        disk.forceFolder(folder);
    }
}
