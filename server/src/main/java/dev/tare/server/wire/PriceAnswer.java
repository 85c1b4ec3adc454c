package dev.tare.server.wire;

import dev.tare.core.pricing.Calculation;
import dev.tare.core.pricing.Cost;
import dev.tare.core.pricing.CostPart;
import dev.tare.core.pricing.Explanation;
import dev.tare.core.pricing.RateCard;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What a call costs, as JSON: the exact amount and the one that would be stored, every part with
 * the rule that chose its rate, and the card. Numbers are texts, so that no digit is lost.
 */
public final class PriceAnswer {
    private static final JsonFactory JSON = new JsonFactory();

    private PriceAnswer() {}

    /** The parts that have a price. */
    public static List<CostPart> parts(Explanation explanation) {
        return switch (explanation.calculation()) {
            case Calculation.Amount amount -> amount.parts();
            case Calculation.NoRate noRate -> noRate.known().parts();
            case Calculation.NoChoice _ -> List.of();
            case null -> List.of();
        };
    }

    /** What the call costs at least, exactly; {@code null} where nothing is known of it. */
    public static @Nullable BigDecimal atLeast(Explanation explanation) {
        return explanation.calculation() instanceof Calculation.NoRate noRate
                ? noRate.known().exact()
                : null;
    }

    /** One line. */
    public static String json(PriceQuestion question, Explanation explanation) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            write(json, question, explanation);
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, PriceQuestion question, Explanation explanation) {
        outcome(json, explanation);
        if (question.convention() != null) {
            json.writeStringProperty("counted_as", question.convention().text());
        }
        RateCard card = explanation.card();
        if (card != null && question.given() == null) {
            write(json, card);
        }
    }

    /** The same of an event that is logged, into the object that is open. */
    static void write(JsonGenerator json, Explanation explanation) {
        outcome(json, explanation);
        if (explanation.card() != null) {
            write(json, explanation.card());
        }
    }

    private static void outcome(JsonGenerator json, Explanation explanation) {
        switch (explanation.cost()) {
            case Cost.Priced priced -> {
                json.writeBooleanProperty("priced", true);
                json.writeStringProperty("exact_usd", priced.exact().toPlainString());
                json.writeStringProperty("stored_usd", priced.amount().toPlainString());
            }
            case Cost.Client client -> {
                json.writeBooleanProperty("priced", true);
                json.writeStringProperty("stored_usd", client.amount().toPlainString());
            }
            case Cost.Unpriced unpriced -> {
                json.writeBooleanProperty("priced", false);
                json.writeStringProperty("reason", unpriced.reason().code());
                if (unpriced.detail() != null) {
                    json.writeStringProperty("detail", unpriced.detail());
                }
                BigDecimal atLeast = atLeast(explanation);
                if (atLeast != null) {
                    json.writeStringProperty("at_least_usd", atLeast.toPlainString());
                }
            }
        }
        json.writeArrayPropertyStart("parts");
        parts(explanation).forEach(part -> write(json, part));
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, CostPart part) {
        json.writeStartObject();
        json.writeStringProperty("unit", part.unit());
        json.writeStringProperty("quantity", part.quantity().toPlainString());
        json.writeStringProperty("rate_usd", part.rate().toPlainString());
        json.writeStringProperty("exact_usd", part.exact().toPlainString());
        if (!part.rule().isEmpty()) {
            json.writeStringProperty("rule", part.rule());
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, RateCard card) {
        json.writeObjectPropertyStart("rate_card");
        json.writeStringProperty("id", card.id());
        json.writeStringProperty("from", card.from().toString());
        if (card.to() != null) {
            json.writeStringProperty("to", card.to().toString());
        }
        json.writeStringProperty("origin", card.origin().text());
        json.writeStringProperty("source", card.source());
        json.writeEndObject();
    }
}
