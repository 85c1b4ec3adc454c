package dev.tare.server.history;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * How far a run has come, in a small file: after each page that was acknowledged it is written
 * anew, and its name is given to it only once it is on disk. Where it is lost, or belongs to
 * another mapping, a run begins at the beginning; ids make that harmless.
 */
final class HistoryProgress {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path file;

    /**
     * Where a run stands.
     *
     * @param fingerprint of all that decides what is read, and what it comes to
     * @param table how many tables of the mapping are done
     * @param key the last key done of the table at hand, {@code null} = none
     * @param summary what was counted so far
     */
    record State(String fingerprint, int table, @Nullable String key, HistorySummary summary) {}

    HistoryProgress(Path file) {
        this.file = file;
    }

    /** The file of a source in the folder of a house. */
    static Path file(Path folder, String source) {
        return folder.resolve(source.replaceAll("[^A-Za-z0-9._-]", "_") + ".json");
    }

    /** SHA-256 over the parts, each with its length before it. */
    static String fingerprint(List<String> parts) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
                sha256.update(bytes);
            }
            return HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256.", impossible);
        }
    }

    /** Where a run of that fingerprint stopped; {@code null} where none did. */
    @Nullable State read(String fingerprint) throws IOException {
        try {
            State state = JSON.readValue(Files.readString(file), State.class);
            return state.fingerprint().equals(fingerprint) ? state : null;
        } catch (NoSuchFileException none) {
            return null;
        } catch (JacksonException damaged) {
            return null;
        }
    }

    void write(State state) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel =
                FileChannel.open(
                        fresh,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(state));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(
                fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The run came to its end. */
    void forget() throws IOException {
        Files.deleteIfExists(file);
    }
}
