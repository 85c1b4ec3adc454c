package dev.tare.server.dashboard;

import dev.tare.core.ledger.Quarantine;
import dev.tare.server.wire.CaseFields;
import java.util.List;

/**
 * Everything the template of the quarantine shows, ready to be written.
 *
 * @param zone the time zone of its times
 * @param state the state listed
 * @param said what a decision came to; empty = none was made
 * @param problem why a decision was refused; empty = none was
 * @param older address of the next page; empty = there is none
 */
public record QuarantineView(
        String zone,
        String state,
        Quarantine.Tally tally,
        List<Item> items,
        String said,
        String problem,
        String older) {
    public QuarantineView {
        items = List.copyOf(items);
    }

    /**
     * One entry.
     *
     * @param reason in a word or two
     * @param received when, in the view's zone
     * @param receivedFull the same as a UTC instant
     * @param call provider, operation and model
     * @param conflict whether another event with its id stands in the ledger
     * @param fields both sides; those at odds first
     * @param newId an id to record it under, for a conflict
     * @param decided who decided what and why; empty while it waits
     */
    public record Item(
            String entry,
            String reason,
            String explanation,
            String received,
            String receivedFull,
            String eventId,
            String source,
            String user,
            String call,
            Figure cost,
            Figure revenue,
            boolean conflict,
            List<CaseFields.Field> fields,
            String newId,
            String decided) {
        public Item {
            fields = List.copyOf(fields);
        }
    }

    /** Whether the entries listed can still be decided upon. */
    public boolean isWaiting() {
        return state.equals("waiting");
    }
}
