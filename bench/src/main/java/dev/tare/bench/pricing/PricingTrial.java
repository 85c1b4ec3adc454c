package dev.tare.bench.pricing;

import dev.tare.bench.load.Machine;
import dev.tare.core.pricing.PriceBook;
import java.io.IOException;
import java.util.Locale;
import org.openjdk.jmh.Main;

/** What a large price book takes in memory, and how fast it prices: {@link PricingBenchmark}. */
public final class PricingTrial {
    private PricingTrial() {}

    /** Arguments: JMH's own. */
    public static void main(String[] args) throws IOException {
        memory();
        String[] all = new String[args.length + 1];
        System.arraycopy(args, 0, all, 0, args.length);
        all[args.length] = PricingBenchmark.class.getName();
        Main.main(all);
    }

    private static void memory() throws IOException {
        System.out.println(Machine.line(Machine.folder("tare-pricing")));
        long before = usedKb();
        PriceBook book = new PriceBook(new LargeBook(1).cards());
        long after = usedKb();
        System.out.printf(
                Locale.ROOT,
                "a book of %,d cards takes %,d kB%n",
                book.cards().size(),
                after - before);
    }

    private static long usedKb() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) / 1_024;
    }
}
