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
import org.jspecify.annotations.Nullable;

/**
 * Remembers how far the journal was durable, without an fsync of its own. After a crash of the
 * process it is exact, after a power cut perhaps old, never too far.
 */
final class DurableMark implements Closeable {
    static final String FILE = "durable.mark";

    private static final byte[] MAGIC = "TAREMARK".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] REFUSED = "TARECUTS".getBytes(StandardCharsets.US_ASCII);
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
        return is(MAGIC, journal, bytes) || is(REFUSED, journal, bytes) ? offset(bytes) : 0;
    }

    /** Whether what lies behind the offset remembered was refused and must not be read. */
    static boolean tailRefused(Path folder, UUID journal) throws IOException {
        return is(REFUSED, journal, bytes(folder));
    }

    private static boolean is(byte[] magic, UUID journal, byte[] bytes) {
        return bytes.length == SIZE && Arrays.equals(bytes, form(magic, journal, offset(bytes)));
    }

    /** Whether some journal had durable records in that folder. */
    static boolean anyIn(Path folder) throws IOException {
        UUID journal = journalIn(folder);
        return journal != null && read(folder, journal) > 0;
    }

    /** Whose mark is in that folder; {@code null} where none is that checks out. */
    static @Nullable UUID journalIn(Path folder) throws IOException {
        byte[] bytes = bytes(folder);
        if (bytes.length != SIZE) {
            return null;
        }
        ByteBuffer mark = ByteBuffer.wrap(bytes, MAGIC.length, 16);
        UUID journal = new UUID(mark.getLong(), mark.getLong());
        return is(MAGIC, journal, bytes) || is(REFUSED, journal, bytes) ? journal : null;
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

    private static byte[] form(byte[] magic, UUID journal, long offset) {
        ByteBuffer form = ByteBuffer.allocate(SIZE);
        form.put(magic)
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
            put(MAGIC, offset);
        } catch (IOException notWritten) {
            // The records are durable all the same; the old mark is still true.
        }
    }

    /** Says, durably, that records up to the offset count, and so may what comes behind it. */
    void accept(long offset) throws IOException {
        put(MAGIC, offset);
        channel.force(false);
    }

    /** Says, durably, that whatever lies behind the offset was refused. */
    void refuseBehind(long offset) throws IOException {
        put(REFUSED, offset);
        channel.force(false);
    }

    private void put(byte[] magic, long offset) throws IOException {
        bytes.clear().put(form(magic, journal, offset)).flip();
        channel.write(bytes, 0);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
