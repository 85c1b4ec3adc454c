package dev.tare.bench.growth;

import dev.tare.bench.load.Machine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How the cost grows with the number of stored events: throughput, latency, start, memory, the
 * report and bytes on disk, at several sizes in turn so that a machine that gets busier hits all of
 * them alike.
 */
public final class GrowthTrial {
    private final GrowthPlan plan;
    private final Path folder;
    private final Medians medians = new Medians();
    private long astray;

    /** A trial in that folder, which is to hold nothing else. */
    GrowthTrial(GrowthPlan plan, Path folder) {
        this.plan = plan;
        this.folder = folder;
    }

    /**
     * Arguments as {@link GrowthPlan#read} has them. Ends with 0, 1 where events were lost or
     * doubled, 2 where the arguments are wrong, 3 where there isn't room.
     */
    public static void main(String[] args) throws Exception {
        GrowthPlan plan;
        try {
            plan = GrowthPlan.read(Arrays.asList(args));
        } catch (IllegalArgumentException | ArithmeticException wrong) {
            System.err.println(
                    wrong.getMessage()
                            + "\nArguments: [MILLIONS[,...]] [ROUNDS] [SECONDS] [--days=N] [--ids]"
                            + " [-X...]");
            System.exit(2);
            return;
        }
        Path folder = Files.createTempDirectory("tare-growth");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder)));
        String missing = DiskRoom.missing(folder, plan);
        if (!missing.isEmpty()) {
            System.err.println(missing);
            System.exit(3);
        }
        GrowthTrial trial = new GrowthTrial(plan, folder);
        trial.run();
        System.exit(trial.astray == 0 ? 0 : 1);
    }

    private static void remove(Path folder) {
        try {
            StoredLedger.remove(folder);
        } catch (IOException | UncheckedIOException stays) {
            System.err.println("Left behind: " + folder + " (" + stays + ")");
        }
    }

    /** Fills, measures round by round, and returns the table. */
    String run() throws Exception {
        System.out.println(Machine.line(folder));
        List<StoredLedger> ledgers = new ArrayList<>();
        List<StoredLedger> allKnown = new ArrayList<>();
        for (long events : plan.sizes()) {
            ledgers.add(made("all", events, plan.days()));
            if (plan.allKnown()) {
                allKnown.add(made("known", events, GrowthPlan.DAYS_ALL_KNOWN));
            }
        }
        for (int round = 1; round <= plan.rounds(); round++) {
            for (int i = 0; i < ledgers.size(); i++) {
                System.out.printf(
                        Locale.ROOT,
                        "round %d of %d, %s%n",
                        round,
                        plan.rounds(),
                        Sizes.name(ledgers.get(i).events()));
                Path copy = folder.resolve("copy");
                astray += GrowthRound.all(plan, medians, ledgers.get(i), copy);
                if (plan.allKnown()) {
                    GrowthRound.start(plan, medians, allKnown.get(i), copy);
                }
            }
        }
        String table = medians.table(plan.sizes());
        System.out.printf(
                Locale.ROOT,
                "%n%s%nMedians of %d round(s); ! = worse by more than 25 %%.%n"
                        + "Lost or doubled: %d.%n",
                table,
                plan.rounds(),
                astray);
        System.out.println(Machine.line(folder));
        return table;
    }

    private StoredLedger made(String name, long events, int days) throws Exception {
        return StoredLedger.make(folder.resolve(name + "-" + events), events, days);
    }

    /** Events lost or doubled so far. */
    long astray() {
        return astray;
    }
}
