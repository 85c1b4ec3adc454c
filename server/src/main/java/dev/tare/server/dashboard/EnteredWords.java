package dev.tare.server.dashboard;

import dev.tare.core.pricing.NewPrice;

/** Says what came of entering a price; a code for it stands in the address of the page. */
final class EnteredWords {
    static final String ENTERED = "entered";
    static final String KNOWN = "known";

    /** Behind one of these: the logged calls are priced anew too, or that couldn't be sent. */
    static final String REPRICED = "-repriced";

    static final String NOT_REPRICED = "-not-repriced";

    private static final String IS_REPRICED =
            " What is logged since it begins is being priced anew.";
    private static final String IS_NOT_REPRICED =
            " But the re-pricing of what is logged since it begins couldn't be sent: run the"
                    + " command below. It books nothing twice.";

    private EnteredWords() {}

    /** What is said of that card; empty where the code is none. */
    static String of(String code, NewPrice price) {
        String first =
                switch (code) {
                    case ENTERED, ENTERED + REPRICED, ENTERED + NOT_REPRICED ->
                            "This price was entered.";
                    case KNOWN, KNOWN + REPRICED, KNOWN + NOT_REPRICED ->
                            "This price is entered already; nothing was entered again.";
                    default -> "";
                };
        if (first.isEmpty()) {
            return "";
        }
        String then =
                code.endsWith(NOT_REPRICED)
                        ? IS_NOT_REPRICED
                        : code.endsWith(REPRICED) ? IS_REPRICED : "";
        return first + PriceNotes.outweighed(price) + then;
    }

    /** Whether the logged calls are still to be priced anew. */
    static boolean leavesLog(String code) {
        return code.equals(ENTERED) || code.equals(KNOWN) || code.endsWith(NOT_REPRICED);
    }
}
