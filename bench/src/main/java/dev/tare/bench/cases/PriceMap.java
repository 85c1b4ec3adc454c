package dev.tare.bench.cases;

import dev.tare.server.wire.TextTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** The map of prices that some cases name models of. */
final class PriceMap {
    private PriceMap() {}

    /** The newest one that lies in the same folder, by name; empty where there is none. */
    static Map<String, TextTree> beside(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            return Map.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            Path newest =
                    files.filter(one -> new MapCases().reads(one.getFileName().toString()))
                            .max(Comparator.naturalOrder())
                            .orElse(null);
            return newest != null
                            && Fields.read(Files.readString(newest)) instanceof TextTree.Fields map
                    ? map.byKey()
                    : Map.of();
        }
    }
}
