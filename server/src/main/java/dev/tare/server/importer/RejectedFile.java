package dev.tare.server.importer;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Keeps rows that couldn't be used, as they were, under the file's own header: mended, it can be
 * imported with the same mapping. Made with the first such row; an older one is never overwritten,
 * since somebody may be mending it.
 */
final class RejectedFile implements Closeable {
    private static final int NUMBER_MAX = 10_000;

    private final Path folder;
    private final String name;
    private final String ending;
    private final byte[] header;
    private @Nullable OutputStream out;
    private @Nullable Path path;

    RejectedFile(Path folder, Path imported, boolean csv, byte[] header) {
        this.folder = folder;
        this.name = UsageFile.baseName(imported) + ".rejected";
        this.ending = csv ? ".csv" : ".ndjson";
        this.header = header;
    }

    void add(byte[] raw) throws IOException {
        OutputStream to = out;
        if (to == null) {
            to = create();
            out = to;
            if (header.length > 0) {
                line(to, header);
            }
        }
        line(to, raw);
    }

    /** The file, {@code null} where no row needed it. */
    @Nullable Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        if (out != null) {
            out.close();
        }
    }

    private static void line(OutputStream to, byte[] bytes) throws IOException {
        to.write(bytes);
        to.write('\n');
    }

    private OutputStream create() throws IOException {
        for (int i = 1; i < NUMBER_MAX; i++) {
            Path candidate = folder.resolve(name + (i == 1 ? "" : "-" + i) + ending);
            try {
                OutputStream to = Files.newOutputStream(candidate, StandardOpenOption.CREATE_NEW);
                path = candidate;
                return new BufferedOutputStream(to);
            } catch (FileAlreadyExistsException taken) {
                // The next number is tried.
            }
        }
        throw new FileAlreadyExistsException(folder.resolve(name + ending).toString());
    }
}
