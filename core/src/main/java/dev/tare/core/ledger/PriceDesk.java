package dev.tare.core.ledger;

import dev.tare.core.pricing.Books;
import dev.tare.core.pricing.PriceChange;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Where prices are entered, by whomever: each only once, and none under the name of another. It
 * knows what was accepted and isn't in the recorder's books yet, so that what comes next is judged
 * by that too.
 */
public final class PriceDesk {
    private final Supplier<Books> recorded;

    /** Accepted, but perhaps not in the recorder's books yet. */
    private volatile List<PriceChange> underWay = List.of();

    /**
     * @param recorded the books after the last record applied
     */
    public PriceDesk(Supplier<Books> recorded) {
        this.recorded = recorded;
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

    /** The books as they will be when all that was accepted is recorded. */
    public Books books() {
        // In this order: what leaves the list meanwhile is recorded by then.
        List<PriceChange> waiting = underWay;
        Books books = recorded.get();
        for (PriceChange change : waiting) {
            if (!books.newIn(change).equals(PriceChange.NONE)) {
                books = books.with(change);
            }
        }
        return books;
    }

    /**
     * Enters what of a change isn't known; one after the other, so that the second sees the first.
     *
     * @param safely puts the record into the journal, and says whether it is safe there
     */
    public synchronized Outcome enter(
            PriceChange change, Instant now, Predicate<JournalRecord.Prices> safely) {
        forgetRecorded();
        Books books = books();
        List<String> taken = books.takenIds(change);
        if (!taken.isEmpty()) {
            return new Taken(taken);
        }
        PriceChange news = books.newIn(change);
        if (news.equals(PriceChange.NONE)) {
            return new Entered(news);
        }
        if (!safely.test(new JournalRecord.Prices(now.truncatedTo(ChronoUnit.MICROS), news))) {
            return new NotSafe();
        }
        List<PriceChange> more = new ArrayList<>(underWay);
        more.add(news);
        underWay = List.copyOf(more);
        return new Entered(news);
    }

    private void forgetRecorded() {
        Books books = recorded.get();
        underWay =
                underWay.stream()
                        .filter(change -> !books.newIn(change).equals(PriceChange.NONE))
                        .toList();
    }
}
