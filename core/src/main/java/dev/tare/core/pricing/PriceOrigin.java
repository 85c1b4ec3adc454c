package dev.tare.core.pricing;

import java.util.Locale;

/** Who says what a price is; the later one here wins where several cards fit alike. */
public enum PriceOrigin {
    /** Read from a public list. */
    IMPORTED,
    /** Entered by us. */
    OWN,
    /** Agreed with the provider. */
    NEGOTIATED;

    /** The name used in files, JSON and SQL. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
