package dev.tare.bench.load;

import java.util.Arrays;
import java.util.Locale;

/** Times of single requests, all of them kept. Safe for use by many threads. */
public final class Latencies {
    private long[] nanos = new long[1 << 16];
    private int count;

    public synchronized void add(long time) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, count * 2);
        }
        nanos[count++] = time;
    }

    public synchronized int count() {
        return count;
    }

    /** Milliseconds below which that share of the requests lies, 0 where there were none. */
    public synchronized double ms(double share) {
        if (count == 0) {
            return 0;
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return sorted[(int) Math.min(count - 1L, Math.round(Math.ceil(share * count)) - 1)] / 1e6;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "p50 %.2f ms, p99 %.2f ms, p99.9 %.2f ms, longest %.2f ms",
                ms(0.5),
                ms(0.99),
                ms(0.999),
                ms(1));
    }
}
