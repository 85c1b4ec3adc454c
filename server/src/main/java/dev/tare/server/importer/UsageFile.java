package dev.tare.server.importer;

import dev.tare.core.event.Rejection;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** A file of past usage, read row by row; CSV or NDJSON, packed by gzip or not. */
final class UsageFile implements Closeable {
    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;

    /** Something that could be opened, or why it couldn't. */
    sealed interface Opened<T> {}

    record Ready<T>(T opened) implements Opened<T> {}

    record Unusable<T>(String code, String message) implements Opened<T> {}

    private final CountingStream counting;
    private final long bytesTotal;
    private final Rows rows;

    private UsageFile(CountingStream counting, long bytesTotal, Rows rows) {
        this.counting = counting;
        this.bytesTotal = bytesTotal;
        this.rows = rows;
    }

    /** How rows follow each other. */
    interface Rows {
        /** The next row, {@code null} behind the last. */
        @Nullable RawRow next() throws IOException;

        /** The names of the columns, {@code null} where each row names its own. */
        @Nullable List<String> columns();

        /** What must stand above rows kept aside. */
        byte[] header();
    }

    static Opened<UsageFile> open(Path path, @Nullable Character delimiter) throws IOException {
        InputStream bytes;
        try {
            bytes = Files.newInputStream(path);
        } catch (NoSuchFileException missing) {
            return new Unusable<>("no_such_file", "There is no file " + path + ".");
        }
        CountingStream counting = new CountingStream(bytes);
        try {
            SourceLines lines = new SourceLines(unpacked(counting));
            Opened<Rows> rows =
                    isJson(path, lines)
                            ? new Ready<>(new NdjsonRows(lines))
                            : CsvRows.open(lines, delimiter);
            return switch (rows) {
                case Ready<Rows> ready ->
                        new Ready<>(new UsageFile(counting, Files.size(path), ready.opened()));
                case Unusable<Rows> unusable -> {
                    counting.close();
                    yield new Unusable<>(unusable.code(), unusable.message());
                }
            };
        } catch (IOException | RuntimeException failure) {
            counting.close();
            throw failure;
        }
    }

    Rows rows() {
        return rows;
    }

    boolean isCsv() {
        return rows.columns() != null;
    }

    /** Bytes of the file, as packed. */
    long bytesTotal() {
        return bytesTotal;
    }

    /** Bytes read so far, as packed. */
    long bytesRead() {
        return counting.read;
    }

    @Override
    public void close() throws IOException {
        counting.close();
    }

    /** A file's name without its endings: {@code usage.csv.gz} is {@code usage}. */
    static String baseName(Path path) {
        String name = String.valueOf(path.getFileName());
        String bare = withoutGz(name);
        int dot = bare.lastIndexOf('.');
        return dot > 0 ? bare.substring(0, dot) : bare;
    }

    private static String withoutGz(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(".gz")
                ? name.substring(0, name.length() - 3)
                : name;
    }

    /** By the ending; else by the first line that isn't blank. */
    private static boolean isJson(Path path, SourceLines lines) throws IOException {
        String name = withoutGz(String.valueOf(path.getFileName())).toLowerCase(Locale.ROOT);
        if (name.endsWith(".ndjson") || name.endsWith(".jsonl")) {
            return true;
        }
        if (name.endsWith(".csv") || name.endsWith(".tsv")) {
            return false;
        }
        SourceLines.Line first = lines.next();
        while (first != null && first.blank()) {
            first = lines.next();
        }
        if (first == null) {
            return false;
        }
        lines.pushBack(List.of(first));
        String text = RowText.decoded(first.bytes(), true);
        return text != null && text.stripLeading().startsWith("{");
    }

    private static InputStream unpacked(CountingStream counting) throws IOException {
        java.io.PushbackInputStream in = new java.io.PushbackInputStream(counting, 2);
        byte[] magic = in.readNBytes(2);
        in.unread(magic);
        boolean gzip =
                magic.length == 2
                        && (magic[0] & 0xff) == GZIP_FIRST
                        && (magic[1] & 0xff) == GZIP_SECOND;
        return gzip ? new GZIPInputStream(in, 1 << 16) : in;
    }

    static String shown(String name) {
        return Rejection.shown(name);
    }

    private static final class CountingStream extends FilterInputStream {
        private volatile long read;

        CountingStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            if (b >= 0) {
                count(1);
            }
            return b;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int n = super.read(bytes, offset, length);
            if (n > 0) {
                count(n);
            }
            return n;
        }

        /** Only the reading thread counts; others look on. */
        @SuppressWarnings("NonAtomicVolatileUpdate")
        private void count(int n) {
            read += n;
        }
    }
}
