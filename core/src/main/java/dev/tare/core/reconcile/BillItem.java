package dev.tare.core.reconcile;

import dev.tare.core.ledger.StoredEvent;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a bill's line is about, in the log's words.
 *
 * @param operation {@code null}: any
 * @param model {@code null}: any
 */
public record BillItem(@Nullable String operation, @Nullable String model)
        implements Comparable<BillItem> {
    private static final Comparator<@Nullable String> ANY_LAST =
            Comparator.nullsLast(Comparator.naturalOrder());

    /** The item of an event that no line of the bill is about. */
    static BillItem of(StoredEvent event) {
        return new BillItem(event.operation(), Objects.requireNonNullElse(event.model(), ""));
    }

    /** Items that an event may belong to, the one that says most first. */
    static List<BillItem> wider(BillItem exact) {
        return List.of(
                exact,
                new BillItem(null, exact.model),
                new BillItem(exact.operation, null),
                new BillItem(null, null));
    }

    @Override
    public int compareTo(BillItem other) {
        int byOperation = ANY_LAST.compare(operation, other.operation);
        return byOperation != 0 ? byOperation : ANY_LAST.compare(model, other.model);
    }
}
