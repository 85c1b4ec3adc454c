package dev.tare.bench.cases;

/** Where Tare differs on purpose; each is written down in the decision of that number. */
enum Decision {
    ADDS_UP("25: buckets add up to the provider's total"),
    WHOLE_RATE_RANGES("25: ranges by prompt size are rates for the whole call"),
    IMAGE_MADE("25: a price of 0 for the picture put in is no price of the picture made"),
    NOTHING_INVENTED("25: an entry's own price counts, not that of another model"),
    PREMIUM_LIMITS("25: limits of a transaction hold whatever was paid for the software"),
    EXACT_NAMES("27: a pattern that spells out no name is no card"),
    BY_CHARACTER("27: Google's first models are charged by the character");

    private final String text;

    Decision(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}
