package dev.tare.bench.load;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One kept connection, with as little work as HTTP allows: what is measured is the server, and both
 * share this machine.
 */
public final class Sender implements AutoCloseable {
    private static final int TIMEOUT_MS = 60_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] headers;
    private int retryAfter;

    Sender(URI server, String path, String key, String contentType) throws IOException {
        socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MS);
        socket.connect(
                new InetSocketAddress(InetAddress.ofLiteral(server.getHost()), server.getPort()),
                TIMEOUT_MS);
        in = new BufferedInputStream(socket.getInputStream(), 4_096);
        out = socket.getOutputStream();
        headers =
                ("POST "
                                + path
                                + " HTTP/1.1\r\nHost: "
                                + server.getHost()
                                + ":"
                                + server.getPort()
                                + "\r\nAuthorization: Bearer "
                                + key
                                + "\r\nContent-Type: "
                                + contentType
                                + "\r\nContent-Length: ")
                        .getBytes(StandardCharsets.US_ASCII);
    }

    /** Sends a body and reads the answer to its end; returns the status. */
    public int post(byte[] body, int length) throws IOException {
        byte[] tail = (length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] message = new byte[headers.length + tail.length + length];
        System.arraycopy(headers, 0, message, 0, headers.length);
        System.arraycopy(tail, 0, message, headers.length, tail.length);
        System.arraycopy(body, 0, message, headers.length + tail.length, length);
        out.write(message);
        return answer();
    }

    /** Seconds the last answer asked to wait, 0 where it didn't. */
    public int retryAfter() {
        return retryAfter;
    }

    private int answer() throws IOException {
        String status = line();
        int length = 0;
        retryAfter = 0;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(lower.substring(15).strip());
            } else if (lower.startsWith("retry-after:")) {
                retryAfter = Integer.parseInt(lower.substring(12).strip());
            }
        }
        in.skipNBytes(length);
        return Integer.parseInt(status.substring(9, 12));
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("The server closed the connection.");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
