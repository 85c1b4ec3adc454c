package dev.tare.sdk;

import org.jspecify.annotations.Nullable;

/**
 * The shapes of an application's events, of which there are few: each is written out once, for all
 * threads. Read and written without order by any thread: a shape never changes, and one that is
 * lost is written out again.
 */
final class Shapes {
    private static final int KNOWN = 128;
    private static final int SHAPE_BYTES_MAX = 512;

    private final @Nullable Shape[] known = new @Nullable Shape[KNOWN];
    private final long source;

    Shapes(long source) {
        this.source = source;
    }

    /** The ids of all events begin with it. */
    long source() {
        return source;
    }

    /** {@code null} where it is so long that it is worth no memory. */
    @Nullable Shape of(UsageFields<?> event) {
        int slot = Shape.hash(event) & (KNOWN - 1);
        Shape shape = known[slot];
        if (shape == null || !shape.isOf(event)) {
            shape = Shape.of(event, source, SHAPE_BYTES_MAX);
            known[slot] = shape;
        }
        return shape;
    }
}
