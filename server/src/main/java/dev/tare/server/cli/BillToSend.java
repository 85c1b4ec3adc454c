package dev.tare.server.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A bill's file and its mapping.
 *
 * @param file CSV, packed by gzip or not
 * @param mapping YAML; {@code null}: there is none
 */
record BillToSend(Path file, @Nullable String mapping) {
    private static final int GZIP_MAGIC = 0x1f8b;

    /** The file's text, unpacked. */
    InputStream open() throws IOException {
        BufferedInputStream bytes = new BufferedInputStream(Files.newInputStream(file));
        bytes.mark(2);
        int magic = bytes.read() << 8 | bytes.read();
        bytes.reset();
        return magic == GZIP_MAGIC ? new GZIPInputStream(bytes) : bytes;
    }

    /** As a server takes it: the mapping above, and all of it packed by gzip. */
    byte[] packed() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (InputStream bill = open();
                GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            if (mapping != null) {
                String end = mapping.endsWith("\n") ? "---\n" : "\n---\n";
                gzip.write(("---\n" + mapping + end).getBytes(StandardCharsets.UTF_8));
            }
            bill.transferTo(gzip);
        }
        return packed.toByteArray();
    }
}
