package dev.tare.server.tables;

import dev.tare.core.ledger.Adjustment;
import dev.tare.core.ledger.StoreUnavailable;
import dev.tare.core.pricing.PricedEvent;
import dev.tare.core.rollup.AdjustmentSums;
import dev.tare.core.rollup.RollupSums;
import dev.tare.core.rollup.Rollups;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The sums of a transaction, added up by a thread of their own while its rows go to the engine: the
 * two have nothing to do with each other until the commit. Few rows are not worth the way there.
 */
public final class SumsAside {
    private static final int WORTH_IT = 1_000;
    private static final long IDLE_SECONDS = 5;

    private final RollupSums sums;
    private final AdjustmentSums corrections;
    private boolean corrected;
    private final Executor helper;
    private final List<FutureTask<Boolean>> begun = new ArrayList<>();

    /**
     * Sums of nothing.
     *
     * @param zone the workspace's
     * @param helper does one thing after the other
     */
    public SumsAside(ZoneId zone, Executor helper) {
        this.sums = new RollupSums(zone);
        this.corrections = new AdjustmentSums(zone);
        this.helper = helper;
    }

    /** A thread for one transaction after the other, there only while it has work. */
    public static Executor helper() {
        ThreadPoolExecutor helper =
                new ThreadPoolExecutor(
                        1,
                        1,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        Thread.ofPlatform().daemon().name("ledger-sums").factory());
        helper.allowCoreThreadTimeOut(true);
        return helper;
    }

    void add(List<PricedEvent> rows) {
        add(rows.size(), () -> sums.add(rows));
    }

    /** Adds what corrections change. */
    void addAdjustments(List<Adjustment> adjustments) {
        corrected |= !adjustments.isEmpty();
        add(adjustments.size(), () -> corrections.add(adjustments));
    }

    private void add(int size, Runnable work) {
        if (size < WORTH_IT) {
            now(work);
            return;
        }
        try {
            FutureTask<Boolean> addition = new FutureTask<>(work, true);
            helper.execute(addition);
            begun.add(addition);
        } catch (RejectedExecutionException | OutOfMemoryError noThread) {
            now(work);
        }
    }

    private void now(Runnable work) {
        await();
        work.run();
    }

    /** Everything added so far; a failure of an addition is told here. */
    Rollups rollups() {
        await();
        return sums.rollups();
    }

    /** What the corrections added so far change, {@code null} where there were none. */
    @Nullable Rollups adjustments() {
        await();
        return corrected ? corrections.rollups() : null;
    }

    private void await() {
        for (FutureTask<Boolean> addition : begun) {
            try {
                Boolean _ = addition.get();
            } catch (ExecutionException failed) {
                switch (failed.getCause()) {
                    case RuntimeException told -> throw told;
                    case Error told -> throw told;
                    case null, default -> throw new IllegalStateException(failed);
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new StoreUnavailable("Writing was interrupted.", interrupted);
            }
        }
        begun.clear();
    }
}
