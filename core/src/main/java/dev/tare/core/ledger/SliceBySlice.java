package dev.tare.core.ledger;

import dev.tare.core.money.Amounts;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes a record that concerns many events, slice by slice, each in a transaction of its own. The
 * journal's position moves behind the record with the last one. Whoever begins again, at the first
 * slice, finds no difference in those that were done: nothing needs to be kept in between.
 *
 * <p>One thread owns it.
 */
final class SliceBySlice {
    private final UsageStore store;
    private final long rowsMax;
    private final int pieceEvents;
    private final Consumer<List<UnmatchedCorrection>> unmatched;
    private @Nullable Course course;

    /** Whether the store may have another state than was seen here. */
    private boolean doubted;

    private volatile @Nullable SliceProgress progress;

    SliceBySlice(UsageStore store, RecorderSetup setup) {
        this.store = store;
        this.rowsMax = Math.max(1, setup.eventsMax() / 2);
        this.pieceEvents = setup.pieceEvents();
        this.unmatched = setup.unmatched();
    }

    /** How far the record under way has come, {@code null} where none is. May be asked anywhere. */
    @Nullable SliceProgress progress() {
        return progress;
    }

    /** The store is asked what it has before it goes on: it may have been set back meanwhile. */
    void doubt() {
        doubted = true;
    }

    /** A record on its way: its slices, and what was booked when they were begun, and since. */
    private static final class Course {
        final JournalPosition behind;
        final List<Slices.Slice> slices;
        final long events;
        final Revaluation revaluation;
        long booked;
        int next;
        long eventsDone;

        /** The store has refused something in the slice that is next. */
        boolean refused;

        Course(
                JournalPosition behind,
                List<Slices.Slice> slices,
                Revaluation revaluation,
                long booked) {
            this.revaluation = revaluation;
            this.behind = behind;
            this.slices = slices;
            this.events = slices.stream().mapToLong(Slices.Slice::rows).sum();
            this.booked = booked;
        }

        boolean isLast() {
            return next >= slices.size() - 1;
        }
    }

    /** Takes the record's next slice; the state behind it. */
    LedgerState step(JournalEntry entry, SliceTask task, LedgerState state, RowsKept kept) {
        try (LedgerTransaction transaction = store.begin()) {
            Course on = course(entry.after(), task, kept);
            Writing writing = new Writing(entry.after(), task, state.position(), transaction);
            if (on.next < on.slices.size()) {
                store.now().each(on.slices.get(on.next).scope(), row -> writing.take(row, on));
            }
            JournalPosition position = on.isLast() ? on.behind : state.position();
            writing.write(position);
            if (writing.booked > 0 || on.isLast()) {
                transaction.commit();
            }
            return done(on, task, state, position, writing);
        } catch (StoreRefusedData odd) {
            Course on = course;
            if (on == null || on.refused) {
                throw odd;
            }
            // No amount that fits its column is refused. Should one be, its slice stays as it is.
            on.refused = true;
            return state;
        }
    }

    private LedgerState done(
            Course on,
            SliceTask task,
            LedgerState state,
            JournalPosition position,
            Writing writing) {
        boolean last = on.isLast();
        if (on.next < on.slices.size()) {
            Slices.Slice slice = on.slices.get(on.next);
            on.eventsDone += slice.rows();
            progress =
                    new SliceProgress(task.batch(), slice.scope().to(), on.eventsDone, on.events);
        }
        on.booked += writing.booked;
        on.next++;
        on.refused = false;
        if (last) {
            course = null;
            progress = null;
        }
        unmatched.accept(writing.unstorable);
        return state.plus(LedgerBatch.of(position, List.of()));
    }

    /**
     * Where it goes on. Behind a failure, or where others have recorded, only what is in the store
     * counts: where that has more or less than was booked here, all slices are looked at again.
     */
    private Course course(JournalPosition behind, SliceTask task, RowsKept kept) {
        Course on = course;
        boolean goesOn = on != null && on.behind.equals(behind);
        long booked = 0;
        if (on == null || !goesOn || doubted) {
            booked = store.now().booked(task.batch());
            goesOn = goesOn && on != null && booked == on.booked;
        }
        if (on == null || !goesOn) {
            LogNow log = store.now();
            List<Slices.Slice> cut = Slices.of(log, task.scope(), kept, rowsMax);
            on = new Course(behind, cut, task.revaluation().over(log, kept), booked);
            progress = new SliceProgress(task.batch(), task.scope().from(), 0, on.events);
        }
        course = on;
        doubted = false;
        return on;
    }

    /** A slice's corrections on their way into a transaction. */
    private final class Writing {
        private final JournalPosition behind;
        private final SliceTask task;
        private final JournalPosition position;
        private final LedgerTransaction transaction;
        private final List<Adjustment> piece = new ArrayList<>();
        private final List<UnmatchedCorrection> unstorable = new ArrayList<>();
        private long booked;

        Writing(
                JournalPosition behind,
                SliceTask task,
                JournalPosition position,
                LedgerTransaction transaction) {
            this.behind = behind;
            this.task = task;
            this.position = position;
            this.transaction = transaction;
        }

        void take(ChargedEvent row, Course on) {
            ChargedEvent anew = on.revaluation.anew(row);
            if (anew == null) {
                return;
            }
            if (on.refused || !fits(row, anew)) {
                StoredEvent event = row.event();
                unstorable.add(
                        new UnmatchedCorrection(
                                task.batch(),
                                event.key(),
                                event.time(),
                                UnmatchedCorrection.Reason.UNSTORABLE));
                return;
            }
            piece.add(
                    new Adjustment(
                            Adjustment.id(behind, row, anew),
                            task.bookedAt(),
                            task.reason(),
                            task.batch(),
                            row,
                            anew));
            if (piece.size() == pieceEvents) {
                write(position);
            }
        }

        void write(JournalPosition after) {
            if (!piece.isEmpty() || !after.equals(position)) {
                transaction.add(LedgerBatch.of(after, piece));
            }
            booked += piece.size();
            piece.clear();
        }
    }

    /** What a tariff gives may be more than the columns hold; an amount never is, a change may. */
    private static boolean fits(ChargedEvent before, ChargedEvent after) {
        BigDecimal credits = after.event().credits();
        return (credits == null
                        || (Amounts.fits(credits)
                                && Amounts.rounded(credits).compareTo(credits) == 0))
                && fits(before.apiCost(), after.apiCost())
                && fits(before.creditValue(), after.creditValue());
    }

    private static boolean fits(@Nullable BigDecimal before, @Nullable BigDecimal after) {
        BigDecimal from = before == null ? BigDecimal.ZERO : before;
        return after == null || (Amounts.fits(after) && Amounts.fits(after.subtract(from)));
    }
}
