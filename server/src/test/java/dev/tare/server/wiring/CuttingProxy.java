package dev.tare.server.wiring;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/** Between a sender and the server: the first answers get lost on their way back. */
final class CuttingProxy implements AutoCloseable {
    private final ServerSocket door;
    private final URI server;
    private final AtomicInteger toCut;

    CuttingProxy(URI server, int answersToCut) throws IOException {
        this.server = server;
        this.toCut = new AtomicInteger(answersToCut);
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::take);
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + door.getLocalPort());
    }

    int stillToCut() {
        return toCut.get();
    }

    private void take() {
        while (!door.isClosed()) {
            try {
                Socket sender = door.accept();
                Socket there = new Socket(server.getHost(), server.getPort());
                Thread.ofVirtual().start(() -> carry(sender, there, false));
                Thread.ofVirtual().start(() -> carry(there, sender, true));
            } catch (IOException closed) {
                return;
            }
        }
    }

    /** An answer has begun: what it answers for is on the server's disk. */
    private void carry(Socket from, Socket to, boolean answers) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] some = new byte[8_192];
            for (int read = in.read(some); read >= 0; read = in.read(some)) {
                if (answers && toCut.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    return;
                }
                out.write(some, 0, read);
            }
        } catch (IOException over) {
            // The other side went away.
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
