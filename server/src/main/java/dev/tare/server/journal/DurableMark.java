package dev.tare.server.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * Remembers how far the journal was durable, without an fsync of its own. After a crash of the
 * process it is exact, after a power cut perhaps old, never too far.
 */
final class DurableMark implements Closeable {
    static final String FILE = "durable.mark";

    private static final byte[] MAGIC = "TAREMARK".getBytes(StandardCharsets.US_ASCII);
    private static final int SIZE = 8 + 16 + 8 + 4;

    private final UUID journal;
    private final FileChannel channel;
    private final ByteBuffer bytes = ByteBuffer.allocateDirect(SIZE);

    private DurableMark(UUID journal, FileChannel channel) {
        this.journal = journal;
        this.channel = channel;
    }

    /** The offset remembered for that journal; 0 where there is none. */
    static long read(Path folder, UUID journal) throws IOException {
        byte[] bytes = bytes(folder);
        return bytes.length == SIZE && Arrays.equals(bytes, form(journal, offset(bytes)))
                ? offset(bytes)
                : 0;
    }

    /** Whether some journal had durable records in that folder. */
    static boolean anyIn(Path folder) throws IOException {
        byte[] bytes = bytes(folder);
        if (bytes.length != SIZE) {
            return false;
        }
        ByteBuffer mark = ByteBuffer.wrap(bytes, MAGIC.length, 16);
        UUID journal = new UUID(mark.getLong(), mark.getLong());
        return offset(bytes) > 0 && Arrays.equals(bytes, form(journal, offset(bytes)));
    }

    private static byte[] bytes(Path folder) throws IOException {
        try {
            return Files.readAllBytes(folder.resolve(FILE));
        } catch (NoSuchFileException none) {
            return new byte[0];
        }
    }

    private static long offset(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getLong(8 + 16);
    }

    private static byte[] form(UUID journal, long offset) {
        ByteBuffer form = ByteBuffer.allocate(SIZE);
        form.put(MAGIC)
                .putLong(journal.getMostSignificantBits())
                .putLong(journal.getLeastSignificantBits())
                .putLong(offset);
        CRC32C crc = new CRC32C();
        crc.update(form.array(), 0, SIZE - 4);
        return form.putInt((int) crc.getValue()).array();
    }

    static DurableMark open(Path folder, UUID journal) throws IOException {
        return new DurableMark(
                journal,
                FileChannel.open(
                        folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE));
    }

    /** To be called once everything up to the offset is on disk, and not before. */
    void write(long offset) {
        try {
            bytes.clear().put(form(journal, offset)).flip();
            channel.write(bytes, 0);
        } catch (IOException notWritten) {
            // The records are durable all the same; the old mark is still true.
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
