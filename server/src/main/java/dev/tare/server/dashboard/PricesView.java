package dev.tare.server.dashboard;

import java.util.List;

/**
 * Everything the list of prices shows, ready to be written.
 *
 * @param query what is searched for
 * @param origin the code of the only origin shown; empty = all
 * @param shown such as {@code 1–50 of 3,012 prices}
 * @param earlier address of the page before; empty = there is none
 * @param later address of the next page; empty = there is none
 * @param missing how many calls of late have no price, in a sentence; empty = none
 * @param bookIsEmpty whether no price was ever entered
 */
public record PricesView(
        String query,
        String origin,
        List<Row> rows,
        String shown,
        String earlier,
        String later,
        String missing,
        boolean bookIsEmpty) {
    public PricesView {
        rows = List.copyOf(rows);
    }

    /**
     * What one thing costs.
     *
     * @param href of its own page
     * @param title the closest of its names
     * @param subtitle the others
     * @param prices the first rates
     * @param more how many rates it has besides
     * @param state where it isn't in force: what it is; else empty
     * @param since from when on
     */
    public record Row(
            String href,
            String title,
            String subtitle,
            List<String> prices,
            int more,
            String state,
            String since,
            String origin,
            String source) {
        public Row {
            prices = List.copyOf(prices);
        }
    }
}
