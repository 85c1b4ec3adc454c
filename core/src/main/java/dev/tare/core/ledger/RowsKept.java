package dev.tare.core.ledger;

import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Which rows the log has still. Sums are kept for ever.
 *
 * @param since rows of events before this time were let go: the first instant of a month (UTC);
 *     {@code null}: none were
 * @param letGo how many rows those were
 */
public record RowsKept(@Nullable Instant since, long letGo) {
    /** Every row that was ever written. */
    public static final RowsKept ALL = new RowsKept(null, 0);

    /** The day (UTC) rows are kept from, such as {@code 2026-01-01}; {@code null}: all are. */
    public @Nullable String date() {
        return since == null ? null : since.atOffset(ZoneOffset.UTC).toLocalDate().toString();
    }

    /** Whether rows of events of that time were let go. */
    public boolean lacks(Instant time) {
        return since != null && time.isBefore(since);
    }

    /** Whether {@code before} lets go of more than this. */
    public boolean isExtendedBy(Instant before) {
        return since == null || since.isBefore(before);
    }
}
