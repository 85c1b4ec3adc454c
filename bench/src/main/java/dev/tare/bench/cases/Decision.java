package dev.tare.bench.cases;

/**
 * Where Tare differs on purpose: the number of a decision, and a sentence that stands in it. A case
 * is told as decided only where what it expects is what the other rule gives.
 */
enum Decision {
    ADDS_UP(25, "buckets add up to the provider's total"),
    WHOLE_RATE_RANGES(25, "ranges by prompt size are rates for the whole call"),
    PREMIUM_LIMITS(24, "limits of a transaction hold whatever was paid for the software"),
    EXACT_NAMES(27, "a pattern that spells out no name is no card"),
    BY_CHARACTER(27, "Google's first models are charged by the character");

    private final int number;
    private final String sentence;

    Decision(int number, String sentence) {
        this.number = number;
        this.sentence = sentence;
    }

    int number() {
        return number;
    }

    String sentence() {
        return sentence;
    }

    String text() {
        return number + ": " + sentence;
    }
}
