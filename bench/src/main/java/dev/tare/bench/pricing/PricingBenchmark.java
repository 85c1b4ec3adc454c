package dev.tare.bench.pricing;

import dev.tare.core.event.UsageEvent;
import dev.tare.core.pricing.Cost;
import dev.tare.core.pricing.PriceBook;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Calls priced in a second by one thread, from the event to its exact and its stored cost. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 5)
@Measurement(iterations = 6, time = 5)
@Fork(2)
public class PricingBenchmark {
    /** A power of two. */
    private static final int EVENTS = 1 << 17;

    private PriceBook book = new PriceBook(List.of());
    private UsageEvent[] anywhere = {};
    private UsageEvent[] asTheyCome = {};
    private int next;

    /** The book and the calls. */
    @Setup
    public void make() {
        LargeBook large = new LargeBook(1);
        book = new PriceBook(large.cards());
        anywhere = large.anywhere(EVENTS);
        asTheyCome = large.asTheyCome(EVENTS);
    }

    /** Any model at any time within five years. */
    @Benchmark
    public Cost anyModelAtAnyTime() {
        return priced(anywhere);
    }

    /** The last day, a few models most of the time. */
    @Benchmark
    public Cost asCallsCome() {
        return priced(asTheyCome);
    }

    private Cost priced(UsageEvent[] events) {
        UsageEvent event = events[next++ & EVENTS - 1];
        return book.cost(event, Objects.requireNonNullElse(event.time(), Instant.EPOCH));
    }
}
