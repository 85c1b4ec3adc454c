package dev.tare.server.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** What the journal asks of the disk when it writes; a seam where tests make it fail. */
public interface Disk {
    /** The real one. */
    Disk LOCAL = new Local();

    /** A file to write to; created empty if {@code fresh}, else it must be there. */
    WritableFile open(Path file, boolean fresh) throws IOException;

    /** Gives a file its final name at once, replacing what has it. */
    void rename(Path from, Path to) throws IOException;

    /** Makes names created in the folder durable. */
    void forceFolder(Path folder) throws IOException;

    /** A file open for writing, by one thread. */
    interface WritableFile extends Closeable {
        /** Writes all of it at that place. */
        void write(ByteBuffer bytes, long at) throws IOException;

        /** Returns once everything written is on disk. */
        void force() throws IOException;

        /** Cuts the file to that size. */
        void truncate(long size) throws IOException;
    }

    /** The operating system's. */
    final class Local implements Disk {
        private Local() {}

        @Override
        public WritableFile open(Path file, boolean fresh) throws IOException {
            FileChannel channel =
                    fresh
                            ? FileChannel.open(
                                    file,
                                    StandardOpenOption.CREATE,
                                    StandardOpenOption.TRUNCATE_EXISTING,
                                    StandardOpenOption.WRITE)
                            : FileChannel.open(file, StandardOpenOption.WRITE);
            return new LocalFile(channel);
        }

        @Override
        public void rename(Path from, Path to) throws IOException {
            Files.move(
                    from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }

        @Override
        public void forceFolder(Path folder) throws IOException {
            if (System.getProperty("os.name", "").startsWith("Windows")) {
                return; // Windows can't open a folder as a file, and keeps names durable itself.
            }
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /** A file of the operating system. */
    record LocalFile(FileChannel channel) implements WritableFile {
        @Override
        public void write(ByteBuffer bytes, long at) throws IOException {
            long place = at;
            while (bytes.hasRemaining()) {
                place += channel.write(bytes, place);
            }
        }

        @Override
        public void force() throws IOException {
            channel.force(false);
        }

        @Override
        public void truncate(long size) throws IOException {
            channel.truncate(size);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
