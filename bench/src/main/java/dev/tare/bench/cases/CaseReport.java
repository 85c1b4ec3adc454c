package dev.tare.bench.cases;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What came of the cases of one file. */
final class CaseReport {
    private static final int EXAMPLES_MAX = 5;
    private static final int REASONS_MAX = 20;

    private final String file;
    private int agreed;
    private int inPart;
    private String firstInPart = "";
    private int disagreed;
    private int unsupported;
    private final Map<String, Integer> decisions = new LinkedHashMap<>();
    private final Map<String, Integer> reasons = new LinkedHashMap<>();
    private final List<String> examples = new ArrayList<>();

    CaseReport(String file) {
        this.file = file;
    }

    /** Counts a case; what isn't agreed on is an example, disagreements first. */
    void add(String id, Verdict verdict) {
        switch (verdict) {
            case Verdict.Agreed whole -> {
                agreed++;
                if (!whole.unpriced().isEmpty()) {
                    firstInPart = inPart == 0 ? id + ": " + whole.unpriced() : firstInPart;
                    inPart++;
                }
            }
            case Verdict.ByDecision by -> {
                decisions.merge(by.decision().text(), 1, Integer::sum);
                example(id + ": " + by.said() + " (decision " + by.decision().text() + ")", false);
            }
            case Verdict.Disagreed disagreed -> {
                this.disagreed++;
                example(id + ": " + disagreed.said(), true);
            }
            case Verdict.Unsupported without -> {
                unsupported++;
                reasons.merge(without.why(), 1, Integer::sum);
            }
        }
    }

    /** The file itself is no such file: as one case that isn't supported, and told. */
    void unreadable(Throwable problem) {
        Verdict verdict = Verdict.unreadable(problem);
        add(file, verdict);
        if (verdict instanceof Verdict.Unsupported told) {
            example(file + ": " + told.why(), false);
        }
    }

    private void example(String text, boolean first) {
        examples.add(first ? 0 : examples.size(), Brief.of(text));
        if (examples.size() > EXAMPLES_MAX) {
            examples.removeLast();
        }
    }

    int disagreed() {
        return disagreed;
    }

    private int byDecision() {
        return decisions.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** With how many are agreed in part, in the last one's place. */
    private List<String> examples() {
        if (inPart == 0) {
            return examples;
        }
        int others = Math.min(examples.size(), EXAMPLES_MAX - 1);
        List<String> all = new ArrayList<>(examples.subList(0, others));
        all.add(
                Brief.of(
                        firstInPart
                                + " without a price; agreed by the part that has one, as are "
                                + inPart
                                + " of the "
                                + agreed
                                + " agreed (decision 25: the call is told as \"at least\")"));
        return all;
    }

    /** As JSON will have it. */
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("file", file);
        json.put("run", agreed + byDecision() + disagreed);
        json.put("agreed", agreed);
        json.put("by_decision", byDecision());
        json.put("disagreed", disagreed);
        json.put("unsupported", unsupported);
        json.put("examples", examples());
        return json;
    }

    /** For people. */
    String text() {
        StringBuilder text = new StringBuilder(file).append('\n');
        line(text, "run", agreed + byDecision() + disagreed);
        line(text, "agreed", agreed);
        detail(
                text,
                inPart,
                "of them by the part that has a price; Tare tells the rest as unpriced"
                        + " (decision 25)");
        line(text, "disagreed by decision", byDecision());
        decisions.forEach((decision, count) -> detail(text, count, decision));
        line(text, "disagreed", disagreed);
        line(text, "unsupported", unsupported);
        reasons.entrySet().stream()
                .limit(REASONS_MAX)
                .forEach(reason -> detail(text, reason.getValue(), reason.getKey()));
        if (reasons.size() > REASONS_MAX) {
            text.append("    and for other reasons\n");
        }
        examples().forEach(example -> text.append("    e.g. ").append(example).append('\n'));
        return text.toString();
    }

    private static void line(StringBuilder text, String what, int count) {
        text.append(String.format(Locale.ROOT, "  %-22s %,6d%n", what, count));
    }

    private static void detail(StringBuilder text, int count, String what) {
        text.append(String.format(Locale.ROOT, "    %,6d  %s%n", count, what));
    }
}
