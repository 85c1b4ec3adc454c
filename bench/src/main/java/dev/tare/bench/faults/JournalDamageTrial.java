package dev.tare.bench.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Damages a journal's files in a thousand ways. Each time it must either open with exactly what was
 * acknowledged, or refuse and say where; after a refusal, a repair must save every record that
 * wasn't touched and name every one that was. One ledger in five that can be made of the result is
 * made, and must pass {@code tare verify}'s checks.
 */
public final class JournalDamageTrial {
    private static final int VARIANTS_DEFAULT = 1_000;
    private static final long SEED_DEFAULT = 20_261_123;
    private static final int JOURNALS_OF_VARIANTS = 100;
    private static final int SECONDS_MAX = 60;

    private final long seed;
    private final Path folder;
    private final Map<String, Integer> outcomes = new TreeMap<>();

    /**
     * @param folder an empty one to work in
     */
    public JournalDamageTrial(long seed, Path folder) {
        this.seed = seed;
        this.folder = folder;
    }

    /** Arguments: number of variants, seed. Ends with 1 at the first broken promise. */
    public static void main(String[] args) throws IOException, InterruptedException {
        int variants = args.length < 1 ? VARIANTS_DEFAULT : Integer.parseInt(args[0]);
        long seed = args.length < 2 ? SEED_DEFAULT : Long.parseLong(args[1]);
        Path folder = Files.createTempDirectory("tare-damage");
        System.out.printf("%d variants, seed %d, in %s%n", variants, seed, folder);
        JournalDamageTrial trial = new JournalDamageTrial(seed, folder);
        try {
            trial.run(variants);
        } catch (AssertionError broken) {
            System.out.println("BROKEN: " + broken.getMessage());
            System.exit(1);
        }
        trial.outcomes().forEach((what, count) -> System.out.printf("%6d  %s%n", count, what));
        System.out.println("Every variant: the same records, or a named refusal and a repair.");
    }

    /** How often each kind of damage ended how. */
    public Map<String, Integer> outcomes() {
        return outcomes;
    }

    /**
     * Tries that many variants.
     *
     * @throws AssertionError at the first that breaks a promise, with its number and the seed
     */
    public void run(int variants) throws IOException, InterruptedException {
        KnownJournal known = null;
        try (ExecutorService one = Executors.newSingleThreadExecutor()) {
            for (int i = 0; i < variants; i++) {
                Random random = new Random(seed + i);
                if (known == null || i % JOURNALS_OF_VARIANTS == 0) {
                    Path sound = Files.createDirectories(folder.resolve("sound-" + i));
                    known = KnownJournal.make(sound, random);
                }
                DamageVariant variant =
                        new DamageVariant(known, folder.resolve("variant-" + i), random);
                String outcome = outcome(one, variant, i);
                outcomes.merge(outcome, 1, Integer::sum);
                variant.remove();
            }
        }
    }

    private String outcome(ExecutorService one, DamageVariant variant, int number)
            throws InterruptedException {
        String which = "variant " + number + ", seed " + seed + ": ";
        var run = one.submit(variant::run);
        try {
            return run.get(SECONDS_MAX, TimeUnit.SECONDS);
        } catch (TimeoutException hangs) {
            one.shutdownNow();
            throw new AssertionError(which + variant + " hangs", hangs);
        } catch (ExecutionException failed) {
            throw new AssertionError(which + variant + ": " + failed.getCause(), failed.getCause());
        }
    }
}
