package dev.tare.bench.growth;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** All measurements of a run, and the table of their medians by size of the ledger. */
final class Medians {
    private final Map<Figure, Map<Long, List<Double>>> values = new EnumMap<>(Figure.class);

    void add(Figure figure, long events, double value) {
        values.computeIfAbsent(figure, _ -> new TreeMap<>())
                .computeIfAbsent(events, _ -> new ArrayList<>())
                .add(value);
    }

    /** The median, of the middle two where there are two; not a number where nothing was added. */
    double of(Figure figure, long events) {
        List<Double> sorted =
                values.getOrDefault(figure, Map.of()).getOrDefault(events, List.of()).stream()
                        .sorted()
                        .toList();
        int middle = sorted.size() / 2;
        if (sorted.isEmpty()) {
            return Double.NaN;
        }
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /**
     * A line for each figure, as a table in Markdown: the median at each size, and how many times
     * that of the smallest it is at the others, with an exclamation mark where that is worse by
     * more than it may be.
     */
    String table(List<Long> sizes) {
        StringBuilder text = new StringBuilder("| median |");
        sizes.forEach(size -> text.append(' ').append(Sizes.name(size)).append(" |"));
        sizes.stream()
                .skip(1)
                .forEach(size ->
                        text.append(' ')
                                .append(Sizes.name(size))
                                .append(" / ")
                                .append(Sizes.name(sizes.getFirst()))
                                .append(" |"));
        text.append('\n').append("|---".repeat(sizes.size() * 2)).append("|\n");
        values.keySet().forEach(figure -> text.append(line(figure, sizes)));
        text.append(times("report to bare engine, times", Figure.REPORT, sizes));
        text.append(times("view to bare engine, times", Figure.CONSOLE, sizes));
        return text.toString();
    }

    private String line(Figure figure, List<Long> sizes) {
        StringBuilder line = new StringBuilder("| ").append(figure.text()).append(" |");
        for (long size : sizes) {
            line.append(' ').append(number(of(figure, size), figure.decimals())).append(" |");
        }
        double smallest = of(figure, sizes.getFirst());
        for (long size : sizes.subList(1, sizes.size())) {
            double ratio = of(figure, size) / smallest;
            line.append(' ').append(number(ratio, 2));
            line.append(figure.isTooFar(ratio) ? "!" : "").append(" |");
        }
        return line.append('\n').toString();
    }

    private String times(String name, Figure figure, List<Long> sizes) {
        StringBuilder line = new StringBuilder("| ").append(name).append(" |");
        for (long size : sizes) {
            double times = of(figure, size) / of(Figure.BARE, size);
            line.append(' ').append(number(times, 2)).append(" |");
        }
        return line.append(" |".repeat(sizes.size() - 1)).append('\n').toString();
    }

    private static String number(double value, int decimals) {
        return Double.isNaN(value)
                ? "-"
                : String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
