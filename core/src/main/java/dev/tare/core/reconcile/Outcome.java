package dev.tare.core.reconcile;

import java.util.Locale;

/** What came of comparing an item's day, or longer period, on the bill with the log. */
public enum Outcome {
    /** Quantities and amounts are equal. */
    MATCHED,

    /**
     * Quantities are equal, and amounts by rounding: they differ by no more than half a unit of the
     * bill's last decimal for each of its lines, and of ours (the ninth) for each call.
     */
    ROUNDING,

    /** The bill's days are those of another zone: cut there, quantities and amounts agree. */
    TIME_ZONE_SHIFT,

    /** Quantities are equal, amounts differ: the rates do. */
    PRICE_DRIFT,

    /** The bill has more of some unit and less of none: usage that wasn't captured. */
    MISSING,

    /** The bill has it, the log nothing. */
    ONLY_ON_BILL,

    /** The log has it, the bill nothing. */
    ONLY_IN_LOG,

    /** The log has about twice what the bill has, or more: calls told twice under two ids. */
    DOUBLED_IN_LOG,

    /** Without the lines that the bill repeats word for word, quantities are equal. */
    DOUBLED_ON_BILL,

    /** The log has more of some unit and less of none, but not twice as much. */
    MORE_IN_LOG,

    /** The log has more of one unit and less of another. */
    UNITS_DIFFER;

    /** As JSON and screens say it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether nothing has to be done about it. */
    public boolean isFine() {
        return this == MATCHED || this == ROUNDING;
    }
}
