package dev.tare.server.dashboard;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything the templates show, ready to be written.
 *
 * @param state what there is to show
 * @param frame what stands around it
 * @param filters the bar above
 * @param problem what in the address can't be understood, {@code null} = nothing
 * @param content the figures; empty unless the state is {@link State#DATA}
 */
public record Page(
        State state, Frame frame, Filters filters, @Nullable Problem problem, Content content) {

    /** What there is to show. */
    public enum State {
        /** No event was ever recorded. */
        EMPTY,
        /** There are events, but none here. */
        NOTHING_HERE,
        DATA,
        /** The address can't be understood. */
        PROBLEM
    }

    /**
     * What stands around the figures.
     *
     * @param demo whether the data are made up
     * @param zone the time zone of the report
     * @param asOf time of day of the figures, in that zone
     * @param asOfFull the same with date and offset
     * @param delay why the figures are behind what was accepted; empty: they aren't
     * @param everythingHref the page over all time
     * @param firstEvent the command that sends a first event
     * @param importCommand the command that imports past usage
     */
    public record Frame(
            boolean demo,
            String zone,
            String asOf,
            String asOfFull,
            String delay,
            String everythingHref,
            String firstEvent,
            String importCommand) {}

    /**
     * The figures.
     *
     * @param comparedWith what the changes are against, in a sentence
     */
    public record Content(
            List<Tile> tiles, String comparedWith, List<Notice> notices, List<Panel> panels) {
        static final Content NONE = new Content(List.of(), "", List.of(), List.of());

        public Content {
            tiles = List.copyOf(tiles);
            notices = List.copyOf(notices);
            panels = List.copyOf(panels);
        }
    }

    /** A parameter at fault, and the mend. */
    public record Problem(String field, String message) {}

    /**
     * Something to know about the figures.
     *
     * @param text a sentence that ends with the amount
     * @param advice what to do; may be empty
     * @param href where to look; empty = nowhere
     */
    public record Notice(String text, Figure amount, String advice, String href, String link) {}

    /** The problem's message if it is about this parameter, else empty. */
    public String problemWith(String field) {
        return problem != null && problem.field().equals(field) ? problem.message() : "";
    }
}
