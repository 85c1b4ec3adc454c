package dev.tare.server.wiring.upkeep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Scheduled backups beyond those kept, and what a crash left of one. */
final class Leftovers {
    private Leftovers() {}

    /** Deletes files whose names begin so, but for the newest copies and their notes. */
    static void remove(Path folder, String prefix, int keep) throws IOException {
        List<Path> copies = Snapshots.in(folder, prefix);
        Set<Path> kept = new HashSet<>();
        for (Path copy : copies.subList(0, Math.min(keep, copies.size()))) {
            kept.add(copy);
            kept.add(Snapshots.noteOf(copy));
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                if (file.getFileName().toString().startsWith(prefix) && !kept.contains(file)) {
                    Files.delete(file); // A copy goes before its note, which sorts behind it.
                }
            }
        }
    }
}
