package dev.tare.server.pricelist;

import dev.tare.core.pricing.FailedCalls;
import dev.tare.core.pricing.PerUnitPricing;
import dev.tare.core.pricing.PriceOrigin;
import dev.tare.core.pricing.PricingModel;
import dev.tare.core.pricing.RateCard;
import dev.tare.server.wire.TextTree;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Langfuse's list of default model prices as rate cards. It knows models by regular expressions;
 * cards are for the names that those spell out, of the maker's own service.
 */
public final class LangfuseList {
    private static final String NAME = "modelName";
    private static final String PATTERN = "matchPattern";
    private static final int MODEL_LENGTH_MAX = 200;

    private LangfuseList() {}

    /** Whether a document looks like such a list. */
    public static boolean is(TextTree document) {
        return document instanceof TextTree.Items items
                && items.items().stream()
                        .anyMatch(item ->
                                item instanceof TextTree.Fields entry
                                        && entry.byKey().containsKey(PATTERN)
                                        && entry.byKey().containsKey(NAME));
    }

    /**
     * The cards of a list, in force from that moment on (UTC).
     *
     * @param source where the list was read, with its date
     */
    public static ListRead read(TextTree list, Instant from, String source) {
        Reading reading = new Reading(from, source);
        if (list instanceof TextTree.Items items) {
            for (int i = 0; i < items.items().size(); i++) {
                if (items.items().get(i) instanceof TextTree.Fields entry) {
                    reading.entry(entry);
                } else {
                    reading.leaveOut("entry " + (i + 1), "no mapping");
                }
            }
        }
        return reading.cards.read(reading.withoutCost);
    }

    private static final class Reading {
        private final Instant from;
        private final String source;
        private final ListCards cards = new ListCards();
        private int withoutCost;

        Reading(Instant from, String source) {
            this.from = from;
            this.source = source;
        }

        void leaveOut(String entry, String why) {
            cards.leaveOut(entry, why);
        }

        void entry(TextTree.Fields entry) {
            if (!LangfusePrice.isPriced(entry)) {
                withoutCost++;
                return;
            }
            String name = text(entry, NAME);
            LangfusePrice.Read read = LangfusePrice.of(entry);
            if (!read.leftOut().isEmpty()) {
                leaveOut(name, "not understood: " + String.join(", ", read.leftOut()));
            }
            if (read.pricing() == null) {
                leaveOut(name, read.why() == null ? "no price" : read.why());
                return;
            }
            LangfuseModels models =
                    LangfuseModels.of(text(entry, PATTERN), text(entry, "tokenizerId"));
            if (!models.elsewhere().isEmpty()) {
                leaveOut(
                        name,
                        "names of other sellers, whose prices aren't told apart: "
                                + shortened(models.elsewhere()));
            }
            String provider = models.provider();
            if (models.names().isEmpty() || provider == null) {
                leaveOut(
                        name,
                        models.names().isEmpty()
                                ? "its pattern spells out no name: " + text(entry, PATTERN)
                                : "no provider");
                return;
            }
            PricingModel pricing =
                    models.areByCharacter() ? byCharacter(read.pricing()) : read.pricing();
            models.names().forEach(model -> add(name, provider, model, pricing));
        }

        private void add(String entry, String provider, String model, PricingModel pricing) {
            if (model.length() > MODEL_LENGTH_MAX) {
                leaveOut(entry, "a name longer than " + MODEL_LENGTH_MAX + " characters");
            } else {
                cards.add(entry, card(provider, model, pricing));
            }
        }

        private RateCard card(String provider, String model, PricingModel pricing) {
            String day = from.atZone(ZoneOffset.UTC).toLocalDate().toString();
            return new RateCard(
                    "langfuse " + provider + "/" + model + " " + day,
                    provider,
                    RateCard.ANY,
                    model,
                    pricing,
                    FailedCalls.UNKNOWN,
                    from,
                    null,
                    source,
                    PriceOrigin.IMPORTED);
        }
    }

    private static String shortened(List<String> names) {
        int shown = 3;
        String first = names.stream().limit(shown).collect(Collectors.joining(", "));
        return names.size() > shown ? first + " and " + (names.size() - shown) + " more" : first;
    }

    /** The same rates, of characters. */
    private static PricingModel byCharacter(PricingModel pricing) {
        if (!(pricing instanceof PerUnitPricing perUnit)) {
            return pricing;
        }
        SortedMap<String, BigDecimal> rates = new TreeMap<>();
        rate(rates, "input_characters", perUnit.rates().get("input_tokens"));
        rate(rates, "output_characters", perUnit.rates().get("output_tokens"));
        return new PerUnitPricing(rates);
    }

    private static void rate(
            SortedMap<String, BigDecimal> rates, String unit, @Nullable BigDecimal rate) {
        if (rate != null) {
            rates.put(unit, rate);
        }
    }

    private static String text(TextTree.Fields entry, String key) {
        return entry.byKey().get(key) instanceof TextTree.Text text ? text.text() : "";
    }
}
