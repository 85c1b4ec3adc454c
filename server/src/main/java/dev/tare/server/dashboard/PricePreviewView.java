package dev.tare.server.dashboard;

import java.util.List;

/**
 * What a price that is about to be entered would change, ready to be written.
 *
 * @param form what was typed, with the card's id
 * @param name provider, operation and model in one line
 * @param facts what the card says besides its rates
 * @param before the card whose rates stand in the column "now"; empty = there is none
 * @param rates of the price before and of the new one
 * @param notes whether it governs, and what else is to be known; the first is the most important
 * @param logged what of the log it concerns
 * @param usage what calls of late would cost by it, in a sentence; empty = not known
 * @param problem why it wasn't entered; empty = nobody tried
 */
public record PricePreviewView(
        PriceForm form,
        String name,
        List<Fact> facts,
        String before,
        List<Rate> rates,
        List<Note> notes,
        Logged logged,
        String usage,
        String problem) {
    public PricePreviewView {
        facts = List.copyOf(facts);
        rates = List.copyOf(rates);
        notes = List.copyOf(notes);
    }

    /**
     * One rate of two prices.
     *
     * @param what such as {@code per 1,000,000 input tokens, above 200,000}
     * @param now by the price before; a dash where it has none
     * @param then by the new price; a dash where it has none
     * @param change in per cent, with its sign; empty where only one has it
     * @param direction 1 where it becomes dearer, -1 cheaper, 0 neither
     */
    public record Rate(String what, String now, String then, String change, int direction) {}

    /** A name and what stands under it. */
    public record Fact(String name, String text) {}

    /**
     * A sentence.
     *
     * @param warns whether it says that the price won't do what is expected of it
     */
    public record Note(String text, boolean warns) {}

    /**
     * Events that are logged already.
     *
     * @param text how many are concerned, and what re-pricing them would change
     * @param totals what those that change cost as they are, what they would, and the difference
     * @param command re-prices them; empty = there are none to
     * @param tables by day, by provider, by operation, where there is more than one
     */
    public record Logged(
            String text, List<Figure> totals, String command, List<Differences> tables) {
        static final Logged NONE = new Logged("", List.of(), "", List.of());

        public Logged {
            totals = List.copyOf(totals);
            tables = List.copyOf(tables);
        }
    }

    /**
     * A small table.
     *
     * @param kind what a row is
     * @param more how many rows are left out
     */
    public record Differences(String kind, List<Row> rows, long more) {
        public Differences {
            rows = List.copyOf(rows);
        }

        /** Room for the paler decimals of a column, so that the points stand below each other. */
        public int restWidth(int column) {
            return rows.stream()
                    .mapToInt(row -> row.amounts().get(column).rest().length())
                    .max()
                    .orElse(0);
        }
    }

    /** One row: events that change, what they cost, and what they would. */
    public record Row(String name, String events, Figure before, Figure after, Figure change) {
        /** All three. */
        public List<Figure> amounts() {
            return List.of(before, after, change);
        }
    }
}
