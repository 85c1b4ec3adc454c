package dev.tare.core.advice;

import dev.tare.core.advice.MissingPrice.Reason;
import dev.tare.core.advice.UnpricedUsage.Group;
import dev.tare.core.pricing.Calculation;
import dev.tare.core.pricing.Call;
import dev.tare.core.pricing.Cost;
import dev.tare.core.pricing.Explanation;
import dev.tare.core.pricing.PerUnitPricing;
import dev.tare.core.pricing.PriceBook;
import dev.tare.core.pricing.RateCard;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What to do about a missing price, with the command that does it where there is one. */
final class Cures {
    /** How providers bill what they give no price of its own for. */
    private static final Map<String, String> BILLED_AS =
            Map.of(
                    "cache_write_5m_tokens", "cache_write_input_tokens",
                    "cache_write_1h_tokens", "cache_write_1h_input_tokens",
                    "reasoning_tokens", "output_tokens",
                    "output_image_tokens", "output_tokens",
                    "input_image_tokens", "input_tokens",
                    "cached_image_tokens", "cached_input_tokens");

    private final PriceBook book;
    private final Map<String, List<RateCard>> catalogue;

    /** The book with one file of the catalogue more. */
    private final Map<String, PriceBook> completed = new HashMap<>();

    Cures(PriceBook book, Map<String, List<RateCard>> catalogue) {
        this.book = book;
        this.catalogue = catalogue;
    }

    /** Nothing was in force: too early, too late, or nothing at all is for such calls. */
    MissingPrice noCard(Group group, Call call) {
        RateCard later = ofOtherTimes(group, call.time());
        if (later != null) {
            boolean starts = later.from().isAfter(call.time());
            Instant since = starts ? group.first() : Objects.requireNonNull(later.to());
            return new MissingPrice(
                    group,
                    Reason.CARD_OF_OTHER_TIMES,
                    later.id(),
                    (starts
                                    ? "The card is in force from " + later.from()
                                    : "The card is in force until " + later.to())
                            + " only. If its price held at the time of these calls, enter it for"
                            + " that time; then re-price it.",
                    copy(later) + " --from " + day(since));
        }
        String listed = inCatalogue(group, call);
        if (listed != null) {
            return noCard(
                    group,
                    "It is in the catalogue that comes with Tare; enter that, then re-price the"
                            + " span.",
                    fromCatalogue(listed));
        }
        RateCard near = near(book, group, call.time());
        return near == null ? unknown(group, call) : otherwise(group, near);
    }

    /** A name that is nearly that of a card. */
    private static MissingPrice otherwise(Group group, RateCard near) {
        StringBuilder command = new StringBuilder(copy(near));
        StringBuilder named = new StringBuilder(near.provider());
        if (!near.provider().equals(group.provider())) {
            command.append(" --provider ").append(quoted(group.provider()));
        }
        if (!near.operation().equals(RateCard.ANY) && !near.operation().equals(group.operation())) {
            command.append(" --operation ").append(quoted(group.operation()));
        }
        if (!near.operation().equals(RateCard.ANY)) {
            named.append(' ').append(near.operation());
        }
        if (!near.model().equals(RateCard.ANY)) {
            named.append(' ').append(near.model());
            if (group.model() != null && !near.model().equals(group.model())) {
                command.append(" --model ").append(quoted(group.model()));
            }
        }
        boolean early = group.first().isBefore(near.from());
        if (early) {
            command.append(" --from ").append(day(group.first()));
        }
        return noCard(
                group,
                "The nearest name in the book is "
                        + named
                        + ". If these cost the same"
                        + (early ? ", then too" : "")
                        + ", enter its price for this name; then re-price the span. If the name is"
                        + " a slip, send the right one.",
                command.toString());
    }

    private MissingPrice unknown(Group group, Call call) {
        for (Map.Entry<String, List<RateCard>> file : catalogue.entrySet()) {
            RateCard near = near(new PriceBook(file.getValue()), group, call.time());
            if (near != null) {
                return noCard(
                        group,
                        "The catalogue that comes with Tare has "
                                + near.provider()
                                + " "
                                + near.model()
                                + ", the nearest name; enter that and ask again.",
                        fromCatalogue(file.getKey()));
            }
        }
        return noCard(
                group,
                "Nothing like it is in the book or the catalogue: import a list that has it, or"
                        + " enter a card of your own.",
                "tare import prices --help");
    }

    private static MissingPrice noCard(Group group, String cure, String command) {
        return new MissingPrice(group, Reason.NO_RATE_CARD, null, cure, command);
    }

    /** The card for such calls that comes nearest in time, of those that hold at other times. */
    private @Nullable RateCard ofOtherTimes(Group group, Instant time) {
        return book.cards().stream()
                .filter(card -> card.provider().equals(group.provider()))
                .filter(card -> isFor(card.operation(), group.operation()))
                .filter(card -> isFor(card.model(), group.model()))
                .filter(card -> !card.holdsAt(time))
                .min(
                        Comparator.comparing((RateCard card) -> card.model().equals(RateCard.ANY))
                                .thenComparing(card -> card.operation().equals(RateCard.ANY))
                                .thenComparing(card -> away(card, time)))
                .orElse(null);
    }

    /** How long after that time the card begins, or how long before it ended. */
    private static Duration away(RateCard card, Instant time) {
        return card.from().isAfter(time)
                ? Duration.between(time, card.from())
                : Duration.between(Objects.requireNonNull(card.to()), time);
    }

    private static boolean isFor(String known, @Nullable String asked) {
        return known.equals(RateCard.ANY) || known.equals(asked);
    }

    private static @Nullable RateCard near(PriceBook where, Group group, Instant time) {
        return NearestPrice.find(where, group.provider(), group.operation(), group.model(), time);
    }

    /** A quantity that the card has no rate for. */
    MissingPrice noUnit(Group group, Call call, Explanation answer) {
        RateCard card = Objects.requireNonNull(answer.card());
        Calculation.NoRate missing =
                (Calculation.NoRate) Objects.requireNonNull(answer.calculation());
        String units = String.join(", ", missing.units());
        String listed = inCatalogue(group, call);
        if (listed != null) {
            return new MissingPrice(
                    group,
                    Reason.NO_RATE_FOR_UNIT,
                    units,
                    "The catalogue that comes with Tare has a price of all of it; enter that, then"
                            + " re-price the span.",
                    fromCatalogue(listed));
        }
        StringBuilder command = new StringBuilder(copy(card));
        boolean known = true;
        for (String unit : missing.units()) {
            BigDecimal rate = billedAs(card, unit);
            known &= rate != null;
            if (rate != null) {
                command.append(" --rate ").append(unit).append('=').append(rate.toPlainString());
            }
        }
        return new MissingPrice(
                group,
                Reason.NO_RATE_FOR_UNIT,
                units,
                "Card \""
                        + card.id()
                        + "\" has no rate for "
                        + units
                        + (known
                                ? "; providers bill it as the unit whose rate is taken here. Enter"
                                        + " that, then re-price the span."
                                : ". Find its price out and enter it: tare prices copy CARD --rate"
                                        + " UNIT=USD; or send these in a unit that has a price."),
                known ? command.toString() : null);
    }

    private static @Nullable BigDecimal billedAs(RateCard card, String unit) {
        String other = BILLED_AS.get(unit);
        return other != null && card.pricing() instanceof PerUnitPricing perUnit
                ? perUnit.rates().get(other)
                : null;
    }

    /** A call that failed, and nobody knows whether that costs anything. */
    MissingPrice failed(Group group, @Nullable RateCard card) {
        String id = card == null ? "" : card.id();
        return new MissingPrice(
                group,
                Reason.FAILED_CALL_RULE_UNKNOWN,
                id,
                "Card \""
                        + id
                        + "\" doesn't say whether calls that fail are charged. Ask the provider,"
                        + " or look at a bill: if they are, write billed instead of not_billed;"
                        + " then re-price the span.",
                card == null ? null : copy(card) + " --failed-calls not_billed");
    }

    /** The catalogue's file with which such a call would have a price. */
    private @Nullable String inCatalogue(Group group, Call call) {
        for (Map.Entry<String, List<RateCard>> file : catalogue.entrySet()) {
            boolean concerned =
                    file.getValue().stream()
                            .anyMatch(card -> card.provider().equals(group.provider()));
            if (concerned
                    && MissingPrices.asked(with(file), group, call).cost() instanceof Cost.Priced) {
                return file.getKey();
            }
        }
        return null;
    }

    private PriceBook with(Map.Entry<String, List<RateCard>> file) {
        return completed.computeIfAbsent(file.getKey(), _ -> book.with(file.getValue()));
    }

    private static String fromCatalogue(String file) {
        return "tare import prices --catalogue " + quoted(file);
    }

    private static String copy(RateCard card) {
        return "tare prices copy " + quoted(card.id());
    }

    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    /** A word of a command line, for every shell that knows single quotes. */
    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9._:/@+=-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
