package dev.tare.server.identities;

import dev.tare.core.ledger.KeyCatalog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** A table's bytes. */
final class TableForm {
    private static final long MAGIC =
            ByteBuffer.wrap("TAREKEYS".getBytes(StandardCharsets.US_ASCII)).getLong();

    private static final int HEAD = 16;
    private static final int CHUNK = 1 << 20;

    private TableForm() {}

    /** Writes it durably. The head comes last: a file that was cut off has none. */
    static void write(long[] slots, FileChannel file) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        CRC32C sum = new CRC32C();
        long at = HEAD;
        for (int from = 0; from < slots.length; ) {
            int count = Math.min(slots.length - from, CHUNK / Long.BYTES);
            chunk.clear();
            chunk.asLongBuffer().put(slots, from, count);
            chunk.limit(count * Long.BYTES);
            sum.update(chunk.duplicate());
            at += writeAll(file, chunk, at);
            from += count;
        }
        ByteBuffer head = ByteBuffer.allocate(HEAD);
        head.putLong(MAGIC).putInt((int) sum.getValue()).putInt(KeyCatalog.FORM).flip();
        writeAll(file, head, 0);
        file.force(true);
    }

    private static int writeAll(FileChannel file, ByteBuffer bytes, long at) throws IOException {
        int length = bytes.remaining();
        long place = at;
        while (bytes.hasRemaining()) {
            place += file.write(bytes, place);
        }
        return length;
    }

    /**
     * The slots, mapped. They are checked by reading, not through the map: pages count as memory of
     * the server only where it looks something up.
     *
     * @throws IOException where the file isn't whole
     */
    static LongBuffer map(FileChannel file) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
        chunk.limit(HEAD);
        readAll(file, chunk, 0);
        if (chunk.getLong() != MAGIC) {
            throw new IOException("a table of identities doesn't begin as one");
        }
        int wanted = chunk.getInt();
        if (chunk.getInt() != KeyCatalog.FORM) {
            throw new IOException("a table of identities is of another version");
        }
        CRC32C sum = new CRC32C();
        long size = file.size();
        for (long at = HEAD; at < size; at += chunk.limit()) {
            chunk.clear().limit((int) Math.min(CHUNK, size - at));
            readAll(file, chunk, at);
            sum.update(chunk.duplicate());
        }
        if ((int) sum.getValue() != wanted) {
            throw new IOException("a table of identities is damaged");
        }
        return file.map(FileChannel.MapMode.READ_ONLY, HEAD, size - HEAD)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asLongBuffer();
    }

    private static void readAll(FileChannel file, ByteBuffer into, long at) throws IOException {
        long place = at;
        while (into.hasRemaining()) {
            int read = file.read(into, place);
            if (read < 0) {
                throw new IOException("a table of identities ends early");
            }
            place += read;
        }
        into.flip();
    }
}
