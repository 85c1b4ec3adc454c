package dev.tare.bench.cases;

import dev.tare.core.pricing.FailedCalls;
import dev.tare.core.pricing.PerUnitPricing;
import dev.tare.core.pricing.PriceBook;
import dev.tare.core.pricing.PriceOrigin;
import dev.tare.core.pricing.PricingModel;
import dev.tare.core.pricing.RateCard;
import dev.tare.server.pricelist.LiteLlmPrice;
import dev.tare.server.wire.TextTree;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Recorded changes of prices, all of them in one book: just before a change the old price holds, at
 * it and just after it the new one.
 */
final class ChangeCases implements CaseKind {
    private static final String NAME = "litellm_price_change_history";
    private static final String REMOVED = "*removed*";
    private static final Instant BEGIN = Instant.EPOCH;
    private static final long INSTANT_NANOS = 1_000;

    /** Stands for what a model cost before it was removed. */
    private static final PricingModel SOMETHING =
            new PerUnitPricing(Map.of("input_tokens", BigDecimal.ONE));

    private PriceBook book = new PriceBook(List.of());

    @Override
    public boolean reads(String fileName) {
        return fileName.startsWith(NAME);
    }

    @Override
    public List<String> cases(String text) {
        List<String> lines = CaseKind.super.cases(text);
        book = new PriceBook(cards(lines));
        return lines;
    }

    /** One recorded change, read; the price of {@code null} is that there is none. */
    private record Change(
            String subject,
            Instant at,
            @Nullable PricingModel before,
            @Nullable PricingModel after) {
        static @Nullable Change of(TextTree.Fields one) {
            String model = Fields.text(one, "model");
            String field = Fields.text(one, "field");
            String seen = Fields.text(one, "seen_by");
            if (model == null || field == null || seen == null) {
                return null;
            }
            Instant at = LocalDate.parse(seen).atStartOfDay(ZoneOffset.UTC).toInstant();
            if (field.equals(REMOVED)) {
                return new Change(model + " " + field, at, SOMETHING, null);
            }
            return new Change(
                    model + " " + field, at, price(field, one, "old"), price(field, one, "new"));
        }

        private static @Nullable PricingModel price(String field, TextTree.Fields one, String key) {
            TextTree value = one.byKey().get(key);
            return value == null || value instanceof TextTree.Nothing
                    ? null
                    : LiteLlmPrice.of(Map.of(field, value)).pricing();
        }
    }

    private static List<RateCard> cards(List<String> lines) {
        List<RateCard> cards = new ArrayList<>();
        Map<String, Change> last = new HashMap<>();
        for (String line : lines) {
            Change change = read(line);
            if (change == null) {
                continue;
            }
            Change earlier = last.put(change.subject(), change);
            if (earlier == null) {
                add(cards, change.subject(), BEGIN, change.before());
            } else if (!Objects.equals(earlier.after(), change.before())) {
                // The record skips one: it happened somewhere in between.
                Instant between =
                        Instant.ofEpochSecond(
                                (earlier.at().getEpochSecond() + change.at().getEpochSecond()) / 2);
                add(cards, change.subject(), between, change.before());
            }
            add(cards, change.subject(), change.at(), change.after());
        }
        return cards;
    }

    private static @Nullable Change read(String line) {
        try {
            return Fields.read(line) instanceof TextTree.Fields one ? Change.of(one) : null;
        } catch (RuntimeException unreadable) {
            return null;
        }
    }

    /** A card without rates says that from then on there is no price. */
    private static void add(
            List<RateCard> cards, String subject, Instant from, @Nullable PricingModel price) {
        cards.add(
                new RateCard(
                        subject + " " + cards.size(),
                        "list",
                        RateCard.ANY,
                        subject,
                        price == null ? new PerUnitPricing(Map.of()) : price,
                        FailedCalls.UNKNOWN,
                        from,
                        null,
                        "a record of changes",
                        PriceOrigin.IMPORTED));
    }

    @Override
    public Verdict run(TextTree.Fields one) {
        Change change = Change.of(one);
        if (change == null) {
            return new Verdict.Unsupported("no model, field or date");
        }
        if (change.before() == null && change.after() == null) {
            return new Verdict.Unsupported("neither price is understood");
        }
        String before = wrong(change, change.at().minusNanos(INSTANT_NANOS), change.before());
        String at = wrong(change, change.at(), change.after());
        String behind = wrong(change, change.at().plusNanos(INSTANT_NANOS), change.after());
        String wrong = before + at + behind;
        return wrong.isEmpty() ? Verdict.AGREED : new Verdict.Disagreed(wrong);
    }

    private String wrong(Change change, Instant time, @Nullable PricingModel should) {
        RateCard card = book.find("list", "chat", change.subject(), time);
        PricingModel is = card == null ? null : card.pricing();
        boolean none = is instanceof PerUnitPricing perUnit && perUnit.rates().isEmpty();
        return Objects.equals(none ? null : is, should) ? "" : time + " " + is + " ";
    }
}
