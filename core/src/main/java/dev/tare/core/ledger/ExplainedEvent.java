package dev.tare.core.ledger;

import dev.tare.core.pricing.Books;
import java.util.ArrayList;
import java.util.List;

/**
 * An event of the log with how each of its amounts came about: as it was charged, and behind each
 * correction.
 *
 * @param charged the row of the log
 * @param corrections in the order booked
 */
public record ExplainedEvent(LoggedEvent event, Stage charged, List<Correction> corrections) {
    public ExplainedEvent {
        corrections = List.copyOf(corrections);
    }

    /** The event at one time, with its amounts explained. */
    public record Stage(ChargedEvent row, ExplainedCost cost, ExplainedValue value) {
        static Stage of(ChargedEvent row, Books books) {
            return new Stage(
                    row,
                    ExplainedCost.of(row, books.prices()),
                    ExplainedValue.of(row, books.plans()));
        }
    }

    /** A correction, and the event behind it. */
    public record Correction(Adjustment booked, Stage after) {}

    /** By these books. */
    public static ExplainedEvent of(LoggedEvent event, Books books) {
        List<Correction> corrections = new ArrayList<>();
        for (Adjustment one : event.corrections()) {
            corrections.add(new Correction(one, Stage.of(one.after(), books)));
        }
        return new ExplainedEvent(event, Stage.of(event.charged(), books), corrections);
    }

    /** The event as it is, behind its last correction. */
    public Stage now() {
        return corrections.isEmpty() ? charged : corrections.getLast().after();
    }
}
