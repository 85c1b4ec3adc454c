package dev.tare.bench.growth;

/** What is measured of a ledger in every round. */
enum Figure {
    ACKNOWLEDGED("batches of 1,000 acknowledged, events/s", Better.MORE, 0),
    RECORDED("batches of 1,000 recorded, events/s", Better.MORE, 0),
    SINGLE_RATE("single events wanted 1,000/s, accepted/s", Better.MORE, 0),
    SINGLE_P50("single events, p50 ms", Better.LESS, 2),
    SINGLE_P99("single events, p99 ms", Better.LESS, 2),
    KEYS("identities of the last 34 days, read after start", Better.NOT_OURS, 0),
    READY("start to ready, s", Better.LESS, 2),
    KEYS_READ("ready to all identities read, s", Better.NOT_OURS, 2),
    IDLE("memory when idle, MB", Better.LESS, 0),
    REPORT("report of 30 days over HTTP, ms", Better.LESS, 2),
    CONSOLE("view api_profit_30d over HTTP, ms", Better.LESS, 2),
    BARE("its query put to the bare engine, ms", Better.NOT_OURS, 2),
    FILE("ledger's file, bytes an event", Better.LESS, 1),
    JOURNAL("journal, bytes an event", Better.LESS, 1),
    TOGETHER("file and journal, bytes an event", Better.LESS, 1),
    ALL_KNOWN_READY("all received in 30 days: start to ready, s", Better.LESS, 2),
    ALL_KNOWN_READ("all received in 30 days: ready to all read, s", Better.NOT_OURS, 2),
    ALL_KNOWN_IDLE("all received in 30 days: memory when idle, MB", Better.LESS, 0);

    /** Which way a figure should go. */
    private enum Better {
        MORE,
        LESS,
        NOT_OURS
    }

    /** What a figure may get worse by as the ledger grows. */
    private static final double WORSE_MAX = 0.25;

    private final String text;
    private final Better better;
    private final int decimals;

    Figure(String text, Better better, int decimals) {
        this.text = text;
        this.better = better;
        this.decimals = decimals;
    }

    /** Its name and unit. */
    String text() {
        return text;
    }

    /** Decimals it is told with. */
    int decimals() {
        return decimals;
    }

    /** Whether a figure so many times that of the smallest ledger is worse than it may be. */
    boolean isTooFar(double ratio) {
        return switch (better) {
            case MORE -> ratio < 1 - WORSE_MAX;
            case LESS -> ratio > 1 + WORSE_MAX;
            case NOT_OURS -> false;
        };
    }
}
