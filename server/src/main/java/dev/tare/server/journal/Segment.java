package dev.tare.server.journal;

import dev.tare.core.ledger.JournalDamaged;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * One file of the journal.
 *
 * @param file where it is
 * @param journal whose it is
 * @param start logical offset of its first frame
 */
record Segment(Path file, UUID journal, long start) {
    /** Bytes of a header. */
    static final int HEADER = 8 + 4 + 16 + 8 + 4;

    static final String SUFFIX = ".journal";

    private static final byte[] MAGIC = "TAREJRNL".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;

    static String fileName(long start) {
        return String.format(Locale.ROOT, "%020d%s", start, SUFFIX);
    }

    /** The byte in the file at which a logical offset lies. */
    long place(long offset) {
        return HEADER + offset - start;
    }

    ByteBuffer header() {
        ByteBuffer header = ByteBuffer.allocate(HEADER);
        header.put(MAGIC)
                .putInt(VERSION)
                .putLong(journal.getMostSignificantBits())
                .putLong(journal.getLeastSignificantBits())
                .putLong(start);
        return header.putInt(sum(header.array())).flip();
    }

    /**
     * The segment in a file.
     *
     * @throws JournalDamaged where its header doesn't check out
     */
    static Segment read(Path file) throws IOException {
        byte[] bytes;
        try (var in = Files.newInputStream(file)) {
            bytes = in.readNBytes(HEADER);
        }
        if (bytes.length < HEADER) {
            throw damaged(file, bytes.length, "the header ends early");
        }
        ByteBuffer header = ByteBuffer.wrap(bytes);
        byte[] magic = new byte[MAGIC.length];
        header.get(magic);
        int version = header.getInt();
        UUID journal = new UUID(header.getLong(), header.getLong());
        long start = header.getLong();
        if (!java.util.Arrays.equals(magic, MAGIC) || header.getInt() != sum(bytes)) {
            throw damaged(file, 0, "the header's checksum doesn't fit");
        }
        if (version != VERSION) {
            throw damaged(
                    file,
                    MAGIC.length,
                    "it has version " + version + ", this Tare reads " + VERSION);
        }
        if (start < 0 || !file.getFileName().toString().equals(fileName(start))) {
            throw damaged(file, 0, "its name doesn't fit its start, " + start);
        }
        return new Segment(file, journal, start);
    }

    private static int sum(byte[] header) {
        CRC32C crc = new CRC32C();
        crc.update(header, 0, HEADER - 4);
        return (int) crc.getValue();
    }

    /** Names file and byte, what is wrong and what to do. */
    static JournalDamaged damaged(Path file, long place, String what) {
        return new JournalDamaged(
                "The journal's file "
                        + file
                        + " is damaged at byte "
                        + place
                        + ": "
                        + what
                        + ". Nothing was changed; put back this file from a copy.");
    }

    JournalDamaged damagedAt(long offset, String what) {
        return damaged(file, place(offset), what + " (journal offset " + offset + ")");
    }
}
