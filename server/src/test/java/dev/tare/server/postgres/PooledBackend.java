package dev.tare.server.postgres;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A session of the real database, lent to one client after the other. */
final class PooledBackend {
    private static final int PROTOCOL = 196_608;

    private final TransactionPooler pooler;
    private final int number;
    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private final List<WireMessage> settings = new ArrayList<>();
    private @Nullable PooledClient borrower;
    private volatile boolean gone;

    /** Answers "ready" that are still to come. */
    private int awaited;

    /** Whether something was sent that no "sync" ended yet. */
    private boolean begun;

    PooledBackend(TransactionPooler pooler, int number, PostgresAddress database)
            throws IOException {
        this.pooler = pooler;
        this.number = number;
        String[] host = database.hosts().split(":", -1);
        socket = new Socket(host[0], Integer.parseInt(host[1]));
        socket.setTcpNoDelay(true);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
        greet(database);
        Thread.ofPlatform().daemon().name("backend-" + number).start(this::listen);
    }

    private void greet(PostgresAddress database) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (String text :
                List.of(
                        "user", database.user(),
                        "database", database.database(),
                        "client_encoding", "UTF8")) {
            body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
            body.write(0);
        }
        body.write(0);
        out.writeInt(body.size() + 2 * Integer.BYTES);
        out.writeInt(PROTOCOL);
        out.write(body.toByteArray());
        out.flush();
        for (WireMessage said = WireMessage.read(in); said.type() != 'Z'; ) {
            switch (said.type()) {
                case 'S' -> settings.add(said);
                case 'E' -> throw new IOException(said.text());
                default -> {
                    // Its key is of no use: nobody may cancel what others run.
                }
            }
            said = WireMessage.read(in);
        }
    }

    int number() {
        return number;
    }

    /** What the database told of its settings when the session began. */
    List<WireMessage> settings() {
        return settings;
    }

    boolean isGone() {
        return gone;
    }

    /** Belongs to that client until its transaction ends. */
    synchronized void lend(PooledClient client) {
        borrower = client;
        awaited = 0;
        begun = false;
    }

    /** Passes a client's message on; not where the session isn't that client's any more. */
    boolean pass(PooledClient from, WireMessage message, boolean more) throws IOException {
        synchronized (this) {
            if (borrower != from) {
                return false;
            }
            switch (message.type()) {
                case 'Q', 'F', 'S' -> {
                    awaited++;
                    begun = false;
                }
                case 'd', 'c', 'f', 'H' -> {
                    // Within a COPY that is awaited already.
                }
                default -> begun = true;
            }
        }
        message.write(out);
        if (!more) {
            out.flush();
        }
        return true;
    }

    private void listen() {
        try {
            while (true) {
                WireMessage said = WireMessage.read(in);
                PooledClient to = heard(said);
                if (to != null) {
                    // What comes behind "ready" is for somebody else.
                    to.tell(said, said.type() != 'Z' && in.available() > 0);
                }
            }
        } catch (IOException ended) {
            // The database ended it, or the pooler; a client that holds it is lost with it.
        }
        discard();
    }

    /** Whom it is for. The session is given back before the client knows it may go on. */
    private @Nullable PooledClient heard(WireMessage said) {
        PooledClient to;
        boolean over;
        synchronized (this) {
            to = borrower;
            if (said.type() == 'Z') {
                awaited--;
            }
            over = said.type() == 'Z' && said.first() == 'I' && awaited == 0 && !begun;
            if (over) {
                borrower = null;
            }
        }
        if (over && to != null) {
            to.released();
            pooler.giveBack(this);
        }
        return to;
    }

    /** The client has left in the middle of a transaction, if the session is still its own. */
    void leave(PooledClient client) {
        synchronized (this) {
            if (borrower != client) {
                return;
            }
        }
        discard();
    }

    /** Ends the session: the database undoes what is open, and nobody finds its leavings. */
    void discard() {
        PooledClient left;
        synchronized (this) {
            if (gone) {
                return;
            }
            gone = true;
            left = borrower;
            borrower = null;
        }
        TransactionPooler.close(socket);
        if (left != null) {
            left.cut();
            pooler.giveBack(this);
        }
    }
}
