package dev.tare.bench.growth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** How much of the disk a run takes at most, reckoned before anything is written. */
final class DiskRoom {
    private static final long ROW_BYTES = 60;
    private static final long COMBINATIONS = 100;
    private static final long QUARTER_HOURS_A_DAY = 96;
    private static final long USERS = 5_000;

    /** A row of sums, its quantities and their keys' index. */
    private static final long SUMS_BYTES = 250;

    /** What the batches of one round write: ledger, journal and the engine's log. */
    private static final long WRITTEN_BYTES = 2L << 30;

    private static final long MEBIBYTE = 1 << 20;

    private DiskRoom() {}

    /** Bytes for all ledgers, one copy of the largest, and what is written to it. */
    static long needed(GrowthPlan plan) {
        long all = 0;
        long largest = 0;
        for (long events : plan.sizes()) {
            long bytes = bytes(events, plan.days());
            long allKnown = plan.allKnown() ? bytes(events, GrowthPlan.DAYS_ALL_KNOWN) : 0;
            all += bytes + allKnown;
            largest = Math.max(largest, Math.max(bytes, allKnown));
        }
        return all + largest + WRITTEN_BYTES;
    }

    private static long bytes(long events, int days) {
        long quarterHours = Math.min(events, days * QUARTER_HOURS_A_DAY * COMBINATIONS);
        long userDays = Math.min(events, days * USERS);
        return events * ROW_BYTES + (quarterHours + userDays) * SUMS_BYTES;
    }

    /** Says what is needed; returns why it can't be had there, an empty text where it can. */
    static String missing(Path folder, GrowthPlan plan) throws IOException {
        long needed = needed(plan);
        long free = Files.getFileStore(folder).getUsableSpace();
        System.out.printf(
                Locale.ROOT,
                "needs up to %,d MiB in %s, where %,d are free%n",
                needed / MEBIBYTE,
                folder,
                free / MEBIBYTE);
        return free >= needed
                ? ""
                : "There isn't room for it: name smaller sizes, or another folder by"
                        + " JDK_JAVA_OPTIONS=-Djava.io.tmpdir=DIR.";
    }
}
