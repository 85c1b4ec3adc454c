package dev.tare.server.http;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Decompresses gzip, several members included.
 *
 * <p>Not {@link java.util.zip.GZIPInputStream}: that one calls itself for each empty member, and a
 * small body of many empty members overflows its stack.
 */
final class GunzipStream extends InputStream {
    private static final int MEMBERS_MAX = 1_000;
    private static final int HAS_CHECKSUM = 2;
    private static final int HAS_EXTRA = 4;
    private static final int HAS_NAME = 8;
    private static final int HAS_COMMENT = 16;

    private final BufferedInputStream in;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private final byte[] packed = new byte[8_192];
    private int packedLength;
    private int members;
    private boolean ended;

    GunzipStream(InputStream in) throws IOException {
        this.in = new BufferedInputStream(in);
        header(this.in.read());
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        try {
            while (!ended) {
                int read = inflater.inflate(buffer, offset, length);
                if (read > 0) {
                    checksum.update(buffer, offset, read);
                    return read;
                }
                if (inflater.finished()) {
                    nextMember();
                } else if (inflater.needsDictionary()) {
                    throw new ZipException("needs a dictionary");
                } else {
                    fill();
                }
            }
            return -1;
        } catch (DataFormatException damaged) {
            throw new ZipException(String.valueOf(damaged.getMessage()));
        }
    }

    private void fill() throws IOException {
        in.mark(packed.length);
        packedLength = in.read(packed, 0, packed.length);
        if (packedLength < 0) {
            throw new EOFException("The compressed data ends too soon");
        }
        inflater.setInput(packed, 0, packedLength);
    }

    private void nextMember() throws IOException {
        // What was read beyond the member goes back.
        in.reset();
        in.skipNBytes(packedLength - (long) inflater.getRemaining());
        if (number(4) != checksum.getValue()
                || number(4) != (inflater.getBytesWritten() & 0xffff_ffffL)) {
            throw new ZipException("wrong checksum");
        }
        int first = in.read();
        if (first < 0) {
            ended = true;
            return;
        }
        inflater.reset();
        checksum.reset();
        packedLength = 0;
        header(first);
    }

    private void header(int first) throws IOException {
        if (++members > MEMBERS_MAX) {
            throw new ZipException("too many members");
        }
        if (first != 0x1f || in.read() != 0x8b || in.read() != 8) {
            throw new ZipException("not gzip");
        }
        int flags = in.read();
        in.skipNBytes(6);
        if ((flags & HAS_EXTRA) != 0) {
            in.skipNBytes(number(2));
        }
        if ((flags & HAS_NAME) != 0) {
            skipText();
        }
        if ((flags & HAS_COMMENT) != 0) {
            skipText();
        }
        if ((flags & HAS_CHECKSUM) != 0) {
            in.skipNBytes(2);
        }
    }

    private void skipText() throws IOException {
        for (int b = in.read(); b != 0; b = in.read()) {
            if (b < 0) {
                throw new EOFException("The compressed data ends too soon");
            }
        }
    }

    private long number(int bytes) throws IOException {
        long number = 0;
        for (int i = 0; i < bytes; i++) {
            int b = in.read();
            if (b < 0) {
                throw new EOFException("The compressed data ends too soon");
            }
            number |= (long) b << (8 * i);
        }
        return number;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }
}
