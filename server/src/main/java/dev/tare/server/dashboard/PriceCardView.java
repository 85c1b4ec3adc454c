package dev.tare.server.dashboard;

import java.util.List;

/**
 * The page of one thing's prices: all dated cards of one provider, operation and model.
 *
 * @param title the closest of its names
 * @param subtitle the others
 * @param said what came of entering one; empty = none was
 * @param newHref where a new price is entered
 * @param command re-prices what is logged since the card just entered; empty = nothing to
 * @param entries the latest start first
 */
public record PriceCardView(
        String title,
        String subtitle,
        String said,
        String newHref,
        String command,
        List<Entry> entries) {
    public PriceCardView {
        entries = List.copyOf(entries);
    }

    /**
     * A card.
     *
     * @param state in a word or two
     * @param inForce whether it is the one that charges now
     * @param period from when to when
     * @param prices every rate
     * @param failedCalls what becomes of calls that fail
     * @param countsAs what a call counts as that names no quantity; empty = as a call
     * @param open whether its rates are shown at once
     */
    public record Entry(
            String id,
            String state,
            boolean inForce,
            String period,
            String origin,
            String source,
            List<String> prices,
            String failedCalls,
            String countsAs,
            boolean open) {
        public Entry {
            prices = List.copyOf(prices);
        }
    }
}
