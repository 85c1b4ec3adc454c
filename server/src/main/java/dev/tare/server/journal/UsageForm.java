package dev.tare.server.journal;

import dev.tare.core.event.EventStatus;
import dev.tare.core.event.Quantities;
import dev.tare.core.event.UsageBatch;
import dev.tare.core.event.UsageEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Usage batches in a payload: per event a set of flags says which fields follow. */
final class UsageForm {
    private static final int STATUS_BITS = 0b11;
    private static final int ESTIMATED = 1 << 2;
    private static final int TIME = 1 << 3;
    private static final int MODEL = 1 << 4;
    private static final int ERROR = 1 << 5;
    private static final int PROCESSING_TIME = 1 << 6;
    private static final int CREDITS = 1 << 7;
    private static final int PLAN = 1 << 8;
    private static final int FINGERPRINT = 1 << 9;
    private static final int COST = 1 << 10;
    private static final int METADATA = 1 << 11;
    private static final int ALL_FLAGS = (1 << 12) - 1;

    /** Flags, id, user, provider, operation and the number of units. */
    private static final int EVENT_BYTES_MIN = 7;

    /** A known name, and a decimal of scale and digits. */
    private static final int UNIT_BYTES_MIN = 3;

    private UsageForm() {}

    static void write(ByteSink sink, UsageBatch batch) {
        sink.text(batch.source());
        sink.instant(batch.receivedAt(), Instant.EPOCH);
        sink.unsigned(batch.events().size());
        for (UsageEvent event : batch.events()) {
            write(sink, event, batch.receivedAt());
        }
    }

    private static void write(ByteSink sink, UsageEvent event, Instant receivedAt) {
        sink.u16(flags(event));
        sink.text(event.id());
        if (event.time() != null) {
            sink.instant(event.time(), receivedAt);
        }
        sink.text(event.userId());
        sink.name(event.provider());
        sink.name(event.operation());
        if (event.model() != null) {
            sink.name(event.model());
        }
        sink.unsigned(event.quantities().byUnit().size());
        for (Map.Entry<String, BigDecimal> entry : event.quantities().byUnit().entrySet()) {
            sink.name(entry.getKey());
            sink.decimal(entry.getValue());
        }
        writeText(sink, event.error());
        if (event.processingTimeMs() != null) {
            sink.signed(event.processingTimeMs());
        }
        writeDecimal(sink, event.credits());
        if (event.plan() != null) {
            sink.name(event.plan());
        }
        writeText(sink, event.fingerprint());
        writeDecimal(sink, event.cost());
        writeText(sink, event.metadata());
    }

    private static void writeText(ByteSink sink, @Nullable String text) {
        if (text != null) {
            sink.text(text);
        }
    }

    private static void writeDecimal(ByteSink sink, @Nullable BigDecimal decimal) {
        if (decimal != null) {
            sink.decimal(decimal);
        }
    }

    private static int flags(UsageEvent event) {
        return number(event.status())
                | (event.estimated() ? ESTIMATED : 0)
                | given(event.time(), TIME)
                | given(event.model(), MODEL)
                | given(event.error(), ERROR)
                | given(event.processingTimeMs(), PROCESSING_TIME)
                | given(event.credits(), CREDITS)
                | given(event.plan(), PLAN)
                | given(event.fingerprint(), FINGERPRINT)
                | given(event.cost(), COST)
                | given(event.metadata(), METADATA);
    }

    private static int given(@Nullable Object field, int flag) {
        return field == null ? 0 : flag;
    }

    static UsageBatch read(ByteSource source) {
        String from = source.text();
        Instant receivedAt = source.instant(Instant.EPOCH);
        int count = source.count(EVENT_BYTES_MIN);
        List<UsageEvent> events = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            events.add(readEvent(source, receivedAt));
        }
        return new UsageBatch(from, receivedAt, events);
    }

    private static UsageEvent readEvent(ByteSource source, Instant receivedAt) {
        int flags = source.u16();
        if ((flags & ~ALL_FLAGS) != 0) {
            throw new MalformedRecord("an event has unknown flags");
        }
        // Arguments are read in the order of the bytes, which is the order of the fields.
        return new UsageEvent(
                source.text(),
                (flags & TIME) != 0 ? source.instant(receivedAt) : null,
                source.text(),
                source.name(),
                source.name(),
                (flags & MODEL) != 0 ? source.name() : null,
                readQuantities(source),
                status(flags & STATUS_BITS),
                (flags & ERROR) != 0 ? source.text() : null,
                (flags & PROCESSING_TIME) != 0 ? (Long) source.signed() : null,
                (flags & CREDITS) != 0 ? source.decimal() : null,
                (flags & PLAN) != 0 ? source.name() : null,
                (flags & FINGERPRINT) != 0 ? source.text() : null,
                (flags & COST) != 0 ? source.decimal() : null,
                (flags & METADATA) != 0 ? source.text() : null,
                (flags & ESTIMATED) != 0);
    }

    private static Quantities readQuantities(ByteSource source) {
        int count = source.count(UNIT_BYTES_MIN);
        SortedMap<String, BigDecimal> byUnit = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            String unit = source.name();
            byUnit.put(unit, source.decimal());
        }
        return new Quantities(byUnit);
    }

    // Numbers of their own, not ordinals: the order of a constant must not change old files.
    private static int number(EventStatus status) {
        return switch (status) {
            case SUCCESS -> 0;
            case FAILED -> 1;
            case CANCELLED -> 2;
        };
    }

    private static EventStatus status(int number) {
        return switch (number) {
            case 0 -> EventStatus.SUCCESS;
            case 1 -> EventStatus.FAILED;
            case 2 -> EventStatus.CANCELLED;
            default -> throw new MalformedRecord("an event has an unknown status");
        };
    }
}
