package dev.tare.server.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the bodies of all requests in work may take together. A body counts as far as it was read,
 * after decompression, until its request is answered: many large ones at once would fill the
 * memory, a slow one takes no more than it sent.
 */
public final class BodyBudget {
    /** There is no room for more just now. */
    static final class Spent extends IOException {
        Spent() {
            super("Too much is in work");
        }
    }

    private final long bytesMax;
    private final AtomicLong bytes = new AtomicLong();

    /**
     * An unspent one.
     *
     * @param bytesMax of all bodies together, from 1; one alone may be larger
     */
    public BodyBudget(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** The part of one request; to be closed once it is answered. */
    Share share() {
        return new Share();
    }

    /** Used by one thread. */
    final class Share implements AutoCloseable {
        private long mine;

        private Share() {}

        private void take(int more) throws Spent {
            long all = bytes.addAndGet(more);
            mine += more;
            // One body always fits, however large: else it could never be taken.
            if (all > bytesMax && all > mine) {
                throw new Spent();
            }
        }

        /** The same bytes, counted; ends with {@link Spent} where there is no room for them. */
        InputStream count(InputStream body) {
            return new FilterInputStream(body) {
                @Override
                public int read() throws IOException {
                    int read = super.read();
                    take(read < 0 ? 0 : 1);
                    return read;
                }

                @Override
                public int read(byte[] buffer, int offset, int length) throws IOException {
                    int read = super.read(buffer, offset, length);
                    take(Math.max(0, read));
                    return read;
                }
            };
        }

        /** Gives everything back. */
        @Override
        public void close() {
            bytes.addAndGet(-mine);
            mine = 0;
        }
    }
}
