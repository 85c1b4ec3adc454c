package dev.tare.server.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands before a database and lends its few sessions to many programs, each for one transaction,
 * as PgBouncer and Supabase's pooler do in "transaction mode". It is less kind than those: it hands
 * sessions out in turn, so that a program's next transaction has another one than the last; it
 * knows no prepared statements, sets nothing in a session that a program asked for, and cancels
 * nothing.
 */
public final class TransactionPooler implements AutoCloseable {
    private static final long WAIT_SECONDS = 90;

    private final PostgresAddress behind;
    private final int size;
    private final ServerSocket door;
    private final BlockingQueue<PooledBackend> idle = new LinkedBlockingQueue<>();
    private final Set<PooledClient> clients = ConcurrentHashMap.newKeySet();
    private final List<WireMessage> settings;
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger loans = new AtomicInteger();
    private final AtomicInteger switches = new AtomicInteger();
    private final AtomicInteger refusals = new AtomicInteger();
    private final AtomicInteger cancels = new AtomicInteger();

    /** With so many sessions of that database. */
    public TransactionPooler(PostgresAddress behind, int size) {
        this.behind = behind;
        this.size = size;
        try {
            for (int i = 0; i < size; i++) {
                idle.add(backend());
            }
            settings = idle.element().settings();
            door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Thread.ofPlatform().daemon().name("pooler").start(this::admit);
    }

    private PooledBackend backend() throws IOException {
        return new PooledBackend(this, made.incrementAndGet(), behind);
    }

    /** The database, as it is reached through the pooler. */
    public PostgresAddress address() {
        return new PostgresAddress(
                "127.0.0.1:" + door.getLocalPort(),
                behind.database(),
                behind.user(),
                behind.password(),
                behind.settings());
    }

    private void admit() {
        while (!door.isClosed()) {
            try {
                PooledClient client = new PooledClient(this, door.accept());
                clients.add(client);
                Thread.ofPlatform()
                        .daemon()
                        .name("pooled-client")
                        .start(() -> {
                            client.serve();
                            clients.remove(client);
                        });
            } catch (IOException closed) {
                // The pooler is closed, or the client is gone already.
            }
        }
    }

    /** The session that has been idle for longest; a new one where the database ended it. */
    PooledBackend lend(PooledClient client, int before) throws IOException {
        PooledBackend next;
        try {
            next = idle.poll(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException(stopped);
        }
        if (next == null) {
            throw new IOException("No session within " + WAIT_SECONDS + " s");
        }
        if (next.isGone()) {
            next = anew(next);
        }
        loans.incrementAndGet();
        if (before >= 0 && before != next.number()) {
            switches.incrementAndGet();
        }
        next.lend(client);
        return next;
    }

    private PooledBackend anew(PooledBackend gone) throws IOException {
        try {
            return backend();
        } catch (IOException unreachable) {
            idle.add(gone);
            throw unreachable;
        }
    }

    void giveBack(PooledBackend backend) {
        idle.add(backend);
    }

    List<WireMessage> settings() {
        return settings;
    }

    void refused() {
        refusals.incrementAndGet();
    }

    void cancelled() {
        cancels.incrementAndGet();
    }

    /** How many sessions it has. */
    public int size() {
        return size;
    }

    /** How many transactions it has lent a session for. */
    public int loans() {
        return loans.get();
    }

    /** How many of them had another session than their program's last one. */
    public int switches() {
        return switches.get();
    }

    /** How often a program wanted what can't be had here. */
    public int refusals() {
        return refusals.get();
    }

    /** How often a program wanted something cancelled, in vain. */
    public int cancels() {
        return cancels.get();
    }

    static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            // It is closed.
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        clients.forEach(PooledClient::cut);
        for (PooledBackend left = idle.poll(); left != null; left = idle.poll()) {
            left.discard();
        }
    }
}
