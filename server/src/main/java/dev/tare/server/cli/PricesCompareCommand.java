package dev.tare.server.cli;

import dev.tare.core.event.Rejection;
import dev.tare.core.pricing.PriceBook;
import dev.tare.core.pricing.PriceComparison;
import dev.tare.core.pricing.PriceSource;
import dev.tare.core.pricing.RateCard;
import dev.tare.server.wire.PriceFindings;
import dev.tare.server.wire.PriceTime;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tare prices compare}: where sources of the price book say different things. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = {
            "Lists what more than one source has a price of, and where they differ.",
            "Sources are our own cards, negotiated ones, and each public list that was imported.",
            "Says which card is in force. Exactly the same provider, operation and model are",
            "compared.",
            "",
            "Ends with 0 where all agree, with 1 where some differ.",
            "",
            "Examples:",
            "  tare prices compare",
            "  tare prices compare --provider openai --at 2026-03-09",
            "  tare prices compare --json",
            ""
        })
final class PricesCompareCommand implements Callable<Integer> {
    private static final int NAMED_MAX = 3;

    @Spec private CommandSpec spec;
    @Mixin private DataOption data;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description = "A date (midnight UTC) or instant (default: now).")
    private @Nullable String at;

    @Option(names = "--provider", paramLabel = "NAME", description = "Only this provider.")
    private @Nullable String provider;

    @Option(names = "--json", description = "Print JSON, as GET /v1/prices/compare.")
    private boolean json;

    @Override
    public Integer call() {
        Instant time = at == null ? Clock.systemUTC().instant() : PriceTime.read(at);
        if (time == null) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "--at can't be " + Rejection.shown(String.valueOf(at)) + ". " + PriceTime.MEND);
        }
        PriceComparison comparison;
        try (TareLink link = data.link()) {
            PriceBook book = new PriceBook(PriceFiles.read(link.prices()).rateCards());
            comparison = PriceComparison.of(book, time);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(PriceFindings.comparison(comparison, provider));
        } else {
            print(comparison, out);
        }
        out.flush();
        return comparison.differing().stream().noneMatch(this::isAsked)
                ? ExitCode.OK
                : ExitCode.FINDING;
    }

    private boolean isAsked(PriceComparison.Contested one) {
        return provider == null || one.inForce().provider().equals(provider);
    }

    private void print(PriceComparison comparison, PrintWriter out) {
        out.printf(
                "%,d things have a price from more than one source; %,d of them differ.%n",
                comparison.compared(), comparison.differing().size());
        comparison.differing().stream().filter(this::isAsked).forEach(one -> print(one, out));
    }

    private static String difference(PriceComparison.Line line) {
        if (!line.differs()) {
            return "none";
        }
        return line.percent() == null ? "" : plain(line.percent()) + " %";
    }

    private static void print(PriceComparison.Contested one, PrintWriter out) {
        RateCard card = one.inForce();
        out.printf(
                "%n%s, %s, %s: in force is %s%n",
                card.provider(), card.operation(), card.model(), named(card));
        for (PriceComparison.Other other : one.others()) {
            TextTable table =
                    new TextTable(
                                    List.of(
                                            "USD for one of",
                                            "In force",
                                            PriceSource.of(other.card()).text(),
                                            "Difference"))
                            .right(1)
                            .right(2)
                            .right(3);
            List<PriceComparison.Line> both =
                    other.lines().stream().filter(line -> line.inBoth() && !line.isRule()).toList();
            for (PriceComparison.Line line : both) {
                table.row(
                        List.of(
                                line.what(),
                                plain(line.inForce()),
                                plain(line.other()),
                                difference(line)));
            }
            out.println("Otherwise says " + named(other.card()));
            out.print(both.isEmpty() ? "" : table);
            other.lines().stream()
                    .filter(line -> line.inBoth() && line.isRule())
                    .forEach(line -> out.println("  " + PriceDiffText.told(line)));
            only("  only the card in force has", out, other, PriceComparison.Line::lacksThere);
            only("  only this one has", out, other, PriceComparison.Line::lacksHere);
        }
    }

    /** Rates and rules that one of them lacks: the first few by name; JSON has all. */
    private static void only(
            String who,
            PrintWriter out,
            PriceComparison.Other other,
            Predicate<PriceComparison.Line> which) {
        List<PriceComparison.Line> lines = other.lines().stream().filter(which).toList();
        List<String> names = lines.stream().map(PriceComparison.Line::what).toList();
        boolean rules = lines.stream().anyMatch(PriceComparison.Line::isRule);
        if (!names.isEmpty()) {
            int more = names.size() - NAMED_MAX;
            out.println(
                    who
                            + (rules ? " a rate or rule for " : " a rate for ")
                            + names.stream().limit(NAMED_MAX).collect(Collectors.joining("; "))
                            + (more > 0 ? "; and " + more + " more" : ""));
        }
    }

    private static String named(RateCard card) {
        return PriceSource.of(card).text() + " (" + card.id() + ", from " + card.from() + ")";
    }

    private static String plain(@Nullable BigDecimal number) {
        return number == null
                ? "none"
                : number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
