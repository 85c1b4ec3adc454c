package dev.tare.core.ledger;

import dev.tare.core.money.Amounts;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
    /** Characters of the part of an id that says what was found by going through the log. */
    private static final int FOUND_LENGTH = 32;

    /** What made a correction. */
    public enum Kind {
        /** The event was told anew. */
        TOLD_ANEW,
        /** The event was priced anew by the book. */
        REPRICED,
        /** The month it is charged in was settled. */
        SETTLED;

        /** The stable code that callers see. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What made it: how its id was given tells. */
    public Kind kind() {
        if (id.length() - id.lastIndexOf('-') <= FOUND_LENGTH) {
            return Kind.TOLD_ANEW;
        }
        return costChange() != null && after.pricing().equals(PricedAnew.SETTLED)
                ? Kind.SETTLED
                : Kind.REPRICED;
    }

    /**
     * The names of the fields of the event that are others from now on, in the order of an event's
     * form.
     */
    public List<String> changed() {
        List<String> fields = new ArrayList<>(before.event().differences(after.told()));
        boolean sameCredits =
                StoredEvent.sameAmount(before.event().credits(), after.event().credits());
        if (!sameCredits && !fields.contains("credits")) {
            fields.add("credits");
        }
        return fields;
    }

    /** The id of a record's adjustment with that number, from 1. */
    static String id(JournalPosition behind, int number) {
        return behind.journal() + "-" + behind.offset() + "-" + number;
    }

    /**
     * The id of a record's adjustment that was found by going through the log: by what it says, so
     * that it is the same wherever the journal is replayed, in however many goes.
     */
    static String id(JournalPosition behind, ChargedEvent before, ChargedEvent after) {
        StringBuilder id =
                new StringBuilder().append(behind.journal()).append('-').append(behind.offset());
        id.append('-');
        for (long seed = 1; seed <= 2; seed++) {
            String hex = Long.toHexString(hash(seed, before, after));
            id.append("0".repeat(Long.SIZE / 4 - hex.length())).append(hex);
        }
        return id.toString();
    }

    private static long hash(long seed, ChargedEvent before, ChargedEvent after) {
        StoredEvent event = after.event();
        Hash hash = new Hash(seed).add(event.key().source()).add(event.key().id());
        hash.add(event.time());
        for (ChargedEvent row : List.of(before, after)) {
            hash.add(plain(row.apiCost())).add(plain(row.creditValue()));
            hash.add(plain(row.event().credits())).add(row.rateCardId());
        }
        return hash.mixed();
    }

    /** As every store gives it back. */
    private static @Nullable BigDecimal plain(@Nullable BigDecimal amount) {
        return amount == null ? null : Amounts.rounded(amount);
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
