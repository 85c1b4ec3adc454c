package dev.tare.server.cli;

import dev.tare.core.money.Amounts;
import dev.tare.core.profit.Metric;
import dev.tare.core.rollup.Dimensions;
import dev.tare.core.rollup.Sums;
import dev.tare.server.history.HistorySummary;
import dev.tare.server.wire.Figures;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The summary of an import of history, for people. */
final class HistoryText {
    private static final String UNKNOWN = "–";
    private static final int SHOWN_MAX = 10;
    private static final List<Metric> FIGURES =
            List.of(
                    Metric.REQUESTS,
                    Metric.API_COST,
                    Metric.REVENUE,
                    Metric.GROSS_PROFIT,
                    Metric.MARGIN_PERCENT,
                    Metric.FAILED_REQUESTS,
                    Metric.UNPRICED_REQUESTS,
                    Metric.UNVALUED_REQUESTS);

    private final HistorySummary summary;
    private final boolean dryRun;
    private final StringBuilder text = new StringBuilder();

    HistoryText(HistorySummary summary, boolean dryRun) {
        this.summary = summary;
        this.dryRun = dryRun;
    }

    /** What the ledger says of it. */
    static String ofLedger(HistoryReport.InLedger ledger) {
        return "\n"
                + aligned("the ledger: added", count(ledger.added()))
                + aligned("known already", count(ledger.known()))
                + (ledger.corrections().calls() == 0
                        ? ""
                        : aligned("corrected", corrected(ledger.corrections())))
                + aligned("in quarantine", count(ledger.inQuarantine()))
                + aligned(
                        "estimated",
                        count(ledger.estimatedCalls())
                                + " of "
                                + count(ledger.calls())
                                + " calls in the ledger");
    }

    private static String corrected(LinkedLedger.Corrected corrections) {
        return "%s, cost %s, revenue %s (batch %s)"
                .formatted(
                        count(corrections.calls()),
                        money(corrections.costChange()),
                        money(corrections.creditValueChange()),
                        corrections.batch());
    }

    @Override
    public String toString() {
        text.setLength(0);
        rows();
        Sums total = summary.total();
        line("total cost", figure(Metric.API_COST, total));
        line("revenue", figure(Metric.REVENUE, total));
        line("gross profit", figure(Metric.GROSS_PROFIT, total));
        line("margin", figure(Metric.MARGIN_PERCENT, total));
        line("estimated share", estimatedShare(total));
        plans();
        tables();
        missing();
        listed(
                "These rows can't be used; mend them, or the mapping:",
                summary.firstBroken(),
                HistorySummary.sum(summary.broken()));
        listed(
                "These calls say something else now than when they were recorded; the difference "
                        + (dryRun ? "would be" : "is")
                        + " booked beside them:",
                summary.firstCorrected(),
                summary.corrected());
        listed(
                "These calls have another user or time now. What is recorded stands:",
                summary.firstChanged(),
                summary.changed());
        listed(
                "These calls were corrected by hand since. That stands:",
                summary.firstByHand(),
                summary.byHand());
        listed("Also:", summary.notes(), summary.notes().size());
        return text.toString();
    }

    private void rows() {
        line("tables found", Integer.toString(summary.tables().size()));
        line(
                dryRun ? "rows found (dry run)" : "rows found",
                count(summary.rows())
                        + (summary.tables().size() < 2
                                ? ""
                                : " (" + counts(summary.tables()) + ")"));
        line(dryRun ? "would be inserted" : "inserted", count(summary.fresh()));
        line("known already", count(summary.known()));
        if (summary.corrected() > 0) {
            line(dryRun ? "would be corrected" : "corrected", count(summary.corrected()));
        }
        if (summary.changed() > 0) {
            line("changed since", count(summary.changed()));
        }
        if (summary.byHand() > 0) {
            line("corrected by hand", count(summary.byHand()));
        }
        long skipped = HistorySummary.sum(summary.skipped());
        line("skipped", count(skipped) + (skipped == 0 ? "" : ": " + counts(summary.skipped())));
        long broken = HistorySummary.sum(summary.broken());
        line("broken", count(broken) + (broken == 0 ? "" : ": " + counts(summary.broken())));
        if (summary.first() != null && summary.last() != null) {
            line("times (UTC)", summary.first() + " … " + summary.last());
        }
    }

    private static String estimatedShare(Sums total) {
        BigDecimal share =
                Amounts.percent(
                        BigDecimal.valueOf(total.estimatedRequests()),
                        BigDecimal.valueOf(total.requests()));
        return share == null ? UNKNOWN : share.toPlainString() + " % of these calls";
    }

    private void plans() {
        line("plans known from", counts(summary.plans()));
        long unknown = summary.plans().getOrDefault("unknown", 0L);
        if (unknown > 0) {
            line("plan unknown", count(unknown) + "; their revenue isn't known");
        }
        if (summary.overlaps() > 0) {
            line(
                    "plans overlapping",
                    calls(summary.overlaps()) + "; the plan that began last was taken");
        }
        if (summary.gaps() > 0) {
            line("between two plans", calls(summary.gaps()));
        }
        if (summary.doubts() > 0) {
            line(
                    "plan unreadable",
                    calls(summary.doubts())
                            + "; a row of plans has a time that can't be read, see below");
        }
        if (summary.byTariff() > 0) {
            line(
                    "credits not told",
                    calls(summary.byTariff()) + "; taken from the operation's tariff");
        }
    }

    private void tables() {
        if (summary.sums().isEmpty()) {
            return;
        }
        table("Provider / operation", d -> d.provider() + " / " + d.operation() + model(d));
        table("Plan", Dimensions::plan);
    }

    private static String model(Dimensions of) {
        return of.model().isEmpty() ? "" : " / " + of.model();
    }

    private void table(String name, Function<Dimensions, String> by) {
        Map<String, Sums> groups = new TreeMap<>();
        summary.sums()
                .forEach(group -> groups.merge(by.apply(group.of()), group.sums(), Sums::plus));
        List<String> header = new ArrayList<>(List.of(name));
        FIGURES.forEach(metric -> header.add(metric.label()));
        TextTable table = new TextTable(header);
        for (int i = 1; i < header.size(); i++) {
            table.right(i);
        }
        groups.forEach((key, sums) -> table.row(cells(key, sums)));
        table.row(cells("Total", summary.total()));
        table.withTotal();
        text.append('\n').append(table);
    }

    private static List<String> cells(String key, Sums sums) {
        List<String> cells = new ArrayList<>(List.of(key));
        FIGURES.forEach(metric -> cells.add(figure(metric, sums)));
        return cells;
    }

    private void missing() {
        for (HistorySummary.Missing missing :
                summary.missing().stream().limit(SHOWN_MAX).toList()) {
            text.append('\n')
                    .append("No ")
                    .append(missing.amount())
                    .append(" for ")
                    .append(calls(missing.calls()))
                    .append(": ")
                    .append(missing.of())
                    .append(", ")
                    .append(missing.first())
                    .append(" … ")
                    .append(missing.last())
                    .append(" (")
                    .append(missing.reason())
                    .append("). ")
                    .append(mend(missing));
        }
        if (summary.missing().size() > SHOWN_MAX) {
            text.append("\n… and ").append(summary.missing().size() - SHOWN_MAX).append(" more.");
        }
        text.append(summary.missing().isEmpty() ? "" : "\n");
    }

    private static String mend(HistorySummary.Missing missing) {
        String reason = missing.reason();
        if (reason.startsWith("failed_call_rule_unknown")) {
            return "Enter a card that says whether failed calls are billed.";
        }
        if (missing.amount().equals("cost")) {
            return "Enter a price that holds from "
                    + missing.first()
                    + " or earlier: tare import prices FILE.";
        }
        return switch (reason) {
            case "no_tariff" ->
                    "Enter how many credits the operation takes, or tell the mapping where credits"
                            + " stand.";
            case "plan_unknown" -> "Name the plans' history in the mapping, or plan_otherwise.";
            default -> "Enter the plan's price and credits from then on: tare import prices FILE.";
        };
    }

    private void listed(String title, List<String> lines, long all) {
        if (lines.isEmpty()) {
            return;
        }
        text.append('\n').append(title).append('\n');
        lines.forEach(line -> text.append("  ").append(line).append('\n'));
        if (all > lines.size()) {
            text.append("  … and ").append(count(all - lines.size())).append(" more.\n");
        }
    }

    private static String figure(Metric metric, Sums sums) {
        BigDecimal value = metric.of(sums);
        if (value == null) {
            return UNKNOWN;
        }
        return switch (metric.unit()) {
            case USD -> money(value);
            case PERCENT -> value.toPlainString() + " %";
            default -> Figures.grouped(value.toPlainString());
        };
    }

    private static String money(BigDecimal amount) {
        return Figures.usd(amount);
    }

    private static String counts(Map<String, Long> counts) {
        return counts.isEmpty()
                ? UNKNOWN
                : counts.entrySet().stream()
                        .limit(SHOWN_MAX)
                        .map(e -> e.getKey() + " " + count(e.getValue()))
                        .collect(Collectors.joining(", "));
    }

    private static String calls(long calls) {
        return Figures.counted(calls, "call");
    }

    static String count(long count) {
        return Figures.grouped(Long.toString(count));
    }

    static String aligned(String label, @Nullable String value) {
        return "%-20s %s%n".formatted(label, value == null ? UNKNOWN : value);
    }

    private void line(String label, String value) {
        text.append(aligned(label, value));
    }
}
