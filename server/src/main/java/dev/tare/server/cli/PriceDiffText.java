package dev.tare.server.cli;

import dev.tare.core.pricing.NewPrice;
import dev.tare.core.pricing.PriceComparison;
import dev.tare.core.pricing.PriceLines;
import dev.tare.core.pricing.RateCard;
import dev.tare.server.pricelist.ListRead;
import dev.tare.server.pricelist.PriceDifferences;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Says what prices would change before they are entered: each rate and rule, old and new. */
final class PriceDiffText {
    private static final int SHOWN_MAX = 20;

    private final PrintWriter out;
    private final boolean all;

    /**
     * @param all whether everything is shown, and not the first few only
     */
    PriceDiffText(PrintWriter out, boolean all) {
        this.out = out;
        this.all = all;
    }

    /** What a list changes of what it said before, and what of it isn't in a card. */
    void list(ListRead read, PriceDifferences differences) {
        out.printf(
                "%,d prices: %,d new, %,d changed, %,d as before. %,d entries carry no cost.%n",
                read.cards().size(),
                differences.added().size(),
                differences.changed().size(),
                differences.same(),
                read.withoutCost());
        if (!differences.changed().isEmpty() || (all && !differences.added().isEmpty())) {
            head();
        }
        some(
                differences.changed(),
                change -> {
                    line("  changed: " + change.after().provider() + " " + change.after().model());
                    differing(
                            PriceLines.beside(change.before().pricing(), change.after().pricing()),
                            false);
                });
        // All models of a list are new at first: thousands.
        if (all) {
            some(
                    differences.added(),
                    card -> {
                        line("  new: " + card.provider() + " " + card.model());
                        differing(PriceLines.beside(null, card.pricing()), true);
                    });
        }
        absent(read, differences);
    }

    private void absent(ListRead read, PriceDifferences differences) {
        if (!differences.gone().isEmpty()) {
            out.printf(
                    "%,d models imported before aren't in the list any more; their prices stay in"
                            + " force.%n",
                    differences.gone().size());
        }
        if (!read.leftOut().isEmpty()) {
            out.printf("%,d entries were left out in part or whole:%n", read.leftOut().size());
            some(
                    read.leftOut().entrySet().stream().sorted(Map.Entry.comparingByKey()).toList(),
                    entry -> line("  " + entry.getKey() + ": " + entry.getValue()));
        }
    }

    /** What cards do that are new, each beside what charges such calls so far. */
    void news(List<NewPrice> news) {
        if (!news.isEmpty()) {
            head();
        }
        some(news, this::card);
    }

    private void card(NewPrice price) {
        RateCard card = price.card();
        RateCard before = price.before();
        line(
                (before == null ? "  new: " : "  changed: ")
                        + name(card)
                        + " (card "
                        + card.id()
                        + ", from "
                        + card.from()
                        + ")");
        beside(price);
        if (before != null && before.failedCalls() != card.failedCalls()) {
            line(
                    "    failed calls: "
                            + before.failedCalls().text()
                            + " -> "
                            + card.failedCalls().text());
        }
        if (!differing(price.lines(), before == null)) {
            line("    its rates are those of before");
        }
    }

    /** Which cards it takes calls from, and which wins over it. */
    private void beside(NewPrice price) {
        RateCard before = price.before();
        RateCard stronger = price.stronger();
        if (before != null) {
            line(
                    (price.takesItsPlace() && price.governs()
                                    ? "    until then: card "
                                    : "    charged so far by: card ")
                            + before.id());
        }
        if (!price.takesOver().isEmpty()) {
            line("    takes calls over from:");
            some(price.takesOver(), card -> line("      card " + card.id()));
        }
        if (stronger != null) {
            line(
                    "    "
                            + (price.governs()
                                    ? "charges from " + price.governsFrom() + " on"
                                    : "charges nothing")
                            + ": card "
                            + stronger.id()
                            + " wins over it");
        }
    }

    private static String name(RateCard card) {
        return card.provider() + ", " + card.operation() + ", " + card.model();
    }

    private boolean differing(List<PriceComparison.Line> lines, boolean isNew) {
        List<PriceComparison.Line> other =
                lines.stream().filter(PriceComparison.Line::differs).toList();
        other.forEach(one -> line("    " + (isNew ? only(one) : told(one))));
        return !other.isEmpty();
    }

    private static String only(PriceComparison.Line line) {
        return line.what() + ": " + value(line.other(), line.otherRule());
    }

    /** Old and new. */
    static String told(PriceComparison.Line line) {
        BigDecimal percent = line.percent();
        return line.what()
                + ": "
                + value(line.inForce(), line.ruleInForce())
                + " -> "
                + value(line.other(), line.otherRule())
                + (percent == null || percent.signum() == 0
                        ? ""
                        : " (" + (percent.signum() > 0 ? "+" : "") + plain(percent) + " %)");
    }

    private static String value(@Nullable BigDecimal amount, @Nullable String rule) {
        return rule != null ? rule : amount == null ? "none" : plain(amount);
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    private void head() {
        out.println("USD for one of each, old -> new:");
    }

    private <T> void some(List<T> ones, Consumer<T> shown) {
        ones.stream().limit(all ? ones.size() : SHOWN_MAX).forEach(shown);
        int more = all ? 0 : ones.size() - SHOWN_MAX;
        if (more > 0) {
            out.printf("  … and %,d more: --all shows them%n", more);
        }
    }

    /** A name from outside must not steer the terminal. */
    private void line(String text) {
        out.println(TextTable.printable(text));
    }
}
