package dev.tare.server.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The real disk, on which chosen operations fail; counts fsyncs of files. */
final class FaultyDisk implements Disk {
    enum Operation {
        OPEN,
        WRITE,
        FORCE,
        FORCE_FOLDER,
        TRUNCATE
    }

    final AtomicInteger forces = new AtomicInteger();

    /** Bytes that still fit; a write beyond puts down what fits, then fails. */
    final AtomicLong room = new AtomicLong(Long.MAX_VALUE);

    /** Runs when bytes were written and are not durable yet. */
    volatile Runnable duringWrite = () -> {};

    private final Map<Operation, Integer> failing = new EnumMap<>(Operation.class);

    /** The next so many fail. */
    synchronized void fail(Operation operation, int times) {
        failing.put(operation, times);
    }

    private synchronized void check(Operation operation) throws IOException {
        int left = failing.getOrDefault(operation, 0);
        if (left > 0) {
            failing.put(operation, left - 1);
            throw new IOException("Input/output error (" + operation + ")");
        }
    }

    @Override
    public WritableFile open(Path file, boolean fresh) throws IOException {
        check(Operation.OPEN);
        return new FaultyFile(LOCAL.open(file, fresh));
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        LOCAL.rename(from, to);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        check(Operation.FORCE_FOLDER);
        LOCAL.forceFolder(folder);
    }

    private final class FaultyFile implements WritableFile {
        private final WritableFile file;

        FaultyFile(WritableFile file) {
            this.file = file;
        }

        @Override
        public void write(ByteBuffer bytes, long at) throws IOException {
            int size = bytes.remaining();
            if (size > room.get()) {
                file.write(bytes.slice(bytes.position(), (int) room.get()), at);
                room.set(0);
                throw new IOException("No space left on device");
            }
            room.addAndGet(-size);
            file.write(bytes, at);
            duringWrite.run();
            check(Operation.WRITE); // Behind the write: the bytes are there, and must go again.
        }

        @Override
        public void force() throws IOException {
            forces.incrementAndGet();
            check(Operation.FORCE);
            file.force();
        }

        @Override
        public void truncate(long size) throws IOException {
            check(Operation.TRUNCATE);
            file.truncate(size);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
