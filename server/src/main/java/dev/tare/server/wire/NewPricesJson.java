package dev.tare.server.wire;

import dev.tare.core.money.Amounts;
import dev.tare.core.pricing.NewPrice;
import dev.tare.core.pricing.PriceChange;
import dev.tare.core.pricing.PriceComparison;
import dev.tare.core.pricing.RateCard;
import dev.tare.core.rollup.PriceImpacts;
import dev.tare.core.rollup.RepricingDifferences.Difference;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What a price file would change, as JSON: the book, the events that are logged, and what usage of
 * late would cost. Amounts and rates are decimal text in USD; times are UTC.
 */
public final class NewPricesJson {
    /** Of each kind of cards beside a new one, how many are named; the others are counted. */
    private static final int CARDS_SHOWN = 20;

    private static final JsonFactory JSON = new JsonFactory();

    private NewPricesJson() {}

    /**
     * What entering it would do.
     *
     * @param news what of the file isn't known yet
     * @param impact {@code null} where nothing that is logged is concerned, or it wasn't asked for
     * @param usage {@code null} where it can't be told, or wasn't asked for
     */
    public static String dryRun(
            PriceChange news,
            List<NewPrice> prices,
            PriceImpacts.@Nullable Impact impact,
            PriceImpacts.@Nullable Usage usage) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeBooleanProperty("dry_run", true);
            json.writeNumberProperty("rate_cards", news.rateCards().size());
            json.writeNumberProperty("plans", news.plans().size());
            json.writeNumberProperty("tariffs", news.tariffs().size());
            json.writeArrayPropertyStart("new_rate_cards");
            prices.forEach(price -> price(json, price));
            json.writeEndArray();
            impact(json, impact);
            usage(json, usage);
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void price(JsonGenerator json, NewPrice price) {
        json.writeStartObject();
        card(json, price.card());
        json.writeBooleanProperty("governs", price.governs());
        time(json, "governs_from", price.governsFrom());
        time(json, "governs_to", price.governsTo());
        time(json, "governs_again_from", price.governsAgain());
        other(json, "before", price.before());
        other(json, "stronger", price.stronger());
        other(json, "next", price.next());
        others(json, "closer", price.closer());
        others(json, "takes_over", price.takesOver());
        json.writeArrayPropertyStart("rates");
        price.lines().forEach(line -> line(json, line));
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void other(JsonGenerator json, String name, @Nullable RateCard card) {
        if (card == null) {
            json.writeNullProperty(name);
            return;
        }
        json.writeObjectPropertyStart(name);
        card(json, card);
        json.writeEndObject();
    }

    private static void others(JsonGenerator json, String name, List<RateCard> cards) {
        json.writeNumberProperty(name + "_count", cards.size());
        json.writeArrayPropertyStart(name);
        for (RateCard card : cards.stream().limit(CARDS_SHOWN).toList()) {
            json.writeStartObject();
            card(json, card);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void card(JsonGenerator json, RateCard card) {
        json.writeStringProperty("rate_card", card.id());
        json.writeStringProperty("provider", card.provider());
        json.writeStringProperty("operation", card.operation());
        json.writeStringProperty("model", card.model());
        json.writeStringProperty("from", card.from().toString());
        time(json, "to", card.to());
        json.writeStringProperty("origin", card.origin().text());
        json.writeStringProperty("failed_calls", card.failedCalls().text());
        json.writeStringProperty("source", card.source());
    }

    private static void line(JsonGenerator json, PriceComparison.Line line) {
        json.writeStartObject();
        json.writeStringProperty("what", line.what());
        number(json, "old_usd", line.inForce());
        number(json, "new_usd", line.other());
        number(json, "difference_percent", line.percent());
        if (line.isRule()) {
            json.writeStringProperty("old_rule", line.ruleInForce());
            json.writeStringProperty("new_rule", line.otherRule());
        }
        json.writeEndObject();
    }

    private static void impact(JsonGenerator json, PriceImpacts.@Nullable Impact impact) {
        if (impact == null) {
            json.writeNullProperty("impact");
            return;
        }
        json.writeObjectPropertyStart("impact");
        RepricingJson.scope(json, impact.scope());
        json.writeNumberProperty("events_looked_at", impact.looked());
        json.writeNumberProperty("events_concerned", impact.concerned());
        time(json, "rows_kept_since", impact.keptSince());
        Difference others = impact.others();
        json.writeNumberProperty("other_events_that_would_change", others.events());
        json.writeStringProperty("other_cost_change", Amounts.plain(others.cost()));
        RepricingJson.differences(json, impact.differences());
        json.writeEndObject();
    }

    private static void usage(JsonGenerator json, PriceImpacts.@Nullable Usage usage) {
        if (usage == null) {
            json.writeNullProperty("last_30_days");
            return;
        }
        json.writeObjectPropertyStart("last_30_days");
        json.writeStringProperty("from", usage.from().toString());
        json.writeStringProperty("to", usage.to().toString());
        json.writeNumberProperty("events", usage.events());
        json.writeNumberProperty("unpriced_now", usage.unpricedNow());
        json.writeNumberProperty("unpriced_then", usage.unpricedThen());
        json.writeStringProperty("cost_now", Amounts.plain(usage.costNow()));
        json.writeStringProperty("cost_then", Amounts.plain(usage.costThen()));
        PriceImpacts.Compared both = usage.compared();
        json.writeObjectPropertyStart("priced_both");
        json.writeNumberProperty("events", both.events());
        json.writeStringProperty("cost_now", Amounts.plain(both.costNow()));
        json.writeStringProperty("cost_then", Amounts.plain(both.costThen()));
        json.writeStringProperty(
                "cost_change", Amounts.plain(both.costThen().subtract(both.costNow())));
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void time(JsonGenerator json, String name, @Nullable Instant time) {
        json.writeStringProperty(name, time == null ? null : time.toString());
    }

    private static void number(JsonGenerator json, String name, @Nullable BigDecimal number) {
        json.writeStringProperty(name, number == null ? null : Figures.quantity(number));
    }
}
