package dev.tare.server.dashboard;

import java.util.List;

/**
 * Everything the template of the calls shows, ready to be written.
 *
 * @param zone the time zone of its times
 * @param filters the bar
 * @param chosen what only calls can be chosen by
 * @param items in order, the latest first
 * @param problem why there are none; empty = nothing is wrong
 * @param links to other pages of calls
 */
public record CallsView(
        String zone,
        Filters filters,
        Chosen chosen,
        List<Item> items,
        String problem,
        Links links) {
    public CallsView {
        items = List.copyOf(items);
    }

    /** The same page, which says that. */
    CallsView withProblem(String text) {
        return new CallsView(zone, filters, chosen, items, text, links);
    }

    /**
     * What only calls can be chosen by.
     *
     * @param id that was searched for; empty = none
     * @param user whose calls; empty = anybody's
     * @param unpriced whether only calls without a cost are shown
     * @param filtered whether anything is filtered out
     */
    public record Chosen(String id, String user, boolean unpriced, boolean filtered) {}

    /**
     * Addresses.
     *
     * @param older of the next page; empty = there is none
     * @param latest of the first page; empty = this is it
     * @param unfiltered of the same span without filters
     * @param everything of all time
     */
    public record Links(String older, String latest, String unfiltered, String everything) {}

    /**
     * A call.
     *
     * @param href its own page
     * @param time when, in the view's zone
     * @param timeFull the same as a UTC instant
     * @param call provider, operation and model
     * @param status how it ended
     * @param used what was used
     * @param marks what stands out, in a word each
     */
    public record Item(
            String href,
            String time,
            String timeFull,
            String id,
            String user,
            String call,
            String status,
            String used,
            Figure cost,
            Figure revenue,
            Figure profit,
            List<Mark> marks) {
        public Item {
            marks = List.copyOf(marks);
        }
    }

    /**
     * What stands out of a call.
     *
     * @param tone {@code bad}, {@code warn} or {@code plain}
     */
    public record Mark(String text, String tone) {}
}
