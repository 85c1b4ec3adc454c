package dev.tare.sdk;

import dev.tare.sdk.SpoolHeader.Word;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Makes and opens the file of a spool. Whoever calls holds the lock that goes with it. */
final class SpoolFile {
    private static final int BLOCK = 1 << 16;

    private final Path file;
    private final int capacity;
    private final long newId;

    private SpoolFile(Path file, int capacity, long newId) {
        this.file = file;
        this.capacity = capacity;
        this.newId = newId;
    }

    /**
     * Opens it with all that can be read in it; makes it where there is none.
     *
     * @param capacity bytes for events; a file that isn't empty keeps the size it has
     */
    static Spool open(Path file, int capacity, long newId) throws IOException {
        return new SpoolFile(file, capacity, newId).open();
    }

    private Spool open() throws IOException {
        if (!Files.exists(file)) {
            return create(capacity, null);
        }
        if (!hasSoundShape()) {
            return Salvage.from(setAside(true), this);
        }
        Spool spool = existing();
        if (spool.isEmpty() && spool.ring.capacity() != capacity) {
            SpoolHeader before = spool.header;
            Files.delete(file);
            return create(capacity, before);
        }
        return spool;
    }

    private boolean hasSoundShape() throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer page = ByteBuffer.allocateDirect(SpoolHeader.SIZE);
            while (page.hasRemaining() && channel.read(page) > 0) {}
            if (page.hasRemaining()) {
                return false;
            }
            SpoolHeader header = new SpoolHeader(page);
            return header.isSound()
                    && header.get(Word.CAPACITY) > 0
                    && channel.size() == header.get(Word.CAPACITY) + SpoolHeader.SIZE;
        }
    }

    private Spool existing() throws IOException {
        ByteBuffer memory = map();
        SpoolHeader header = header(memory);
        Ring ring = ring(memory);
        long readFrom = header.get(Word.READ_FROM);
        Recovery.Found left = Recovery.look(ring, readFrom);
        if (left.damaged() > 0) {
            setAside(false);
        }
        for (Recovery.Gap gap : left.gaps()) {
            ring.skip(gap.from(), gap.to());
        }
        ring.begin(readFrom, left.end());
        header.renew();
        ring.touch(ring.capacity());
        return new Spool(header, ring, file, left.events(), left.damaged());
    }

    /** A new file, with the numbers of an earlier one where there was one. */
    Spool create(int bytes, @Nullable SpoolHeader before) throws IOException {
        write(bytes);
        ByteBuffer memory = map();
        SpoolHeader header = header(memory);
        header.write(before != null && before.hasId() ? before.spoolId() : newId, bytes);
        if (before != null) {
            for (Word word : Word.values()) {
                if (word != Word.CAPACITY && word != Word.READ_FROM) {
                    header.set(word, before.get(word));
                }
            }
        }
        Ring ring = ring(memory);
        ring.touch(ring.capacity());
        return new Spool(header, ring, file, 0, 0);
    }

    int capacity() {
        return capacity;
    }

    /**
     * Really writes every byte: a file with holes would let a write into the mapping fail on a full
     * disk, which ends the process.
     */
    private void write(int bytes) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        try {
            try (FileChannel channel =
                    FileChannel.open(
                            unfinished,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE)) {
                ByteBuffer first = ByteBuffer.allocateDirect(SpoolHeader.SIZE);
                new SpoolHeader(first).write(newId, bytes);
                writeAll(channel, first);
                ByteBuffer zeros = ByteBuffer.allocateDirect(BLOCK);
                for (long left = bytes; left > 0; left -= BLOCK) {
                    writeAll(channel, zeros.clear().limit((int) Math.min(BLOCK, left)));
                }
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            int unused = channel.write(bytes);
        }
    }

    private ByteBuffer map() throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return channel.map(MapMode.READ_WRITE, 0, channel.size());
        }
    }

    private static SpoolHeader header(ByteBuffer memory) {
        return new SpoolHeader(memory.slice(0, SpoolHeader.SIZE));
    }

    private static Ring ring(ByteBuffer memory) {
        return new Ring(memory.slice(SpoolHeader.SIZE, memory.capacity() - SpoolHeader.SIZE));
    }

    /** One damaged file a spool is kept for a person to look at; a second replaces it. */
    private Path setAside(boolean move) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".damaged");
        if (move) {
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        } else {
            Files.copy(file, aside, StandardCopyOption.REPLACE_EXISTING);
        }
        return aside;
    }
}
