package dev.tare.server.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A bill as it is sent: CSV, and above it its mapping where it has one, between two lines of three
 * dashes.
 *
 * @param mapping {@code null}: there is none
 * @param csv the rest
 */
record BillBody(@Nullable String mapping, InputStream csv) {
    private static final int MAPPING_BYTES_MAX = 1 << 20;
    private static final String DASHES = "---";

    /** The mapping never ends, or is too long. */
    static final class Unending extends Exception {
        Unending() {
            super("No second line of dashes", null, false, false);
        }
    }

    static BillBody of(InputStream sent) throws IOException, Unending {
        BufferedInputStream body = new BufferedInputStream(sent);
        body.mark(DASHES.length() + 3);
        byte[] begin = body.readNBytes(DASHES.length() + 2);
        String first = new String(begin, StandardCharsets.ISO_8859_1);
        body.reset();
        if (!first.startsWith(DASHES + "\n") && !first.startsWith(DASHES + "\r\n")) {
            return new BillBody(null, body);
        }
        line(body);
        StringBuilder mapping = new StringBuilder();
        for (String line = line(body); !line.equals(DASHES); line = line(body)) {
            mapping.append(line).append('\n');
            if (mapping.length() > MAPPING_BYTES_MAX) {
                throw new Unending();
            }
        }
        return new BillBody(mapping.toString(), body);
    }

    private static String line(InputStream body) throws IOException, Unending {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = body.read(); b != '\n'; b = body.read()) {
            if (b < 0 || line.size() > MAPPING_BYTES_MAX) {
                throw new Unending();
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }
}
