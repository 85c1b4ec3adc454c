package dev.tare.server.dashboard;

import dev.tare.core.money.Amounts;
import dev.tare.core.pricing.PriceComparison;
import dev.tare.core.pricing.PriceLines;
import dev.tare.core.pricing.PriceOrigin;
import dev.tare.core.pricing.PriceSource;
import dev.tare.core.pricing.PricingModel;
import dev.tare.core.pricing.RateCard;
import dev.tare.server.wire.Figures;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Prices in plain words: {@code $2.50 per 1,000,000 input tokens}. No digit is lost. */
final class PriceWords {
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
    private static final BigDecimal SMALL = new BigDecimal("0.001");
    private static final Pattern BLOCK = Pattern.compile("per [0-9.]+");
    private static final Pattern LIMIT = Pattern.compile("(above|from|up to) [0-9.]+");
    private static final Set<String> OF_NO_UNIT =
            Set.of("flat", "fixed part", "at least", "at most");
    private static final List<String> COMMON =
            List.of("input_tokens", "output_tokens", "cached_input_tokens");
    private static final Comparator<String> PLAIN_FIRST = Comparator.comparingInt(PriceWords::rank);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("MMM d, uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("MMM d, uuuu, HH:mm 'UTC'", Locale.ENGLISH);

    private PriceWords() {}

    /**
     * One rate of a price.
     *
     * @param amount such as {@code $2.50}
     * @param basis such as {@code per 1,000,000 input tokens}; may be empty
     * @param when in which case; empty = always
     */
    record Phrase(String amount, String basis, String when) {
        /** In one piece. */
        String text() {
            return amount
                    + (basis.isEmpty() ? "" : " " + basis)
                    + (when.isEmpty() ? "" : ", " + when);
        }
    }

    /** How a rate is told. */
    private record Basis(String words, BigDecimal factor, boolean percent, String when) {
        String amount(@Nullable BigDecimal rate) {
            if (rate == null) {
                return Figure.UNKNOWN;
            }
            return percent
                    ? Figures.quantity(rate) + " %"
                    : "$" + Figures.grouped(Amounts.plain(rate.multiply(factor)));
        }
    }

    /** Every rate and rule of a price, the plain rates first, then as the price asks them. */
    static List<Phrase> of(PricingModel price) {
        List<PriceLines.Entry> lines = new ArrayList<>(PriceLines.of(price));
        lines.sort(Comparator.comparing(PriceLines.Entry::what, PLAIN_FIRST));
        Map<String, String> rules = new HashMap<>();
        for (PriceLines.Entry line : lines) {
            if (line.rule() != null) {
                rules.put(line.what(), line.rule());
            }
        }
        List<Phrase> phrases = new ArrayList<>();
        for (PriceLines.Entry line : lines) {
            BigDecimal rate = line.amount();
            if (rate != null) {
                Basis basis = basis(line.what(), rate);
                List<String> when = new ArrayList<>(List.of(basis.when()));
                when.add(RuleWords.ofBlock(line.what(), rules));
                when.removeIf(String::isEmpty);
                phrases.add(new Phrase(basis.amount(rate), basis.words(), String.join(", ", when)));
            } else if (line.rule() != null) {
                String words = RuleWords.of(line.what(), line.rule());
                if (!words.isEmpty()) {
                    phrases.add(new Phrase(words, "", ""));
                }
            }
        }
        return phrases;
    }

    /** Each rate and rule of both prices, in the same order. */
    static List<PricePreviewView.Rate> of(List<PriceComparison.Line> lines) {
        return lines.stream()
                .filter(line -> line.differs() || !RuleWords.isBuilding(line.what()))
                .sorted(Comparator.comparing(PriceComparison.Line::what, PLAIN_FIRST))
                .map(line -> line.isRule() ? RuleWords.of(line) : of(line))
                .toList();
    }

    /** What most calls are charged by comes first, what holds in some cases last. */
    private static int rank(String line) {
        int known = COMMON.indexOf(line);
        if (RuleWords.isName(line)) {
            return COMMON.size() + 1;
        }
        return known >= 0 ? known : COMMON.size() + (line.contains(",") ? 1 : 0);
    }

    private static PricePreviewView.Rate of(PriceComparison.Line line) {
        BigDecimal smaller = line.inForce() == null ? line.other() : line.inForce();
        if (smaller != null && line.other() != null) {
            smaller = smaller.min(line.other());
        }
        Basis basis = basis(line.what(), smaller == null ? BigDecimal.ZERO : smaller);
        String words = basis.words();
        String what =
                words.isEmpty() || basis.when().isEmpty()
                        ? words + basis.when()
                        : words + ", " + basis.when();
        BigDecimal percent = line.percent();
        BigDecimal before = line.inForce();
        int direction = before == null || line.other() == null ? 0 : line.other().compareTo(before);
        return new PricePreviewView.Rate(
                what,
                basis.amount(before),
                basis.amount(line.other()),
                percent == null || direction == 0 ? "" : signed(percent),
                direction);
    }

    private static String signed(BigDecimal percent) {
        return (percent.signum() < 0 ? "−" : "+")
                + Figures.grouped(Figures.quantity(percent.abs()))
                + " %";
    }

    private static Basis basis(String line, BigDecimal rate) {
        List<String> parts = new ArrayList<>(Arrays.asList(line.split(", ")));
        String unit = parts.removeFirst();
        String words;
        boolean percent = false;
        BigDecimal factor = BigDecimal.ONE;
        String block =
                parts.stream()
                        .filter(part -> BLOCK.matcher(part).matches())
                        .findFirst()
                        .orElse(null);
        if (parts.remove("per call")) {
            words = "per call";
        } else if (parts.remove("per cent")) {
            words = "of " + unit.replace('_', ' ');
            percent = true;
        } else if (block != null) {
            parts.remove(block);
            words = RuleWords.block(unit, block.substring("per ".length()));
        } else if (parts.stream().anyMatch(OF_NO_UNIT::contains)) {
            words = "";
        } else {
            factor = factor(unit, rate);
            words = per(unit, factor.toPlainString());
        }
        parts.replaceAll(PriceWords::grouped);
        String when = String.join(", ", parts);
        return new Basis(CallItems.apart(words), factor, percent, CallItems.apart(when));
    }

    /** Tokens are sold by the million; so is what costs next to nothing. */
    private static BigDecimal factor(String unit, BigDecimal rate) {
        boolean byTheMillion = unit.contains("tokens") || unit.contains("characters");
        boolean tiny = rate.signum() != 0 && rate.compareTo(SMALL) < 0;
        return byTheMillion || tiny ? MILLION : BigDecimal.ONE;
    }

    private static String per(String unit, String size) {
        String words = unit.replace('_', ' ');
        return size.equals("1")
                ? "per " + Figures.singular(words)
                : "per " + Figures.grouped(size) + " " + words;
    }

    /** A number in a name, such as a picture's size, stays as it is. */
    private static String grouped(String part) {
        int number = part.lastIndexOf(' ') + 1;
        return LIMIT.matcher(part).matches()
                ? part.substring(0, number) + Figures.grouped(part.substring(number))
                : part;
    }

    /** The day (UTC), with the time where it isn't midnight. */
    static String day(Instant time) {
        ZonedDateTime at = time.atZone(ZoneOffset.UTC);
        return (Timeline.isMidnight(at) ? DAY : MOMENT).format(at);
    }

    /** As price files and forms have it: a date where it is midnight (UTC), else an instant. */
    static String written(Instant time) {
        ZonedDateTime at = time.atZone(ZoneOffset.UTC);
        return Timeline.isMidnight(at) ? at.toLocalDate().toString() : time.toString();
    }

    /** Who says so, in a word or two. */
    static String origin(RateCard card) {
        String list = PriceSource.of(card).list();
        if (!list.isEmpty()) {
            return "Imported: " + CallItems.apart(list);
        }
        return origin(card.origin());
    }

    static String origin(PriceOrigin origin) {
        return switch (origin) {
            case OWN -> "Ours";
            case NEGOTIATED -> "Negotiated";
            case IMPORTED -> "Imported";
        };
    }

    /** What becomes of calls that fail. */
    static String failedCalls(RateCard card) {
        return switch (card.failedCalls()) {
            case BILLED -> "Are charged";
            case NOT_BILLED -> "Cost nothing";
            case UNKNOWN -> "Stay unpriced: nobody knows whether they are charged";
        };
    }

    /** What a card is for, by the closest of its names. */
    static String title(RateCard card) {
        if (!card.model().equals(RateCard.ANY)) {
            return CallItems.apart(card.model());
        }
        return card.operation().equals(RateCard.ANY) ? provider(card) : operation(card);
    }

    /** What stands below that: whatever else tells it from others. */
    static String subtitle(RateCard card) {
        if (!card.model().equals(RateCard.ANY)) {
            return provider(card) + " · " + operation(card);
        }
        return card.operation().equals(RateCard.ANY)
                ? "any operation and model"
                : provider(card) + " · any model";
    }

    /** All three, in one line. */
    static String name(RateCard card) {
        String model =
                card.model().equals(RateCard.ANY) ? "any model" : CallItems.apart(card.model());
        return provider(card) + " · " + operation(card) + " · " + model;
    }

    private static String provider(RateCard card) {
        return CallItems.apart(card.provider());
    }

    private static String operation(RateCard card) {
        return card.operation().equals(RateCard.ANY)
                ? "any operation"
                : CallItems.apart(card.operation());
    }
}
