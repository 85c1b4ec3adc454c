package dev.tare.sdk;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes JSON of what {@link Entry} wrote. The same entry gives the same bytes each time, by
 * whichever process it is read.
 */
final class EntryReader {
    private static final int KNOWN = 64;

    private final EventForm form = new EventForm();
    private final @Nullable ReadShape[] known = new @Nullable ReadShape[KNOWN];
    private byte[] json = {};
    private int length;

    /** Makes JSON of the event in these bytes, whose check was right; whether it could. */
    boolean read(byte[] bytes, int size) {
        if (!Entry.isCompact(bytes, 0)) {
            json = bytes;
            length = size;
            return true;
        }
        try {
            write(bytes, size);
        } catch (RuntimeException ofAnotherVersion) {
            return false;
        }
        json = form.json.array();
        length = form.json.length();
        return true;
    }

    byte[] json() {
        return json;
    }

    int length() {
        return length;
    }

    private void write(byte[] bytes, int size) {
        int present = (short) CompactText.SHORTS.get(bytes, Entry.PRESENT_AT);
        int front = size - (int) Entry.INTS.get(bytes, Entry.SHAPE_LENGTH_AT);
        ReadShape shape = shape(bytes, front, size);
        UsageRecord event = new UsageRecord(shape.provider, shape.operation);
        event.model = shape.model;
        event.plan = shape.plan;
        event.outcome = Outcome.of(bytes[Entry.OUTCOME_AT]);
        int at = Entry.VALUES_AT;
        if ((present & Entry.PROCESSING) != 0) {
            event.processingMs = (long) Entry.LONGS.get(bytes, at);
            at += Long.BYTES;
        }
        if ((present & Entry.USER) != 0) {
            event.user = CompactText.read(bytes, at);
            at = CompactText.end(bytes, at);
        }
        at = pairs(bytes, at, shape.units, event.quantities);
        at = pairs(bytes, at, shape.metadata, event.metadata);
        rest(bytes, at, present, event);
        form.write(
                event,
                shape.source,
                (long) Entry.LONGS.get(bytes, Entry.NUMBER_AT),
                Instant.ofEpochSecond(
                        (long) Entry.LONGS.get(bytes, Entry.SECOND_AT),
                        (int) Entry.INTS.get(bytes, Entry.NANO_AT)));
    }

    private static void rest(byte[] bytes, int from, int present, UsageRecord event) {
        int at = from;
        if ((present & Entry.ERROR) != 0) {
            event.error = CompactText.read(bytes, at);
            at = CompactText.end(bytes, at);
        }
        if ((present & Entry.CREDITS) != 0) {
            event.credits = new BigDecimal(CompactText.read(bytes, at));
            at = CompactText.end(bytes, at);
        }
        if ((present & Entry.COST) != 0) {
            event.cost = new BigDecimal(CompactText.read(bytes, at));
            at = CompactText.end(bytes, at);
        }
        if ((present & Entry.FINGERPRINT) != 0) {
            event.fingerprint = CompactText.read(bytes, at);
        }
    }

    /** Returns the place behind the last value. */
    private static int pairs(byte[] bytes, int from, String[] names, UsageFields.Pairs pairs) {
        int at = from;
        for (String name : names) {
            byte kind = bytes[at++];
            switch (kind) {
                case Entry.LONG -> {
                    pairs.put(name, (long) Entry.LONGS.get(bytes, at), null);
                    at += Long.BYTES;
                }
                case Entry.TEXT -> {
                    pairs.put(name, 0, CompactText.read(bytes, at));
                    at = CompactText.end(bytes, at);
                }
                case Entry.DECIMAL -> {
                    pairs.put(name, 0, new BigDecimal(CompactText.read(bytes, at)));
                    at = CompactText.end(bytes, at);
                }
                case Entry.TRUE -> pairs.put(name, 0, true);
                case Entry.FALSE -> pairs.put(name, 0, false);
                default -> throw new IllegalStateException("value of kind " + kind);
            }
        }
        return at;
    }

    private ReadShape shape(byte[] bytes, int from, int to) {
        int slot = hash(bytes, from, to) & (KNOWN - 1);
        ReadShape shape = known[slot];
        if (shape == null || !shape.isOf(bytes, from, to)) {
            shape = new ReadShape(Arrays.copyOfRange(bytes, from, to));
            known[slot] = shape;
        }
        return shape;
    }

    private static int hash(byte[] bytes, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash ^ hash >>> 16;
    }
}
