package dev.tare.server.dashboard;

import java.util.List;

/**
 * Calls without a price, ready to be written.
 *
 * @param said how many there are, and over which time
 * @param more what is left out, in a sentence; empty = nothing
 */
public record MissingPricesView(String said, List<Item> items, String more) {
    public MissingPricesView {
        items = List.copyOf(items);
    }

    /**
     * Calls alike.
     *
     * @param why they have no price, in a few words
     * @param cure what to do
     * @param command that does it; empty = somebody has to find out something first
     * @param newHref where their price is entered
     */
    public record Item(
            String name, String calls, String why, String cure, String command, String newHref) {}
}
