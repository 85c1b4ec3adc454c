package dev.tare.server.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The checkout these tests run in. Of the modules only {@code src} folders are read: generated code
 * isn't there. What is in {@code clients} is copied into applications as it stands.
 */
final class Repository {

    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

    private final Path root;

    private Repository(Path root) {
        this.root = root;
    }

    /**
     * Walks up from the working folder, so that it works from a module and from an editor alike.
     */
    static Repository find() {
        var folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.exists(folder.resolve("mvnw"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException("No checkout above " + Path.of("").toAbsolutePath());
        }
        return new Repository(folder);
    }

    /** The modules of the root {@code pom.xml}, so that a new one can't be forgotten here. */
    List<String> modules() {
        var pom = read(root.resolve("pom.xml"));
        return MODULE.matcher(pom).results().map(match -> match.group(1)).toList();
    }

    /**
     * Path from the root to text, of every file with one of these ends under the modules' sources
     * and the clients.
     */
    Map<String, String> sources(List<String> ends) {
        var found = new TreeMap<String, String>();
        var folders = new ArrayList<>(modules().stream().map(module -> module + "/src").toList());
        folders.add("clients");
        for (var name : folders) {
            var folder = root.resolve(name);
            if (!Files.isDirectory(folder)) {
                continue;
            }
            try (var walk = Files.walk(folder)) {
                for (var file : walk.filter(Files::isRegularFile).collect(Collectors.toList())) {
                    var path = root.relativize(file).toString().replace('\\', '/');
                    if (ends.stream().anyMatch(path::endsWith)) {
                        found.put(path, read(file));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return found;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
