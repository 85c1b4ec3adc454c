package dev.tare.core.profit;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a report can be grouped and filtered by. */
public enum Dimension {
    DAY("Day"),
    WEEK("Week"),
    MONTH("Month"),
    PROVIDER("Provider"),
    OPERATION("Operation"),
    MODEL("Model"),
    PLAN("Plan"),
    STATUS("Status"),
    USER("User");

    private final String label;

    Dimension(String label) {
        this.label = label;
    }

    /** The name used in addresses, JSON and CSV. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The name for people. */
    public String label() {
        return label;
    }

    /**
     * Whether this groups by time; a report's time groups are days, weeks or months of its zone.
     */
    public boolean isTime() {
        return this == DAY || this == WEEK || this == MONTH;
    }

    /** The dimension of that name, {@code null} if there is none. */
    public static @Nullable Dimension of(String text) {
        for (Dimension dimension : values()) {
            if (dimension.text().equals(text)) {
                return dimension;
            }
        }
        return null;
    }
}
