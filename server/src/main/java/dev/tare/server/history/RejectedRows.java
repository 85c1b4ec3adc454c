package dev.tare.server.history;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.tare.server.wire.CsvText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A list of the rows no event could be made of. It is made with the first of them; they are to be
 * mended where they lie, so each new run begins a new list.
 */
final class RejectedRows implements AutoCloseable {
    private final @Nullable Path path;
    private boolean goOn;
    private @Nullable CsvWriter writer;
    private boolean made;

    /**
     * @param path where; {@code null} = nothing may be written
     * @param goOn whether what a run wrote before it was stopped is kept
     */
    RejectedRows(@Nullable Path path, boolean goOn) throws IOException {
        this.path = path;
        this.goOn = goOn;
        if (path != null && !goOn) {
            Files.deleteIfExists(path);
        }
        this.made = path != null && Files.exists(path);
    }

    /** The list, {@code null} where there is none. */
    @Nullable Path path() {
        return made ? path : null;
    }

    void add(CallTable table, CallEvents.Broken row) throws IOException {
        if (path == null) {
            return;
        }
        CsvWriter to = writer == null ? open(path) : writer;
        writer = to;
        to.writeRecord(
                CsvText.cell(table.table()),
                CsvText.cell(row.key()),
                row.field(),
                row.code(),
                CsvText.cell(row.message()));
    }

    private CsvWriter open(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        boolean append = goOn && Files.exists(file);
        CsvWriter opened =
                append
                        ? CsvWriter.builder()
                                .build(Files.newBufferedWriter(file, StandardOpenOption.APPEND))
                        : CsvWriter.builder().build(Files.newBufferedWriter(file));
        if (!append) {
            opened.writeRecord("table", "key", "field", "code", "message");
        }
        made = true;
        goOn = true;
        return opened;
    }

    /** Hands all to the operating system. */
    void flush() throws IOException {
        if (writer != null) {
            writer.flush();
        }
    }

    @Override
    public void close() throws IOException {
        if (writer != null) {
            writer.close();
        }
    }
}
