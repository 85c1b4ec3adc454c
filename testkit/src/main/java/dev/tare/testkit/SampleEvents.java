package dev.tare.testkit;

import dev.tare.core.event.EventStatus;
import dev.tare.core.event.Quantities;
import dev.tare.core.event.UsageBatch;
import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.JournalRecord;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes usage events for tests: a successful image call of {@code user-1} at {@link #TIME}, but for
 * what the test says.
 *
 * <pre>{@code
 * UsageEvent event = SampleEvents.event("e-1").user("ann").quantity("images", "2").build();
 * }</pre>
 */
public final class SampleEvents {
    /** The event's time unless said otherwise. */
    public static final Instant TIME = Instant.parse("2026-11-23T10:15:30Z");

    /** The receipt stamp of batches unless said otherwise. */
    public static final Instant RECEIVED = Instant.parse("2026-11-23T10:15:31.000250Z");

    /** The source of batches unless said otherwise. */
    public static final String SOURCE = "shop";

    private final String id;
    private final SortedMap<String, BigDecimal> quantities = new TreeMap<>();
    private @Nullable Instant time = TIME;
    private String userId = "user-1";
    private String provider = "gemini";
    private String operation = "generate";
    private @Nullable String model;
    private EventStatus status = EventStatus.SUCCESS;
    private @Nullable String error;
    private @Nullable Long processingTimeMs;
    private @Nullable BigDecimal credits;
    private @Nullable String plan;
    private @Nullable String fingerprint;
    private @Nullable BigDecimal cost;
    private @Nullable String metadata;
    private boolean estimated;

    private SampleEvents(String id) {
        this.id = id;
    }

    /** An event of that id, to be changed and built. */
    public static SampleEvents event(String id) {
        return new SampleEvents(id);
    }

    /** A batch from {@link #SOURCE}, received at {@link #RECEIVED}. */
    public static UsageBatch batch(UsageEvent... events) {
        return new UsageBatch(SOURCE, RECEIVED, List.of(events));
    }

    /** A journal record of that batch. */
    public static JournalRecord.Usage record(UsageEvent... events) {
        return new JournalRecord.Usage(batch(events));
    }

    /** A journal record of one event of that id. */
    public static JournalRecord.Usage record(String id) {
        return record(event(id).build());
    }

    /** {@code null} = when it is received. */
    public SampleEvents time(@Nullable Instant instant) {
        time = instant;
        return this;
    }

    public SampleEvents time(String iso) {
        return time(Instant.parse(iso));
    }

    public SampleEvents user(String user) {
        userId = user;
        return this;
    }

    public SampleEvents provider(String name) {
        provider = name;
        return this;
    }

    public SampleEvents operation(String name) {
        operation = name;
        return this;
    }

    public SampleEvents model(@Nullable String name) {
        model = name;
        return this;
    }

    /** Adds a unit; an event without any is one call. */
    public SampleEvents quantity(String unit, String decimal) {
        quantities.put(unit, new BigDecimal(decimal));
        return this;
    }

    public SampleEvents status(EventStatus outcome) {
        status = outcome;
        return this;
    }

    /** A failed call with that error. */
    public SampleEvents failed(String text) {
        error = text;
        return status(EventStatus.FAILED);
    }

    public SampleEvents processingTimeMs(@Nullable Long milliseconds) {
        processingTimeMs = milliseconds;
        return this;
    }

    public SampleEvents credits(@Nullable String decimal) {
        credits = decimal(decimal);
        return this;
    }

    public SampleEvents plan(@Nullable String name) {
        plan = name;
        return this;
    }

    public SampleEvents fingerprint(@Nullable String text) {
        fingerprint = text;
        return this;
    }

    public SampleEvents cost(@Nullable String decimal) {
        cost = decimal(decimal);
        return this;
    }

    public SampleEvents metadata(@Nullable String json) {
        metadata = json;
        return this;
    }

    public SampleEvents estimated() {
        estimated = true;
        return this;
    }

    /** The event. */
    public UsageEvent build() {
        return new UsageEvent(
                id,
                time,
                userId,
                provider,
                operation,
                model,
                quantities.isEmpty() ? Quantities.ONE_CALL : new Quantities(quantities),
                status,
                error,
                processingTimeMs,
                credits,
                plan,
                fingerprint,
                cost,
                metadata,
                estimated);
    }

    private static @Nullable BigDecimal decimal(@Nullable String text) {
        return text == null ? null : new BigDecimal(text);
    }
}
