package dev.tare.server.wiring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How to reach the server that runs on a data folder; lies in that folder while it runs.
 *
 * @param address such as {@code http://127.0.0.1:7373}
 * @param pid the server's process
 */
public record ServerAddress(URI address, long pid) {
    private static final JsonMapper JSON = new JsonMapper();

    /** Leaves the address for the command line to find. */
    public void write(Path file) {
        String text =
                JSON.createObjectNode()
                        .put("address", address.toString())
                        .put("pid", pid)
                        .toString();
        Path half = file.resolveSibling(file.getFileName() + ".half");
        try {
            Files.writeString(half, text, StandardCharsets.UTF_8);
            Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The address left there by a server that is still alive, else {@code null}. */
    public static @Nullable ServerAddress read(Path file) {
        try {
            JsonNode json = JSON.readTree(Files.readString(file));
            ServerAddress left =
                    new ServerAddress(
                            URI.create(json.path("address").asString("")),
                            json.path("pid").asLong(-1));
            return ProcessHandle.of(left.pid).filter(ProcessHandle::isAlive).isPresent()
                    ? left
                    : null;
        } catch (IOException | JacksonException | IllegalArgumentException none) {
            return null;
        }
    }
}
