package dev.tare.sdk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/**
 * Keeps what the server refused for good, one a line: {@code
 * {"at":…,"code":…,"message":…,"event":{…}}}. When the file is full it becomes {@code ….1}, and the
 * one that had this name before is gone.
 */
final class DeadLetters {
    private static final int MESSAGE_CHARS_MAX = 1_000;

    private final Path file;
    private final int bytesMax;

    DeadLetters(Path file, int bytesMax) {
        this.file = file;
        this.bytesMax = bytesMax;
    }

    void write(Instant at, String code, String message, byte[] event) throws IOException {
        JsonBytes line = new JsonBytes(EventForm.BYTES_MAX * 2);
        put(line, "{\"at\":", at.toString());
        put(line, ",\"code\":", code);
        put(
                line,
                ",\"message\":",
                message.substring(0, Math.min(message.length(), MESSAGE_CHARS_MAX)));
        raw(line, ",\"event\":");
        line.raw(event);
        raw(line, "}\n");
        if (Files.exists(file) && Files.size(file) + line.length() > bytesMax) {
            Files.move(
                    file,
                    file.resolveSibling(file.getFileName() + ".1"),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            ByteBuffer bytes = ByteBuffer.wrap(line.array(), 0, line.length());
            while (bytes.hasRemaining()) {
                int unused = channel.write(bytes);
            }
        }
    }

    private static void put(JsonBytes line, String name, String value) {
        raw(line, name);
        line.text(value);
    }

    private static void raw(JsonBytes line, String ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            line.raw(ascii.charAt(i));
        }
    }
}
