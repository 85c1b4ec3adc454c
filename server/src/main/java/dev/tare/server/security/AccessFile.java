package dev.tare.server.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/**
 * The keys and the admin password, hashed, in a file that only its owner can read. Another process
 * may change the file at any time; the change holds from the next request on. Safe for use by many
 * threads.
 */
public final class AccessFile {
    /** Characters of a password at least. */
    public static final int PASSWORD_LENGTH_MIN = 10;

    /** Bytes of a password at most: the hash looks at no more. */
    public static final int PASSWORD_BYTES_MAX = 72;

    private static final Logger LOG = LoggerFactory.getLogger(AccessFile.class);
    private static final int BCRYPT_STRENGTH = 11;

    /** An opened file; {@code made} has the secrets where the file is new, to be shown once. */
    public record Opened(AccessFile file, @Nullable FirstSecrets made) {}

    /** What was made on first start. Kept nowhere. */
    public record FirstSecrets(String ingestKey, String adminKey, String password) {}

    /** A key just made, with its secret, kept nowhere. */
    public record NewKey(AccessKey key, String secret) {}

    private record Version(FileTime changed, long size, @Nullable Object file) {}

    private record Loaded(Version version, AccessState state) {}

    private final Path file;
    private final Clock clock;
    private final SecureRandom random;
    private final BCryptPasswordEncoder bcrypt;
    private volatile Loaded loaded;
    private volatile @Nullable String trouble;

    private AccessFile(Path file, Clock clock, SecureRandom random) throws IOException {
        this.file = file;
        this.clock = clock;
        this.random = random;
        this.bcrypt = new BCryptPasswordEncoder(BCRYPT_STRENGTH, random);
        this.loaded = load();
    }

    /**
     * Opens the file, or makes it with one ingest key, one admin key and a password.
     *
     * @throws IllegalStateException where the file is damaged; the message says what to do
     */
    public static Opened open(Path file, Clock clock, SecureRandom random) {
        try {
            if (Files.exists(file)) {
                OwnerOnlyFile.close(file);
                return new Opened(new AccessFile(file, clock, random), null);
            }
            FirstSecrets secrets =
                    new FirstSecrets(
                            Secrets.key(KeyKind.INGEST.text(), random),
                            Secrets.key(KeyKind.ADMIN.text(), random),
                            Secrets.password(random));
            AccessState state =
                    new AccessState(
                            List.of(
                                    key(KeyKind.INGEST, secrets.ingestKey(), clock),
                                    key(KeyKind.ADMIN, secrets.adminKey(), clock)),
                            new BCryptPasswordEncoder(BCRYPT_STRENGTH, random)
                                    .encode(secrets.password()));
            OwnerOnlyFile.write(file, state.json());
            return new Opened(new AccessFile(file, clock, random), secrets);
        } catch (IOException failed) {
            throw new UncheckedIOException("Can't open " + file, failed);
        }
    }

    private static AccessKey key(KeyKind kind, String secret, Clock clock) {
        return key(kind, AccessKey.DEFAULT_SOURCE, secret, clock);
    }

    private static AccessKey key(KeyKind kind, String source, String secret, Clock clock) {
        String hash = Secrets.sha256(secret);
        return new AccessKey(
                kind.text() + "-" + hash.substring(0, 8),
                kind,
                source,
                hash,
                clock.instant().truncatedTo(ChronoUnit.SECONDS));
    }

    /** The key with that secret, {@code null} if there is none. Takes the same time either way. */
    public @Nullable AccessKey find(String secret) {
        String hash = Secrets.sha256(secret);
        AccessKey found = null;
        for (AccessKey key : state().keys()) {
            if (Secrets.same(key.sha256(), hash)) {
                found = key;
            }
        }
        return found;
    }

    /** Whether that is the admin password. Takes about a tenth of a second, on purpose. */
    public boolean isPassword(String password) {
        boolean hashable = password.getBytes(StandardCharsets.UTF_8).length <= PASSWORD_BYTES_MAX;
        return bcrypt.matches(hashable ? password : "", state().password()) && hashable;
    }

    /** Changes with the password; a login remembers it and ends when it is another one. */
    public String passwordStamp() {
        return Secrets.sha256(state().password());
    }

    /** All keys, without their secrets. */
    public List<AccessKey> keys() {
        return state().keys();
    }

    /** Makes a key for a source (see {@link AccessKey#isSource}). */
    public NewKey addKey(KeyKind kind, String source) {
        if (!AccessKey.isSource(source)) {
            throw new IllegalArgumentException("Not the name of a source: " + source);
        }
        String secret = Secrets.key(kind.text(), random);
        AccessKey key = key(kind, source, secret, clock);
        change(state -> state.withKey(key));
        return new NewKey(key, secret);
    }

    /** Takes a key away; false where there is none of that id. */
    public boolean removeKey(String id) {
        boolean there = state().keys().stream().anyMatch(key -> key.id().equals(id));
        change(state -> state.withoutKey(id));
        return there;
    }

    /** Sets the password; returns what is wrong with it, {@code null} where it is set. */
    public @Nullable String setPassword(String password) {
        if (password.length() < PASSWORD_LENGTH_MIN) {
            return "The password is too short; take "
                    + PASSWORD_LENGTH_MIN
                    + " characters or more.";
        }
        if (password.getBytes(StandardCharsets.UTF_8).length > PASSWORD_BYTES_MAX) {
            return "The password is too long; take at most " + PASSWORD_BYTES_MAX + " bytes.";
        }
        String hash = bcrypt.encode(password);
        change(state -> state.withPassword(hash));
        return null;
    }

    /** Sets a new random password and returns it. */
    public String newPassword() {
        String password = Secrets.password(random);
        setPassword(password);
        return password;
    }

    private synchronized void change(UnaryOperator<AccessState> change) {
        Path lockFile = file.resolveSibling(file.getFileName() + ".lock");
        try {
            OwnerOnlyFile.create(lockFile);
            // Two processes that change the file at once must not lose each other's change.
            try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
                    FileLock _ = channel.lock()) {
                OwnerOnlyFile.write(file, change.apply(load().state()).json());
                loaded = load();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("Can't change " + file, failed);
        }
    }

    private AccessState state() {
        Loaded known = loaded;
        try {
            if (!version().equals(known.version())) {
                known = load();
                loaded = known;
            }
        } catch (IOException | IllegalStateException unreadable) {
            // What held before goes on holding: a broken file must not open or lock the house.
            String now = String.valueOf(unreadable.getMessage());
            if (!now.equals(trouble)) {
                trouble = now;
                LOG.warn("The keys known before stay in force: {}", now);
            }
        }
        return known.state();
    }

    private Loaded load() throws IOException {
        Version version = version();
        AccessState state = AccessState.parse(Files.readString(file));
        if (state == null) {
            throw new IllegalStateException(
                    file
                            + " is damaged. Put it back from a copy, or delete it: new keys and a"
                            + " new password are made at the next start.");
        }
        return new Loaded(version, state);
    }

    private Version version() throws IOException {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        return new Version(now.lastModifiedTime(), now.size(), now.fileKey());
    }
}
