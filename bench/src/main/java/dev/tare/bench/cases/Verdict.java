package dev.tare.bench.cases;

import java.util.List;

/** What came of one case. */
sealed interface Verdict {
    /** Tare says the same; of a call with units that have no price, for the part that has one. */
    record Agreed(List<String> unpriced) implements Verdict {}

    /** Tare says something else on purpose. */
    record ByDecision(Decision decision, String said) implements Verdict {}

    /** Tare says something else. */
    record Disagreed(String said) implements Verdict {}

    /** Not a question Tare answers. */
    record Unsupported(String why) implements Verdict {}

    /** It is so. */
    Verdict AGREED = new Agreed(List.of());

    /** The case, or its whole file, isn't readable. */
    static Verdict unreadable(Throwable problem) {
        String message = problem.getMessage();
        String told = message == null ? "a field that is needed is missing" : message;
        return new Unsupported("could not be read: " + Brief.of(told));
    }
}
