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
 * @param hole how many bytes right before the start are lost for good, and known to be; 0 but for a
 *     segment that a repair wrote
 */
record Segment(Path file, UUID journal, long start, long hole) {
    /** Bytes of a header without a hole. */
    static final int HEADER = 8 + 4 + 16 + 8 + 4;

    private static final int HEADER_WITH_HOLE = HEADER + 8;

    static final String SUFFIX = ".journal";

    private static final byte[] MAGIC = "TAREJRNL".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int VERSION_WITH_HOLE = 2;

    Segment(Path file, UUID journal, long start) {
        this(file, journal, start, 0);
    }

    static String fileName(long start) {
        return String.format(Locale.ROOT, "%020d%s", start, SUFFIX);
    }

    /** The byte in the file at which a logical offset lies. */
    long place(long offset) {
        return headerBytes() + offset - start;
    }

    /** Where the records before it end: at its start, but for a hole in front of it. */
    long before() {
        return start - hole;
    }

    int headerBytes() {
        return hole == 0 ? HEADER : HEADER_WITH_HOLE;
    }

    ByteBuffer header() {
        ByteBuffer header = ByteBuffer.allocate(headerBytes());
        header.put(MAGIC)
                .putInt(hole == 0 ? VERSION : VERSION_WITH_HOLE)
                .putLong(journal.getMostSignificantBits())
                .putLong(journal.getLeastSignificantBits())
                .putLong(start);
        if (hole != 0) {
            header.putLong(hole);
        }
        return header.putInt(sum(header.array(), header.capacity())).flip();
    }

    /**
     * The segment in a file.
     *
     * @throws JournalDamaged where its header doesn't check out
     */
    static Segment read(Path file) throws IOException {
        Segment segment = readHeader(file);
        if (!file.getFileName().toString().equals(fileName(segment.start))) {
            throw damaged(file, 0, "its name doesn't fit its start, " + segment.start);
        }
        return segment;
    }

    /** As {@link #read}, whatever the file's name. */
    static Segment readHeader(Path file) throws IOException {
        byte[] bytes;
        try (var in = Files.newInputStream(file)) {
            bytes = in.readNBytes(HEADER_WITH_HOLE);
        }
        if (bytes.length < HEADER) {
            throw damaged(file, bytes.length, "the header ends early");
        }
        ByteBuffer header = ByteBuffer.wrap(bytes);
        byte[] magic = new byte[MAGIC.length];
        header.get(magic);
        int version = header.getInt();
        int size = version == VERSION_WITH_HOLE ? HEADER_WITH_HOLE : HEADER;
        if (!java.util.Arrays.equals(magic, MAGIC)
                || bytes.length < size
                || header.getInt(size - 4) != sum(bytes, size)) {
            throw damaged(file, 0, "the header's checksum doesn't fit");
        }
        if (version != VERSION && version != VERSION_WITH_HOLE) {
            throw damaged(
                    file,
                    MAGIC.length,
                    "it has version "
                            + version
                            + ", this Tare reads "
                            + VERSION
                            + " and "
                            + VERSION_WITH_HOLE);
        }
        UUID journal = new UUID(header.getLong(), header.getLong());
        long start = header.getLong();
        long hole = size == HEADER_WITH_HOLE ? header.getLong() : 0;
        if (start < 0 || hole < 0 || hole > start) {
            throw damaged(file, 0, "its start " + start + " can't be");
        }
        return new Segment(file, journal, start, hole);
    }

    private static int sum(byte[] header, int size) {
        CRC32C crc = new CRC32C();
        crc.update(header, 0, size - 4);
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
                        + ". Nothing was changed; put back this file from a copy, or run `tare"
                        + " repair`, which saves what can be read and says what was lost.");
    }

    JournalDamaged damagedAt(long offset, String what) {
        return damaged(file, place(offset), what + " (journal offset " + offset + ")");
    }
}
