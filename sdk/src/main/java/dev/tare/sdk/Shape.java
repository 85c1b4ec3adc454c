package dev.tare.sdk;

import dev.tare.sdk.UsageFields.Pair;
import dev.tare.sdk.UsageFields.Pairs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

    private Shape(
            UsageFields<?> event,
            @Nullable String model,
            @Nullable String plan,
            String[] units,
            String[] metadata,
            byte[] bytes) {
        this.provider = event.provider;
        this.operation = event.operation;
        this.model = model;
        this.plan = plan;
        this.units = units;
        this.metadata = metadata;
        this.bytes = bytes;
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, bytes.length);
        this.check = (int) crc.getValue();
    }

    /** {@code null} where it is too long to be kept. */
    static @Nullable Shape of(UsageFields<?> event, long source, int bytesMax) {
        String model = event.model;
        String plan = event.plan;
        String[] units = names(event.quantities);
        String[] metadata = names(event.metadata);
        byte[] into = new byte[bytesMax];
        Entry.LONGS.set(into, 0, source);
        int named =
                (model == null ? 0 : MODEL)
                        | (plan == null ? 0 : PLAN)
                        | units.length << UNITS_SHIFT
                        | metadata.length << METADATA_SHIFT;
        CompactText.SHORTS.set(into, NAMED_AT, (short) named);
        int at = texts(into, TEXTS_AT, event.provider, event.operation);
        at = model == null ? at : CompactText.write(into, at, model);
        at = plan == null ? at : CompactText.write(into, at, plan);
        at = texts(into, at, units);
        at = texts(into, at, metadata);
        return at > bytesMax
                ? null
                : new Shape(event, model, plan, units, metadata, Arrays.copyOf(into, at));
    }

    private static int texts(byte[] into, int from, String... texts) {
        int at = from;
        for (String text : texts) {
            at = CompactText.write(into, at, text);
        }
        return at;
    }

    private static String[] names(Pairs pairs) {
        List<String> names = new ArrayList<>();
        for (Pair pair = pairs.first; pair != null; pair = pair.next) {
            names.add(pair.name);
        }
        return names.toArray(String[]::new);
    }

    /** How many. */
    int units() {
        return units.length;
    }

    /** How much of it. */
    int metadata() {
        return metadata.length;
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
