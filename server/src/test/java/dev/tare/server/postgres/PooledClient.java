package dev.tare.server.postgres;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A program that takes the pooler for its database. */
final class PooledClient {
    private static final int WANTS_SSL = 80_877_103;
    private static final int WANTS_GSS = 80_877_104;
    private static final int WANTS_CANCEL = 80_877_102;

    /** What poolers know what to do with when a program connects. */
    private static final Set<String> KNOWN =
            Set.of(
                    "user",
                    "database",
                    "client_encoding",
                    "application_name",
                    "datestyle",
                    "timezone",
                    "extra_float_digits");

    private final TransactionPooler pooler;
    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private volatile @Nullable PooledBackend lent;

    /** The backend of its last transaction. */
    private int before = -1;

    PooledClient(TransactionPooler pooler, Socket socket) throws IOException {
        this.pooler = pooler;
        this.socket = socket;
        socket.setTcpNoDelay(true);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
    }

    /** Until one of the two has enough. */
    void serve() {
        try {
            if (isAdmitted()) {
                converse();
            }
        } catch (IOException left) {
            // Without a good-bye: what it holds is cleaned up all the same.
        } finally {
            PooledBackend held = lent;
            cut();
            if (held != null) {
                held.leave(this);
            }
        }
    }

    private boolean isAdmitted() throws IOException {
        while (true) {
            DataInputStream first =
                    new DataInputStream(new ByteArrayInputStream(WireMessage.bytes(in)));
            switch (first.readInt()) {
                case WANTS_SSL, WANTS_GSS -> {
                    out.writeByte('N');
                    out.flush();
                }
                case WANTS_CANCEL -> {
                    pooler.cancelled();
                    return false;
                }
                default -> {
                    return greeted(new WireMessage(' ', first.readAllBytes()));
                }
            }
        }
    }

    private boolean greeted(WireMessage wishes) throws IOException {
        WireMessage rest = wishes;
        for (String name = rest.name(); !name.isEmpty(); name = rest.name()) {
            if (!KNOWN.contains(name.toLowerCase(Locale.ROOT))) {
                refuse("unsupported startup parameter: " + name);
                return false;
            }
            rest = rest.behindName().behindName();
        }
        WireMessage.of('R', 0).write(out);
        for (WireMessage setting : pooler.settings()) {
            setting.write(out);
        }
        WireMessage.of('K', 1, 1).write(out);
        WireMessage.ready().write(out);
        out.flush();
        return true;
    }

    private void converse() throws IOException {
        while (true) {
            WireMessage message = WireMessage.read(in);
            if (message.type() == 'X') {
                return;
            }
            if (message.type() == 'P' && !message.name().isEmpty()) {
                refuse("prepared statement \"" + message.name() + "\" does not exist here");
                return;
            }
            pass(message);
        }
    }

    private void pass(WireMessage message) throws IOException {
        boolean more = in.available() > 0;
        PooledBackend backend = lent;
        while (backend == null || !backend.pass(this, message, more)) {
            if ("dcf".indexOf(message.type()) >= 0) {
                return; // What is left of a COPY that has failed.
            }
            backend = pooler.lend(this, before);
            before = backend.number();
            lent = backend;
        }
    }

    private void refuse(String why) throws IOException {
        pooler.refused();
        tell(WireMessage.fatal("08P01", why), false);
    }

    /** Gives the database's answer to the program. */
    void tell(WireMessage said, boolean more) {
        try {
            synchronized (out) {
                said.write(out);
                if (!more) {
                    out.flush();
                }
            }
        } catch (IOException left) {
            cut();
        }
    }

    /** Its transaction is over, and the session is another's. */
    void released() {
        lent = null;
    }

    void cut() {
        TransactionPooler.close(socket);
    }
}
