package dev.tare.sdk;

import dev.tare.sdk.UsageFields.Pair;
import dev.tare.sdk.UsageFields.Pairs;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Who is called for what, and what is said of it: everything of an event but its values, written
 * out once. Never changes.
 *
 * <pre>
 * shape = source(8) named(2) provider operation [model] [plan] unit* name-of-metadata*
 * named = bit 0: model, bit 1: plan, then 7 bits: how many units, 7 bits: how much metadata
 * </pre>
 *
 * The source begins the ids of a tracker's events.
 */
final class Shape {
    static final int MODEL = 1;
    static final int PLAN = 2;
    static final int UNITS_SHIFT = 2;
    static final int METADATA_SHIFT = 9;
    static final int COUNT_MASK = 0x7F;
    static final int NAMED_AT = 8;
    static final int TEXTS_AT = 10;

    final byte[] bytes;

    /** Of its bytes. */
    final int check;

    private final String provider;
    private final String operation;
    private final @Nullable String model;
    private final @Nullable String plan;
    private final String[] units;
    private final String[] metadata;

    private Shape(UsageFields<?> event, byte[] bytes, int check) {
        this.provider = event.provider;
        this.operation = event.operation;
        this.model = event.model;
        this.plan = event.plan;
        this.units = names(event.quantities);
        this.metadata = names(event.metadata);
        this.bytes = bytes;
        this.check = check;
    }

    /** {@code null} where it is too long to be kept. */
    static @Nullable Shape of(UsageFields<?> event, long source, int bytesMax) {
        byte[] into = new byte[bytesMax];
        Entry.LONGS.set(into, 0, source);
        int at = CompactText.write(into, TEXTS_AT, event.provider);
        at = CompactText.write(into, at, event.operation);
        int named = 0;
        if (event.model != null) {
            named |= MODEL;
            at = CompactText.write(into, at, event.model);
        }
        if (event.plan != null) {
            named |= PLAN;
            at = CompactText.write(into, at, event.plan);
        }
        for (Pair pair = event.quantities.first; pair != null; pair = pair.next) {
            named += 1 << UNITS_SHIFT;
            at = CompactText.write(into, at, pair.name);
        }
        for (Pair pair = event.metadata.first; pair != null; pair = pair.next) {
            named += 1 << METADATA_SHIFT;
            at = CompactText.write(into, at, pair.name);
        }
        if (at > bytesMax) {
            return null;
        }
        CompactText.SHORTS.set(into, NAMED_AT, (short) named);
        CRC32C crc = new CRC32C();
        crc.update(into, 0, at);
        return new Shape(event, Arrays.copyOf(into, at), (int) crc.getValue());
    }

    private static String[] names(Pairs pairs) {
        int count = 0;
        for (Pair pair = pairs.first; pair != null; pair = pair.next) {
            count++;
        }
        String[] names = new String[count];
        int at = 0;
        for (Pair pair = pairs.first; pair != null; pair = pair.next) {
            names[at++] = pair.name;
        }
        return names;
    }

    boolean isOf(UsageFields<?> event) {
        return event.provider.equals(provider)
                && event.operation.equals(operation)
                && Objects.equals(event.model, model)
                && Objects.equals(event.plan, plan)
                && areOf(event.quantities, units)
                && areOf(event.metadata, metadata);
    }

    private static boolean areOf(Pairs pairs, String[] names) {
        int at = 0;
        for (Pair pair = pairs.first; pair != null; pair = pair.next) {
            if (at == names.length || !pair.name.equals(names[at++])) {
                return false;
            }
        }
        return at == names.length;
    }

    /** Equal for events of the same shape. */
    static int hash(UsageFields<?> event) {
        int hash = event.provider.hashCode() + 31 * event.operation.hashCode();
        hash = 31 * hash + Objects.hashCode(event.model);
        hash = 31 * hash + Objects.hashCode(event.plan);
        for (Pair pair = event.quantities.first; pair != null; pair = pair.next) {
            hash = 31 * hash + pair.name.hashCode();
        }
        for (Pair pair = event.metadata.first; pair != null; pair = pair.next) {
            hash = 37 * hash + pair.name.hashCode();
        }
        return hash ^ hash >>> 16;
    }
}
