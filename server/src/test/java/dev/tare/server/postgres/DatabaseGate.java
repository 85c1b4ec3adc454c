package dev.tare.server.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Stands between a program and its database, and lets nothing through when told so. */
public final class DatabaseGate implements AutoCloseable {
    private final PostgresAddress behind;
    private final ServerSocket door;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicLong bytesLeft = new AtomicLong(Long.MAX_VALUE);
    private volatile boolean open = true;

    /** In front of that database, and open. */
    public DatabaseGate(PostgresAddress behind) {
        this.behind = behind;
        try {
            door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Thread.ofPlatform().daemon().name("gate").start(this::admit);
    }

    /** The database, as it is reached through the gate. */
    public PostgresAddress address() {
        return new PostgresAddress(
                place(), behind.database(), behind.user(), behind.password(), behind.settings());
    }

    /** Host and port. */
    public String place() {
        return "127.0.0.1:" + door.getLocalPort();
    }

    /** Cuts every connection and takes no new one. */
    public void shut() {
        open = false;
        cut();
    }

    /** Lets through again. */
    public void open() {
        bytesLeft.set(Long.MAX_VALUE);
        open = true;
    }

    /** Cuts every connection once so many more bytes have gone through, in either direction. */
    public void cutAfter(long bytes) {
        bytesLeft.set(bytes);
    }

    private void cut() {
        sockets.forEach(DatabaseGate::close);
        sockets.clear();
    }

    private void admit() {
        while (!door.isClosed()) {
            try {
                Socket caller = door.accept();
                if (!open) {
                    close(caller);
                    continue;
                }
                passOn(caller);
            } catch (IOException closed) {
                // The gate is.
            }
        }
    }

    private void passOn(Socket caller) {
        String[] host = behind.hosts().split(":", -1);
        try {
            Socket server = new Socket(host[0], Integer.parseInt(host[1]));
            sockets.add(caller);
            sockets.add(server);
            Thread.ofPlatform().daemon().start(() -> pump(caller, server));
            Thread.ofPlatform().daemon().start(() -> pump(server, caller));
        } catch (IOException away) {
            // The database is: the caller finds out at once, as without a gate.
            close(caller);
        }
    }

    private void pump(Socket from, Socket to) {
        byte[] bytes = new byte[8_192];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int got = in.read(bytes); got >= 0; got = in.read(bytes)) {
                long left = bytesLeft.addAndGet(-got);
                if (left < 0) {
                    out.write(bytes, 0, (int) Math.max(0, got + left));
                    bytesLeft.set(Long.MAX_VALUE);
                    cut();
                    return;
                }
                out.write(bytes, 0, got);
                out.flush();
            }
        } catch (IOException cut) {
            // One side is gone; the other one goes with it.
        }
        close(from);
        close(to);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            // It is closed.
        }
    }

    @Override
    public void close() throws IOException {
        shut();
        door.close();
    }
}
