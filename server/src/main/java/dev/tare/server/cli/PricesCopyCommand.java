package dev.tare.server.cli;

import dev.tare.core.event.Rejection;
import dev.tare.core.money.DecimalText;
import dev.tare.core.pricing.CombinedPricing;
import dev.tare.core.pricing.FailedCalls;
import dev.tare.core.pricing.PerUnitPricing;
import dev.tare.core.pricing.PriceBook;
import dev.tare.core.pricing.PriceChange;
import dev.tare.core.pricing.PriceOrigin;
import dev.tare.core.pricing.PricingModel;
import dev.tare.core.pricing.RateCard;
import dev.tare.server.wire.PriceFile;
import dev.tare.server.wire.PriceTime;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tare prices copy}: enters the price of a card once more, for something else as well. */
@Command(
        name = "copy",
        mixinStandardHelpOptions = true,
        description = {
            "Enters a new card with the price of one there is, for another name or time.",
            "Also with a rate more, or with a rule for calls that fail. The card itself stays.",
            "With --from alone the new card holds until the old one begins.",
            "",
            "Examples:",
            "  tare prices copy 'catalogue openai/gpt-4o 2024-10-02' --model gpt-4o-2024-08-06",
            "  tare prices copy example-upscale-2026-11-01 --from 2026-03-01",
            "  tare prices copy example-chat-2026-11-01 --rate reasoning_tokens=0.00001",
            "  tare prices copy example-chat-2026-11-01 --failed-calls not_billed",
            ""
        })
final class PricesCopyCommand implements Callable<Integer> {
    private static final int DIGITS = 9;

    @Spec private CommandSpec spec;
    @Mixin private DataOption data;

    @Parameters(paramLabel = "CARD", description = "The card's id; tare prices prints all.")
    private String id;

    @Option(names = "--provider", paramLabel = "NAME", description = "For this provider.")
    private @Nullable String provider;

    @Option(names = "--operation", paramLabel = "NAME", description = "For this operation.")
    private @Nullable String operation;

    @Option(names = "--model", paramLabel = "NAME", description = "For this model.")
    private @Nullable String model;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "In force from this date (midnight UTC) or instant on.")
    private @Nullable String from;

    @Option(
            names = "--rate",
            paramLabel = "UNIT=USD",
            description = "A rate the card lacks; repeatable. The new card is one of your own.")
    private Map<String, String> rates = new LinkedHashMap<>();

    @Option(
            names = "--failed-calls",
            paramLabel = "RULE",
            description = "billed or not_billed. The new card is one of your own.")
    private @Nullable String failedCalls;

    @Option(names = "--id", paramLabel = "ID", description = "The new card's id.")
    private @Nullable String newId;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (TareLink link = data.link()) {
            PriceBook book = new PriceBook(PriceFiles.read(link.prices()).rateCards());
            RateCard known = book.card(id);
            if (known == null) {
                throw new CommandFailed(
                        ExitCode.USAGE,
                        "There is no card "
                                + Rejection.shown(id)
                                + "; tare prices prints all cards with their ids.");
            }
            RateCard copy = copy(known);
            TareLink.PricesEntered entered =
                    link.enterPrices(
                            PriceFile.write(new PriceChange(List.of(copy), List.of(), List.of())));
            out.println(
                    entered.rateCards() == 0
                            ? "Card " + copy.id() + " is entered already."
                            : "New: card " + copy.id() + ", in force from " + copy.from() + ".");
        }
        out.flush();
        return ExitCode.OK;
    }

    private RateCard copy(RateCard known) {
        Instant since = from == null ? known.from() : time(from);
        String forProvider = provider == null ? known.provider() : provider;
        String forOperation = operation == null ? known.operation() : operation;
        String forModel = model == null ? known.model() : model;
        boolean sameThing =
                forProvider.equals(known.provider())
                        && forOperation.equals(known.operation())
                        && forModel.equals(known.model());
        boolean otherTerms = !rates.isEmpty() || failedCalls != null;
        if (sameThing && !otherTerms && since.equals(known.from())) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "The copy would say what the card says; name what is to be other: --provider,"
                            + " --operation, --model, --from, --rate or --failed-calls.");
        }
        boolean earlier = sameThing && !otherTerms && since.isBefore(known.from());
        Instant until = earlier ? known.from() : known.to();
        if (until != null && !until.isAfter(since)) {
            until = null;
        }
        return new RateCard(
                newId == null ? id(forProvider, forOperation, forModel, since) : newId,
                forProvider,
                forOperation,
                forModel,
                pricing(known),
                failed(known),
                since,
                until,
                "as card " + known.id() + ", " + known.source(),
                otherTerms ? PriceOrigin.OWN : known.origin());
    }

    /** A name that says what is in it, so that the same copy has the same one. */
    private String id(String forProvider, String forOperation, String forModel, Instant since) {
        StringBuilder name = new StringBuilder(forProvider);
        name.append(forOperation.equals(RateCard.ANY) ? "" : "-" + forOperation);
        name.append(forModel.equals(RateCard.ANY) ? "" : "-" + forModel);
        name.append('-').append(since.toString().replace("T00:00:00Z", ""));
        rates.forEach((unit, usd) -> name.append('-').append(unit).append('-').append(usd));
        name.append(failedCalls == null ? "" : "-" + failedCalls);
        return name.append("-copy").toString().replace(' ', '-');
    }

    private static Instant time(String text) {
        Instant time = PriceTime.read(text);
        if (time == null) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "--from can't be " + Rejection.shown(text) + ". " + PriceTime.MEND);
        }
        return time;
    }

    private PricingModel pricing(RateCard known) {
        if (rates.isEmpty()) {
            return known.pricing();
        }
        TreeMap<String, BigDecimal> more = new TreeMap<>();
        rates.forEach((unit, text) -> {
            BigDecimal usd = DecimalText.parse(text, DIGITS, PriceFile.RATE_DECIMALS_MAX);
            if (usd == null || usd.signum() < 0) {
                throw new CommandFailed(
                        ExitCode.USAGE,
                        "--rate "
                                + unit
                                + " can't be "
                                + Rejection.shown(text)
                                + "; write USD for one of it, such as 0.00001.");
            }
            more.put(unit, usd);
        });
        if (known.pricing() instanceof PerUnitPricing perUnit) {
            TreeMap<String, BigDecimal> all = new TreeMap<>(perUnit.rates());
            all.putAll(more);
            return new PerUnitPricing(all, perUnit.defaultUnit());
        }
        return new CombinedPricing(
                List.of(known.pricing(), new PerUnitPricing(more)), known.pricing().defaultUnit());
    }

    private FailedCalls failed(RateCard known) {
        return switch (failedCalls) {
            case null -> known.failedCalls();
            case "billed" -> FailedCalls.BILLED;
            case "not_billed" -> FailedCalls.NOT_BILLED;
            default ->
                    throw new CommandFailed(
                            ExitCode.USAGE,
                            "--failed-calls can't be "
                                    + Rejection.shown(failedCalls)
                                    + "; write billed or not_billed.");
        };
    }
}
