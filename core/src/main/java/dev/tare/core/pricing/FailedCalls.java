package dev.tare.core.pricing;

import java.util.Locale;

/** Whether a provider charges for calls that failed or were cancelled. */
public enum FailedCalls {
    /** Charged like any other call. */
    BILLED,
    /** Free of charge. */
    NOT_BILLED,
    /** Nobody knows: such a call is unpriced, never assumed free. */
    UNKNOWN;

    /** The name used in files, JSON and SQL. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
