package dev.tare.bench.cases;

/** Texts from files of others, cut to one short line. */
final class Brief {
    private static final int LENGTH_MAX = 300;

    private Brief() {}

    static String of(String text) {
        String line = text.lines().findFirst().orElse("");
        return line.length() <= LENGTH_MAX ? line : line.substring(0, LENGTH_MAX) + "…";
    }
}
