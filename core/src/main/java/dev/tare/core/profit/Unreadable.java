package dev.tare.core.profit;

import dev.tare.core.profit.ReportRequest.Parsed;

/** Leaves the nested reading of parameters at the first one at fault; never leaves this package. */
final class Unreadable extends Exception {
    private final transient Parsed.Bad bad;

    private Unreadable(Parsed.Bad bad) {
        super(null, null, false, false);
        this.bad = bad;
    }

    static Unreadable at(String field, String code, String message) {
        return new Unreadable(new Parsed.Bad(field, code, message));
    }

    Parsed.Bad bad() {
        return bad;
    }
}
