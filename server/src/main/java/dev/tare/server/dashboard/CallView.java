package dev.tare.server.dashboard;

import dev.tare.server.wire.EventFields;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything the template of one call shows, ready to be written.
 *
 * @param zone the time zone of its times
 * @param item the call as it is now
 * @param source the application it came from
 * @param charged as it was charged
 * @param corrections in the order booked
 * @param facts what its sender told, as it is now
 */
public record CallView(
        String zone,
        CallsView.Item item,
        String source,
        Stage charged,
        List<Correction> corrections,
        List<Fact> facts) {
    public CallView {
        corrections = List.copyOf(corrections);
        facts = List.copyOf(facts);
    }

    /** A name and what stands under it. */
    public record Fact(String name, String value) {}

    /** The call at one time, with how its amounts came about. */
    public record Stage(Cost cost, Revenue revenue) {}

    /**
     * How a cost came about.
     *
     * @param stored as it is in the ledger
     * @param how it is known, in a sentence
     * @param parts from quantities to amounts
     * @param exact what the parts come to, unrounded; empty = there is no such sum
     * @param sumLabel what that sum is
     * @param card {@code null} = none
     * @param warning what doesn't fit; empty = nothing
     */
    public record Cost(
            Figure stored,
            String how,
            List<Part> parts,
            String exact,
            String sumLabel,
            @Nullable Card card,
            String warning) {
        public Cost {
            parts = List.copyOf(parts);
        }
    }

    /** Quantity × rate. */
    public record Part(String unit, String quantity, String rate, String exact, String rule) {}

    /** A rate card, in words, and the address of its page. */
    public record Card(String id, String validity, String source, String href) {}

    /**
     * How a revenue came about.
     *
     * @param terms what is multiplied and divided, each with its name; empty = nothing is
     * @param how in a sentence; may be empty
     * @param warning what doesn't fit; empty = nothing
     */
    public record Revenue(Figure stored, List<Fact> terms, String how, String warning) {
        public Revenue {
            terms = List.copyOf(terms);
        }
    }

    /**
     * A correction.
     *
     * @param kind in a word or two
     * @param when it was booked, in the view's zone
     * @param whenFull the same as a UTC instant
     * @param costBefore what the call cost until then
     * @param revenueBefore what it earned until then
     * @param costChanged whether the cost is another from then on
     * @param revenueChanged whether the revenue is
     */
    public record Correction(
            String kind,
            String when,
            String whenFull,
            String reason,
            String batch,
            List<EventFields.Changed> changed,
            Figure costBefore,
            Figure revenueBefore,
            boolean costChanged,
            boolean revenueChanged,
            Stage after) {
        public Correction {
            changed = List.copyOf(changed);
        }
    }
}
