package dev.tare.server.security;

import dev.tare.server.wire.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.Locale;

/** Finds out who sends a request with a key in its {@code Authorization} header. */
public final class KeyCheck {
    private static final String SCHEME = "bearer ";

    /** Who it is. */
    public sealed interface Caller {
        /** No key was sent. */
        record Nobody() implements Caller {}

        /** Writes usage of one source, and nothing else. */
        record Sender(String source) implements Caller {}

        /**
         * May do everything.
         *
         * @param ownUser whether it is the user under whom the server runs, on the same machine
         */
        record Admin(String name, boolean ownUser) implements Caller {}

        /** A key was sent that doesn't count. */
        record Refused(Problem problem) implements Caller {}
    }

    private final AccessFile keys;
    private final CliToken cli;

    public KeyCheck(AccessFile keys, CliToken cli) {
        this.keys = keys;
        this.cli = cli;
    }

    /** The caller of that request, by its key alone. */
    public Caller caller(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        if (header == null) {
            return new Caller.Nobody();
        }
        if (!header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return new Caller.Refused(
                    Problem.caller(401, "invalid_key", "The Authorization header has no key.")
                            .mendedBy("Send \"Authorization: Bearer \" and the key."));
        }
        String secret = header.substring(SCHEME.length()).strip();
        if (secret.startsWith(CliToken.PREFIX)) {
            return cli(request, secret);
        }
        AccessKey key = keys.find(secret);
        if (key == null) {
            return new Caller.Refused(unknown());
        }
        return switch (key.kind()) {
            case INGEST -> new Caller.Sender(key.source());
            case ADMIN -> new Caller.Admin(key.id(), false);
        };
    }

    private Caller cli(HttpServletRequest request, String secret) {
        boolean proxied =
                request.getHeader("Forwarded") != null
                        || request.getHeader("X-Forwarded-For") != null;
        boolean known = cli.is(secret);
        return known && !proxied && isLoopback(request.getRemoteAddr())
                ? new Caller.Admin("cli", true)
                : new Caller.Refused(unknown());
    }

    private static Problem unknown() {
        return Problem.caller(401, "invalid_key", "The key is not known.")
                .mendedBy("Check that it is whole and not replaced; \"tare key\" makes a new one.");
    }

    static boolean isLoopback(String address) {
        String literal = address.startsWith("[") ? address.replaceAll("[\\[\\]]", "") : address;
        try {
            return InetAddress.ofLiteral(literal).isLoopbackAddress();
        } catch (IllegalArgumentException noAddress) {
            return false;
        }
    }
}
