package dev.tare.bench.cases;

import dev.tare.server.wire.TextTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The map of prices that some cases name models of.
 *
 * @param problem why there is none, empty where there is one
 */
record PriceMap(Map<String, TextTree> byName, String problem) {
    /** Where nothing asks for one. */
    static final PriceMap NONE = new PriceMap(Map.of(), "no map of prices lies beside");

    /** The newest one that lies in the same folder, by name. */
    static PriceMap beside(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            return NONE;
        }
        try (Stream<Path> files = Files.list(folder)) {
            Path newest =
                    files.filter(one -> new MapCases().reads(one.getFileName().toString()))
                            .max(Comparator.naturalOrder())
                            .orElse(null);
            if (newest == null) {
                return NONE;
            }
            return Fields.read(CaseFile.text(newest)) instanceof TextTree.Fields map
                    ? new PriceMap(map.byKey(), "")
                    : new PriceMap(Map.of(), "the map of prices beside is no JSON object");
        } catch (IOException | RuntimeException | StackOverflowError unreadable) {
            return new PriceMap(Map.of(), "the map of prices beside could not be read");
        }
    }
}
