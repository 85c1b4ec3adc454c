package dev.tare.server.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Ends with {@link TooLong} behind so many bytes. */
final class LimitedStream extends FilterInputStream {
    /** There are more bytes than allowed. */
    static final class TooLong extends IOException {
        TooLong(long bytesMax) {
            super("More than " + bytesMax + " bytes");
        }
    }

    private final long bytesMax;
    private long bytes;

    LimitedStream(InputStream in, long bytesMax) {
        super(in);
        this.bytesMax = bytesMax;
    }

    @Override
    public int read() throws IOException {
        int b = super.read();
        count(b < 0 ? 0 : 1);
        return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        count(read);
        return read;
    }

    @Override
    public long skip(long n) throws IOException {
        long skipped = super.skip(n);
        count(skipped);
        return skipped;
    }

    private void count(long more) throws IOException {
        bytes += Math.max(0, more);
        if (bytes > bytesMax) {
            throw new TooLong(bytesMax);
        }
    }
}
