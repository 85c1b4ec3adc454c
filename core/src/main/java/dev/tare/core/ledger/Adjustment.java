package dev.tare.core.ledger;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A correction of one event, booked beside it: a row of {@code api_cost_adjustments}. The event's
 * own row stays as it was charged.
 *
 * @param id unique; the same wherever the journal is replayed
 * @param bookedAt when the correction was received (UTC)
 * @param reason why, as its sender said
 * @param batch what was corrected together, as its sender called it
 * @param before the event as it was until now: as charged, or as last corrected
 * @param after the event as it is from now on; source, id, time and user are those of before
 */
public record Adjustment(
        String id,
        Instant bookedAt,
        String reason,
        String batch,
        ChargedEvent before,
        ChargedEvent after) {
    /** The id of a record's adjustment with that number, from 1. */
    static String id(JournalPosition behind, int number) {
        return behind.journal() + "-" + behind.offset() + "-" + number;
    }

    /** What the cost becomes more by, in USD; {@code null} where it stays. Unknown counts as 0. */
    public @Nullable BigDecimal costChange() {
        return change(before.apiCost(), after.apiCost());
    }

    /** What the credit value becomes more by, in USD; {@code null} where it stays. */
    public @Nullable BigDecimal creditValueChange() {
        return change(before.creditValue(), after.creditValue());
    }

    /** Whether the event is another plan's from now on. */
    public boolean movesPlan() {
        return !before.event().plan().equals(after.event().plan());
    }

    private static @Nullable BigDecimal change(
            @Nullable BigDecimal before, @Nullable BigDecimal after) {
        BigDecimal from = before == null ? BigDecimal.ZERO : before;
        BigDecimal to = after == null ? BigDecimal.ZERO : after;
        boolean stays = (before == null) == (after == null) && from.compareTo(to) == 0;
        return stays ? null : to.subtract(from);
    }
}
