package dev.tare.core.profit;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which amounts a report counts. */
public enum ReportAmounts {
    /**
     * As they are known today: what was charged, with every later correction at its event's time.
     */
    ADJUSTED,
    /** As they were recorded, without corrections: what SQL over {@code api_usage_logs} gives. */
    AS_CHARGED;

    /** The name used in addresses and JSON. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The amounts of that name, {@code null} if there are none. */
    public static @Nullable ReportAmounts of(String text) {
        for (ReportAmounts amounts : values()) {
            if (amounts.text().equals(text)) {
                return amounts;
            }
        }
        return null;
    }
}
