package dev.tare.server.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * The command line's way in: a token in a file that only the server's own user can read, new at
 * every start, accepted from the same machine only.
 */
public final class CliToken {
    static final String PREFIX = "tare_cli_";

    private final String hash;

    private CliToken(String token) {
        hash = Secrets.sha256(token);
    }

    /** Makes a new token and writes it to the file. */
    public static CliToken create(Path file, SecureRandom random) {
        String token = Secrets.key("cli", random);
        try {
            OwnerOnlyFile.write(file, token + "\n");
        } catch (IOException failed) {
            throw new UncheckedIOException("Can't write " + file, failed);
        }
        return new CliToken(token);
    }

    /** The token in the file, for the command line; {@code null} where it can't be read. */
    public static @Nullable String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException unreadable) {
            return null;
        }
    }

    /** Whether that is the token. Takes the same time either way. */
    boolean is(String token) {
        return Secrets.same(hash, Secrets.sha256(token));
    }
}
