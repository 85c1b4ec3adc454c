package dev.tare.bench.faults;

import dev.tare.bench.load.ServerProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/** One request on a connection of its own, byte by byte, so that it can go wrong anywhere. */
final class RawRequest implements AutoCloseable {
    private static final int TIMEOUT_MS = 30_000;

    private final ServerProcess server;
    private final Socket socket;
    private final OutputStream out;

    RawRequest(ServerProcess server) throws IOException {
        this(server, 0);
    }

    /**
     * A connection.
     *
     * @param window bytes of its receiving end, 0 = the usual
     */
    RawRequest(ServerProcess server, int window) throws IOException {
        this.server = server;
        URI address = server.address();
        socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MS);
        if (window > 0) {
            socket.setReceiveBufferSize(window);
        }
        socket.connect(
                new InetSocketAddress(InetAddress.ofLiteral(address.getHost()), address.getPort()),
                TIMEOUT_MS);
        out = socket.getOutputStream();
    }

    /** The first lines, without the one that tells the length. */
    RawRequest head(String method, String path, String type, boolean gzip) throws IOException {
        return text(
                method
                        + " "
                        + path
                        + " HTTP/1.1\r\nHost: "
                        + server.address().getAuthority()
                        + "\r\nAuthorization: Bearer "
                        + server.key()
                        + "\r\nContent-Type: "
                        + type
                        + (gzip ? "\r\nContent-Encoding: gzip" : "")
                        + "\r\n");
    }

    RawRequest text(String text) throws IOException {
        return bytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawRequest bytes(byte[] bytes) throws IOException {
        out.write(bytes);
        return this;
    }

    /** The length of the body, and so much of it. */
    RawRequest withLength(byte[] body, int sent) throws IOException {
        return text("Content-Length: " + body.length + "\r\n\r\n").bytes(Arrays.copyOf(body, sent));
    }

    /** The body in chunks, as far as it is sent; no chunk says that it ends there. */
    RawRequest inChunks(byte[] body, int sent) throws IOException {
        text("Transfer-Encoding: chunked\r\n\r\n");
        for (int at = 0; at < sent; at += 1_000) {
            int length = Math.min(1_000, sent - at);
            text(Integer.toHexString(length) + "\r\n");
            bytes(Arrays.copyOfRange(body, at, at + length)).text("\r\n");
        }
        return this;
    }

    /** Says that nothing more comes, and goes on listening. */
    RawRequest sendNoMore() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** The answer's status; 0 where the server closed without one. */
    int status() throws IOException {
        InputStream in = socket.getInputStream();
        String line = new String(in.readNBytes(12), StandardCharsets.ISO_8859_1);
        return line.length() < 12 ? 0 : Integer.parseInt(line.substring(9, 12), 10);
    }

    /** Reads so many bytes of the answer at most; returns whether it goes on. */
    boolean read(int bytes) throws IOException {
        return socket.getInputStream().readNBytes(bytes).length == bytes;
    }

    /** Drops the connection with a reset instead of a farewell. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    static byte[] gzip(byte[] body) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(body);
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return packed.toByteArray();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "a request from port %d", socket.getLocalPort());
    }
}
