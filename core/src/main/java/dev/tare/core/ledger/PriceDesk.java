package dev.tare.core.ledger;

import dev.tare.core.pricing.Books;
import dev.tare.core.pricing.PriceChange;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Where prices are entered, by whomever: each only once, and none under the name of another. It
 * knows what was accepted, or may have been, and isn't in the recorder's books yet, so that what
 * comes next is judged by that too.
 */
public final class PriceDesk {
    private final Supplier<Books> recorded;
    private final Consumer<List<String>> overruled;

    /** Given to the journal, but perhaps not in the recorder's books yet. */
    private volatile List<Waiting> underWay = List.of();

    /**
     * @param recorded the books after the last record applied
     * @param overruled is told the ids of cards that were accepted, and recorded with a content
     *     that somebody else entered: that shouldn't happen, and nobody must miss it
     */
    public PriceDesk(Supplier<Books> recorded, Consumer<List<String>> overruled) {
        this.recorded = recorded;
        this.overruled = overruled;
    }

    /**
     * @param append done once it is safe, failed once it is known not to be, else nobody knows
     */
    private record Waiting(PriceChange change, CompletableFuture<?> append) {
        boolean isSafe() {
            return append.state() == Future.State.SUCCESS;
        }

        boolean isFailed() {
            return append.isCompletedExceptionally();
        }
    }

    /** What came of it. */
    public sealed interface Outcome {}

    /**
     * It is safe on disk.
     *
     * @param news what of it wasn't known; {@link PriceChange#NONE} where all was
     */
    public record Entered(PriceChange news) implements Outcome {}

    /**
     * Nothing was entered: ids of its cards are known with another content.
     *
     * @param ids those
     */
    public record Taken(List<String> ids) implements Outcome {
        public Taken {
            ids = List.copyOf(ids);
        }
    }

    /** It couldn't be put into the journal; who tried knows why. */
    public record NotSafe() implements Outcome {}

    /** It was given to the journal, and may get there yet: to be sent again as it is. */
    public record Unknown() implements Outcome {}

    /** The books as they will be when all that was accepted is recorded. */
    public Books books() {
        return books(Waiting::isSafe);
    }

    /** The same with what may turn out to be accepted: whatever takes an id. */
    public Books claimed() {
        return books(waiting -> !waiting.isFailed());
    }

    private Books books(Predicate<Waiting> counts) {
        // In this order: what leaves the list meanwhile is recorded by then.
        List<Waiting> waiting = underWay;
        Books books = recorded.get();
        for (Waiting one : waiting) {
            PriceChange news = books.newIn(one.change());
            if (!news.equals(PriceChange.NONE) && counts.test(one)) {
                books = books.with(news);
            }
        }
        return books;
    }

    /**
     * Enters what of a change isn't known; one after the other, so that the second sees the first.
     * What may have been entered is entered again when it is sent again: the recorder takes the
     * first.
     *
     * @param append puts the record into the journal, and waits as long as it likes for that to be
     *     safe; failed means that it isn't and won't be
     */
    public synchronized Outcome enter(
            PriceChange change,
            Instant now,
            Function<JournalRecord.Prices, CompletableFuture<?>> append) {
        forgetRecorded();
        List<String> taken = claimed().takenIds(change);
        if (!taken.isEmpty()) {
            return new Taken(taken);
        }
        PriceChange news = books().newIn(change);
        if (news.equals(PriceChange.NONE)) {
            return new Entered(news);
        }
        Waiting waiting =
                new Waiting(
                        news,
                        append.apply(
                                new JournalRecord.Prices(
                                        now.truncatedTo(ChronoUnit.MICROS), news)));
        if (waiting.isFailed()) {
            return new NotSafe();
        }
        List<Waiting> more = new ArrayList<>(underWay);
        more.add(waiting);
        underWay = List.copyOf(more);
        return waiting.isSafe() ? new Entered(news) : new Unknown();
    }

    private void forgetRecorded() {
        Books books = recorded.get();
        List<Waiting> still = new ArrayList<>();
        for (Waiting one : underWay) {
            boolean isRecorded = books.newIn(one.change()).equals(PriceChange.NONE);
            List<String> others = books.takenIds(one.change());
            if (isRecorded && one.isSafe() && !others.isEmpty()) {
                overruled.accept(others);
            }
            if (!isRecorded && !one.isFailed()) {
                still.add(one);
            }
        }
        underWay = List.copyOf(still);
    }
}
