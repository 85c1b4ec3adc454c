package dev.tare.bench.growth;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What to measure.
 *
 * @param sizes numbers of stored events, the smallest first
 * @param rounds how often each is measured, in turn
 * @param stretch of the batches, after a third of it to warm up, and of the rest before memory is
 *     read; single events get two thirds, after as much to warm up
 * @param days over which the stored events were received
 * @param allKnown whether ledgers are measured as well of which all identities are read at start
 * @param jvmOptions for the server
 */
record GrowthPlan(
        List<Long> sizes,
        int rounds,
        Duration stretch,
        int days,
        boolean allKnown,
        List<String> jvmOptions) {
    /** So that all lies in the 34 days whose identities are read at start. */
    static final int DAYS_ALL_KNOWN = 30;

    private static final String DAYS = "--days=";

    GrowthPlan {
        sizes = List.copyOf(sizes);
        jvmOptions = List.copyOf(jvmOptions);
        if (rounds < 1 || stretch.toSeconds() < 1 || days < 1) {
            throw new IllegalArgumentException("Rounds, seconds and days are 1 or more.");
        }
    }

    /** Reads {@code [MILLIONS[,…]] [ROUNDS] [SECONDS] [--days=N] [--ids] [-X…]}. */
    static GrowthPlan read(List<String> arguments) {
        List<String> plain = new ArrayList<>();
        List<String> jvmOptions = new ArrayList<>();
        int days = 365;
        boolean allKnown = false;
        for (String argument : arguments) {
            if (argument.startsWith(DAYS)) {
                days = Integer.parseInt(argument.substring(DAYS.length()));
            } else if (argument.equals("--ids")) {
                allKnown = true;
            } else if (argument.startsWith("-X")) {
                jvmOptions.add(argument);
            } else {
                plain.add(argument);
            }
        }
        if (plain.size() > 3) {
            throw new IllegalArgumentException("Too much: " + plain.subList(3, plain.size()));
        }
        return new GrowthPlan(
                Sizes.read(plain.isEmpty() ? "1,10,50" : plain.getFirst()),
                plain.size() > 1 ? Integer.parseInt(plain.get(1)) : 5,
                Duration.ofSeconds(plain.size() > 2 ? Long.parseLong(plain.get(2)) : 15),
                days,
                allKnown,
                jvmOptions);
    }
}
