package dev.tare.sdk;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What a {@link Shape} says, read from its bytes. Never changes. */
final class ReadShape {
    final long source;
    final String provider;
    final String operation;
    final @Nullable String model;
    final @Nullable String plan;
    final String[] units;
    final String[] metadata;

    private final byte[] bytes;
    private int at = Shape.TEXTS_AT;

    ReadShape(byte[] bytes) {
        this.bytes = bytes;
        int named = (short) CompactText.SHORTS.get(bytes, Shape.NAMED_AT);
        source = (long) Entry.LONGS.get(bytes, 0);
        provider = next();
        operation = next();
        model = (named & Shape.MODEL) == 0 ? null : next();
        plan = (named & Shape.PLAN) == 0 ? null : next();
        units = names(named >> Shape.UNITS_SHIFT & Shape.COUNT_MASK);
        metadata = names(named >> Shape.METADATA_SHIFT & Shape.COUNT_MASK);
    }

    private String[] names(int count) {
        String[] names = new String[count];
        for (int i = 0; i < count; i++) {
            names[i] = next();
        }
        return names;
    }

    private String next() {
        int from = at;
        at = CompactText.end(bytes, from);
        return CompactText.read(bytes, from);
    }

    /** Whether it is what these bytes say. */
    boolean isOf(byte[] others, int from, int to) {
        return Arrays.equals(bytes, 0, bytes.length, others, from, to);
    }
}
