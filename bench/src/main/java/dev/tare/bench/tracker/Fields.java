package dev.tare.bench.tracker;

/** What the n-th call says, the same for every candidate. */
final class Fields {
    private static final String[] USERS = new String[1_024];

    static {
        for (int i = 0; i < USERS.length; i++) {
            USERS[i] = "user-" + i;
        }
    }

    private Fields() {}

    static String user(long n) {
        return USERS[(int) (n % USERS.length)];
    }

    static long millis(long n) {
        return 200 + n % 5_000;
    }

    static long tokensIn(long n) {
        return 100 + n % 9_973;
    }

    static long tokensOut(long n) {
        return 10 + n % 1_009;
    }
}
