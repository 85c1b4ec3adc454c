package dev.tare.bench.cases;

/** What came of one case. */
sealed interface Verdict {
    /** Tare says the same. */
    record Agreed() implements Verdict {}

    /** Tare says something else on purpose. */
    record ByDecision(Decision decision, String said) implements Verdict {}

    /** Tare says something else. */
    record Disagreed(String said) implements Verdict {}

    /** Not a question Tare answers. */
    record Unsupported(String why) implements Verdict {}

    /** It is so. */
    Verdict AGREED = new Agreed();
}
