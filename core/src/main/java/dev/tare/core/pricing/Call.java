package dev.tare.core.pricing;

import dev.tare.core.event.Attributes;
import dev.tare.core.event.Quantities;
import dev.tare.core.event.UsageEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a call's price may depend on: how much was used, when, and what the sender told beside it.
 *
 * @param quantities what was used, by unit
 * @param time when (UTC)
 * @param attributes such as size, quality or service tier
 * @param position how much the month had come to before, where a price asks for it; {@code null} =
 *     nothing
 */
public record Call(
        Quantities quantities, Instant time, Attributes attributes, @Nullable BigDecimal position) {
    /** The first call of its month. */
    public Call(Quantities quantities, Instant time, Attributes attributes) {
        this(quantities, time, attributes, null);
    }

    /** The event as a call at that time, the first of its month. */
    public static Call of(UsageEvent event, Instant time) {
        return new Call(event.quantities(), time, Attributes.of(event.metadata()));
    }

    /** The same call, where its month had come to that. */
    public Call at(@Nullable BigDecimal reached) {
        return new Call(quantities, time, attributes, reached);
    }

    /** How much of that unit was used, {@code null} where nothing was told. */
    @Nullable BigDecimal quantity(String unit) {
        return quantities.byUnit().get(unit);
    }

    /** How many calls it was: one, unless it says otherwise. */
    BigDecimal calls() {
        BigDecimal told = quantity(Quantities.CALLS);
        return told == null ? BigDecimal.ONE : told;
    }

    /** What all these units come to. */
    BigDecimal sum(Collection<String> units) {
        BigDecimal sum = BigDecimal.ZERO;
        for (String unit : units) {
            BigDecimal quantity = quantity(unit);
            if (quantity != null) {
                sum = sum.add(quantity);
            }
        }
        return sum;
    }

    /** The same call, counted in that unit where it tells nothing but its number of calls. */
    Call countedIn(@Nullable String defaultUnit) {
        if (defaultUnit == null || quantities.byUnit().size() > 1) {
            return this;
        }
        BigDecimal calls = quantity(Quantities.CALLS);
        return calls == null
                ? this
                : new Call(new Quantities(Map.of(defaultUnit, calls)), time, attributes, position);
    }
}
