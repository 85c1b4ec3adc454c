package dev.tare.core.event;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a sender told of a call beside quantities, by name: size, quality, service tier … They come
 * from the event's metadata, of which texts, numbers, true and false at the top count; they are
 * read only where a price asks for one.
 */
public final class Attributes {
    /** Nothing told. */
    public static final Attributes NONE = new Attributes(null, Map.of());

    private final @Nullable String metadata;
    private @Nullable Map<String, String> read;

    private Attributes(@Nullable String metadata, @Nullable Map<String, String> read) {
        this.metadata = metadata;
        this.read = read;
    }

    /** Those of a checked metadata text, a JSON object; {@code null} = none. */
    public static Attributes of(@Nullable String metadata) {
        return metadata == null ? NONE : new Attributes(metadata, null);
    }

    /** These. */
    public static Attributes of(Map<String, String> told) {
        return new Attributes(null, Map.copyOf(told));
    }

    /** Whether the sender may have told something beside quantities. */
    public boolean areTold() {
        return this != NONE;
    }

    /** The value of that name, {@code null} where it wasn't told. */
    public @Nullable String get(String name) {
        Map<String, String> all = read;
        if (all == null) {
            all = metadata == null ? Map.of() : new TreeMap<>(MetadataScan.scalars(metadata));
            read = all;
        }
        return all.get(name);
    }
}
