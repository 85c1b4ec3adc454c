package dev.tare.server.history;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The mappings that come with Tare, by the name of the kind of application they fit. */
public final class ShippedMappings {
    /** All of them. */
    public static final List<String> NAMES = List.of("image-editor");

    private ShippedMappings() {}

    /** The text of a mapping, {@code null} where there is none of that name. */
    public static @Nullable String find(String name) {
        if (!NAMES.contains(name)) {
            return null;
        }
        String file = "/dev/tare/mappings/" + name + ".mapping.yaml";
        try (InputStream in = ShippedMappings.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("Mapping " + file + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
