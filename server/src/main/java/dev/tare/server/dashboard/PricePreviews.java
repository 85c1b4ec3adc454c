package dev.tare.server.dashboard;

import dev.tare.core.ledger.EventScope;
import dev.tare.core.pricing.Books;
import dev.tare.core.pricing.NewPrice;
import dev.tare.core.pricing.PriceChange;
import dev.tare.core.pricing.RateCard;
import dev.tare.core.profit.Metric;
import dev.tare.core.rollup.PriceImpacts;
import dev.tare.core.rollup.RepricingDifferences;
import dev.tare.core.rollup.RepricingDifferences.Difference;
import dev.tare.core.rollup.RepricingDifferences.Group;
import dev.tare.server.dashboard.PricePreviewView.Differences;
import dev.tare.server.dashboard.PricePreviewView.Fact;
import dev.tare.server.dashboard.PricePreviewView.Logged;
import dev.tare.server.dashboard.PricePreviewView.Row;
import dev.tare.server.wire.Figures;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Makes the page that shows what a price would change before it is entered. */
final class PricePreviews {
    /** A span with more events than this is left to the command line: a page doesn't wait so. */
    static final long ROWS_MAX = 2_000_000;

    private static final int DAYS_SHOWN = 31;
    private static final int GROUPS_SHOWN = 10;

    private final PriceImpacts impacts;

    PricePreviews(PriceImpacts impacts) {
        this.impacts = impacts;
    }

    /** What of the log was worked out. */
    private record Worked(Logged logged, String usage) {}

    /** The page. */
    PricePreviewView of(PriceForm form, RateCard card, Books books, Instant now, String problem) {
        NewPrice price = NewPrice.of(books.prices(), List.of(card)).getFirst();
        RateCard before = price.before();
        Worked worked = impacts.alone(() -> worked(card, books, now));
        if (worked == null) {
            worked =
                    new Worked(
                            new Logged(
                                    "What another price would change is being worked out just now."
                                            + " Go back and ask again to see it here.",
                                    List.of(),
                                    "",
                                    List.of()),
                            "");
        }
        return new PricePreviewView(
                form.named(card.id()),
                PriceWords.name(card),
                facts(card),
                before == null ? "" : before.id(),
                PriceWords.of(price.lines()),
                PriceNotes.of(price, now),
                worked.logged(),
                worked.usage(),
                problem);
    }

    private static List<Fact> facts(RateCard card) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Begins", PriceWords.day(card.from())));
        Instant to = card.to();
        facts.add(new Fact("Ends", to == null ? "No end" : PriceWords.day(to)));
        facts.add(new Fact("Origin", PriceWords.origin(card.origin())));
        facts.add(new Fact("Source", CallItems.apart(card.source())));
        facts.add(new Fact("Failed calls", PriceWords.failedCalls(card)));
        String unit = card.pricing().defaultUnit();
        if (unit != null) {
            facts.add(
                    new Fact(
                            "A call without quantities",
                            "Counts as one of " + CallItems.apart(unit)));
        }
        facts.add(new Fact("Name of the card", card.id()));
        return facts;
    }

    private Worked worked(RateCard card, Books books, Instant now) {
        List<RateCard> news = List.of(card);
        Books then = books.with(new PriceChange(news, List.of(), List.of()));
        EventScope scope = PriceImpacts.scope(then, news, now);
        Instant month = now.minus(PriceImpacts.USAGE_SPAN);
        boolean monthToo = impacts.rows(month, now) <= ROWS_MAX;
        return new Worked(
                scope == null ? Logged.NONE : logged(scope, books, news, now),
                monthToo ? UsageWords.of(impacts.usage(books, news, now)) : "");
    }

    private Logged logged(EventScope scope, Books books, List<RateCard> news, Instant now) {
        long rows = impacts.rows(scope.from(), scope.to());
        if (rows > ROWS_MAX) {
            return new Logged(
                    count(rows)
                            + " calls were logged since then, too many to look through for a page."
                            + " Without --apply, the command below says what re-pricing changes.",
                    List.of(),
                    RepriceLine.of(scope),
                    List.of());
        }
        PriceImpacts.Impact impact = impacts.impact(books, news, now);
        return impact == null ? Logged.NONE : logged(impact);
    }

    private static Logged logged(PriceImpacts.Impact impact) {
        RepricingDifferences differences = impact.differences();
        Difference total = differences.total();
        StringBuilder text = new StringBuilder();
        text.append(calls(impact.concerned()))
                .append(impact.concerned() == 1 ? " was logged" : " were logged")
                .append(" since then that it prices");
        if (total.events() == 0) {
            text.append(impact.concerned() == 0 ? "." : "; none of them would cost otherwise.");
        } else {
            text.append("; the cost of ").append(count(total.events())).append(" differs");
            text.append(part(total.priced(), " had no price before"));
            text.append(part(total.unpriced(), " would have no price"));
            text.append('.');
        }
        if (impact.others().events() > 0) {
            text.append(" Re-pricing the span also changes ")
                    .append(calls(impact.others().events()))
                    .append(" that another card prices differently by now.");
        }
        if (impact.keptSince() != null) {
            text.append(" Calls before ")
                    .append(PriceWords.day(impact.keptSince()))
                    .append(" are kept as sums only, and stay as they are.");
        }
        if (total.events() == 0) {
            return new Logged(text.toString(), List.of(), "", List.of());
        }
        List<Differences> tables = new ArrayList<>();
        add(tables, "Day", differences.days(), DAYS_SHOWN, true);
        var providers = differences.providers(GROUPS_SHOWN);
        add(tables, "Provider", providers.shown(), GROUPS_SHOWN, false);
        var operations = differences.operations(GROUPS_SHOWN);
        add(tables, "Operation", operations.shown(), GROUPS_SHOWN, false);
        return new Logged(text.toString(), totals(total), RepriceLine.of(impact.scope()), tables);
    }

    private static String part(long events, String what) {
        return events == 0 ? "" : ", " + count(events) + what;
    }

    private static List<Figure> totals(Difference total) {
        return List.of(usd(total.costBefore()), usd(total.costAfter()), signed(total.cost()));
    }

    /** Groups of one only say what the total says; but days are always told. */
    private static void add(
            List<Differences> tables, String kind, List<Group> groups, int most, boolean always) {
        if (groups.size() > 1 || always) {
            List<Group> shown = groups.subList(Math.max(0, groups.size() - most), groups.size());
            tables.add(
                    new Differences(
                            kind,
                            shown.stream().map(PricePreviews::row).toList(),
                            groups.size() - shown.size()));
        }
    }

    private static Row row(Group group) {
        Difference one = group.difference();
        return new Row(
                CallItems.apart(group.name()),
                count(one.events()),
                usd(one.costBefore()),
                usd(one.costAfter()),
                signed(one.cost()));
    }

    private static Figure usd(BigDecimal amount) {
        return Figure.of(Metric.Unit.USD, amount);
    }

    private static Figure signed(BigDecimal amount) {
        Figure figure = usd(amount);
        String sign = amount.signum() > 0 ? "+" : "";
        return new Figure(sign + figure.lead(), figure.rest(), "", figure.negative());
    }

    static String calls(long count) {
        return Figures.counted(count, "call");
    }

    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
