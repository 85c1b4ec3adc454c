package dev.tare.sdk;

import dev.tare.sdk.SpoolHeader.Word;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Reads whole events out of a spool that lost its header or a part of itself, and puts them into a
 * new one. Where it can't tell how far the old one had been sent, it takes all there are: the
 * server knows those that it has already.
 */
final class Salvage {
    /** Where an event stands, and which place it had. */
    private record Piece(long place, int offset) {}

    private Salvage() {}

    /** A new spool with what could be read; it counts as damaged, by one at least. */
    static Spool from(Path damaged, SpoolFile target) throws IOException {
        ByteBuffer memory;
        try (FileChannel channel = FileChannel.open(damaged, StandardOpenOption.READ)) {
            long size = Math.min(channel.size(), Integer.MAX_VALUE);
            if (size < SpoolHeader.SIZE + Ring.STEP) {
                Spool empty = target.create(target.capacity(), null);
                return new Spool(empty.header, empty.ring, empty.file(), 0, 1);
            }
            memory = channel.map(MapMode.READ_ONLY, 0, size);
        }
        SpoolHeader header = new SpoolHeader(memory.slice(0, SpoolHeader.SIZE));
        int available = (memory.capacity() - SpoolHeader.SIZE) & -Ring.STEP;
        Ring old = new Ring(memory.slice(SpoolHeader.SIZE, available));
        long capacity =
                header.isSound(Word.CAPACITY) && header.get(Word.CAPACITY) > 0
                        ? header.get(Word.CAPACITY)
                        : available;
        List<Piece> pieces = pieces(old, capacity, header.get(Word.READ_FROM));
        int size = Math.toIntExact(Math.max(target.capacity(), capacity & -SpoolHeader.SIZE));
        return copied(old, pieces, target.create(size, header));
    }

    private static List<Piece> pieces(Ring old, long capacity, long readFrom) {
        byte[] scratch = new byte[EventForm.BYTES_MAX];
        CRC32C crc = new CRC32C();
        List<Piece> pieces = new ArrayList<>();
        for (int offset = 0; offset < old.capacity(); offset += Ring.STEP) {
            long place = old.named(offset);
            if (place >= readFrom
                    && place % capacity == offset
                    && old.isWholeAt(place, offset, scratch, crc)) {
                pieces.add(new Piece(place, offset));
            }
        }
        pieces.sort(Comparator.comparingLong(Piece::place));
        return pieces;
    }

    private static Spool copied(Ring old, List<Piece> pieces, Spool spool) {
        byte[] bytes = new byte[EventForm.BYTES_MAX];
        CRC32C crc = new CRC32C();
        long copied = 0;
        for (Piece piece : pieces) {
            int length = old.lengthAtOffset(piece.offset());
            boolean unused = old.isWholeAt(piece.place(), piece.offset(), bytes, crc);
            long place = spool.ring.claim(length);
            if (place >= 0) {
                spool.ring.fill(place, bytes, length, Entry.check(bytes, 0, length, crc));
                copied++;
            }
        }
        return new Spool(spool.header, spool.ring, spool.file(), copied, 1);
    }
}
