package dev.tare.bench.cases;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What came of the cases of one file. */
final class CaseReport {
    private static final int EXAMPLES_MAX = 5;

    private final String file;
    private int agreed;
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
            case Verdict.Agreed _ -> agreed++;
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

    private void example(String text, boolean first) {
        examples.add(first ? 0 : examples.size(), text);
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

    private String agreedPercent() {
        int run = agreed + byDecision() + disagreed;
        return run == 0 ? "0.0" : agreed * 100L / run + "." + agreed * 1_000L / run % 10;
    }

    /** As JSON will have it. */
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("file", file);
        json.put("run", agreed + byDecision() + disagreed);
        json.put("agreed", agreed);
        json.put("by_decision", byDecision());
        json.put("disagreed", disagreed);
        json.put("agreed_percent", agreedPercent());
        json.put("unsupported", unsupported);
        json.put("examples", examples);
        return json;
    }

    /** For people. */
    String text() {
        StringBuilder text = new StringBuilder(file).append('\n');
        line(text, "run", agreed + byDecision() + disagreed);
        line(text, "agreed", agreed);
        text.append(
                String.format(Locale.ROOT, "  %-22s %6s%n", "agreed, per cent", agreedPercent()));
        line(text, "disagreed by decision", byDecision());
        decisions.forEach((decision, count) -> detail(text, count, decision));
        line(text, "disagreed", disagreed);
        line(text, "unsupported", unsupported);
        reasons.forEach((reason, count) -> detail(text, count, reason));
        examples.forEach(example -> text.append("    e.g. ").append(example).append('\n'));
        return text.toString();
    }

    private static void line(StringBuilder text, String what, int count) {
        text.append(String.format(Locale.ROOT, "  %-22s %,6d%n", what, count));
    }

    private static void detail(StringBuilder text, int count, String what) {
        text.append(String.format(Locale.ROOT, "    %,6d  %s%n", count, what));
    }
}
