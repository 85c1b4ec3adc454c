package dev.tare.bench.tracker;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/** What came to the server, by id, with a checksum instead of the bytes. */
final class Received {
    private final Map<String, Long> checks = new HashMap<>();
    private long repeated;
    private long changed;

    synchronized void look(byte[] body) {
        new String(body, StandardCharsets.UTF_8).lines().forEach(this::event);
    }

    private void event(String line) {
        String id = field(line, "id");
        if (id.isEmpty()) {
            // The empty array by which a tracker tells its counts.
            return;
        }
        CRC32C crc = new CRC32C();
        crc.update(line.getBytes(StandardCharsets.UTF_8));
        Long before = checks.putIfAbsent(id, crc.getValue());
        if (before != null) {
            repeated++;
            changed += before == crc.getValue() ? 0 : 1;
        }
    }

    private static String field(String line, String name) {
        String start = "\"" + name + "\":\"";
        int at = line.indexOf(start);
        return at < 0
                ? ""
                : line.substring(at + start.length(), line.indexOf('"', at + start.length()));
    }

    synchronized long different() {
        return checks.size();
    }

    synchronized long repeated() {
        return repeated;
    }

    synchronized long changed() {
        return changed;
    }
}
