package dev.tare.server.wire;

import dev.tare.core.ledger.Adjustment;
import dev.tare.core.ledger.ChargedEvent;
import dev.tare.core.ledger.ExplainedCost;
import dev.tare.core.ledger.ExplainedEvent;
import dev.tare.core.ledger.ExplainedEvent.Stage;
import dev.tare.core.ledger.ExplainedValue;
import dev.tare.core.ledger.LoggedEvents;
import dev.tare.core.ledger.StoredEvent;
import dev.tare.core.ledger.ToldCost;
import dev.tare.core.pricing.CreditValue;
import dev.tare.core.pricing.Plan;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Logged events as JSON: pages of them, and single ones with how their amounts came about. Amounts
 * and quantities are decimal text, unknown ones {@code null}; times are UTC.
 */
public final class EventJson {
    private static final JsonFactory JSON = new JsonFactory();

    private EventJson() {}

    /** A page of events as they are now, and where the next one begins. */
    public static String page(LoggedEvents.Page page) {
        return object(json -> {
            json.writeArrayPropertyStart("events");
            for (LoggedEvents.Row row : page.rows()) {
                json.writeStartObject();
                event(json, row.event(), row.corrected());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeStringProperty(
                    "next", page.next() == null ? null : EventsRequest.cursor(page.next()));
        });
    }

    /**
     * Events of one id, explained.
     *
     * @param more whether there are others besides
     */
    public static String explained(List<ExplainedEvent> events, boolean more) {
        return object(json -> {
            json.writeArrayPropertyStart("events");
            for (ExplainedEvent event : events) {
                json.writeStartObject();
                explained(json, event);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeBooleanProperty("more", more);
        });
    }

    private static void explained(JsonGenerator json, ExplainedEvent event) {
        ChargedEvent now = event.now().row();
        event(json, now, !event.corrections().isEmpty());
        json.writeStringProperty("error", now.event().error());
        Long duration = now.event().processingTimeMs();
        if (duration == null) {
            json.writeNullProperty("processing_time_ms");
        } else {
            json.writeNumberProperty("processing_time_ms", duration);
        }
        json.writeStringProperty("fingerprint", now.event().fingerprint());
        json.writeName("metadata");
        json.writeRawValue(now.event().metadata() == null ? "null" : now.event().metadata());
        json.writeObjectPropertyStart("as_charged");
        stage(json, event.charged());
        json.writeEndObject();
        json.writeArrayPropertyStart("corrections");
        for (ExplainedEvent.Correction one : event.corrections()) {
            json.writeStartObject();
            correction(json, one.booked());
            stage(json, one.after());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void event(JsonGenerator json, ChargedEvent row, boolean corrected) {
        StoredEvent event = row.event();
        json.writeStringProperty("id", event.key().id());
        json.writeStringProperty("source", event.key().source());
        json.writeStringProperty("time", event.time().toString());
        json.writeStringProperty("received_at", event.receivedAt().toString());
        json.writeStringProperty("user_id", event.userId());
        json.writeStringProperty("provider", event.provider());
        json.writeStringProperty("operation", event.operation());
        json.writeStringProperty("model", event.model());
        json.writeStringProperty("plan", event.plan());
        json.writeStringProperty("status", event.status());
        json.writeObjectPropertyStart("quantities");
        event.quantities()
                .byUnit()
                .forEach((unit, quantity) ->
                        json.writeStringProperty(unit, Figures.quantity(quantity)));
        json.writeEndObject();
        json.writeBooleanProperty("estimated", row.estimated());
        json.writeBooleanProperty("corrected", corrected);
        json.writeStringProperty("pricing", row.pricing());
        amount(json, "api_cost", row.apiCost());
        amount(json, "credit_value", row.creditValue());
        amount(json, "profit", row.profit());
    }

    private static void correction(JsonGenerator json, Adjustment booked) {
        json.writeStringProperty("correction", booked.id());
        json.writeStringProperty("kind", booked.kind().code());
        json.writeStringProperty("booked_at", booked.bookedAt().toString());
        json.writeStringProperty("reason", booked.reason());
        json.writeStringProperty("batch", booked.batch());
        json.writeArrayPropertyStart("changed");
        for (EventFields.Changed one : EventFields.changed(booked)) {
            json.writeStartObject();
            json.writeStringProperty("field", one.name());
            json.writeStringProperty("before", one.before());
            json.writeStringProperty("after", one.after());
            json.writeEndObject();
        }
        json.writeEndArray();
        amount(json, "cost_before", booked.before().apiCost());
        amount(json, "credit_value_before", booked.before().creditValue());
        amount(json, "cost_change", booked.costChange());
        amount(json, "credit_value_change", booked.creditValueChange());
    }

    private static void stage(JsonGenerator json, Stage stage) {
        ChargedEvent row = stage.row();
        json.writeStringProperty("pricing", row.pricing());
        amount(json, "api_cost", row.apiCost());
        json.writeObjectPropertyStart("cost");
        cost(json, stage.cost());
        json.writeEndObject();
        amount(json, "credit_value", row.creditValue());
        json.writeObjectPropertyStart("value");
        value(json, stage.value());
        json.writeEndObject();
    }

    private static void cost(JsonGenerator json, ExplainedCost cost) {
        switch (cost) {
            case ExplainedCost.ByCard card -> {
                json.writeStringProperty("how", "by_card");
                json.writeBooleanProperty("agrees", card.agrees());
                month(json, card.month());
                PriceAnswer.write(json, card.explanation());
            }
            case ExplainedCost.Share share -> {
                json.writeStringProperty("how", "share_of_month");
                month(json, share.month());
                PriceAnswer.write(json, share.explanation());
            }
            case ExplainedCost.CardUnknown unknown -> {
                json.writeStringProperty("how", "card_unknown");
                json.writeStringProperty("rate_card_id", unknown.cardId());
            }
            case ExplainedCost.Told(ToldCost beside) -> {
                json.writeStringProperty("how", "told");
                json.writeBooleanProperty("differs", beside.differs());
                json.writeBooleanProperty("by_the_month", beside.byTheMonth());
                amount(json, "difference_usd", beside.difference());
                json.writeObjectPropertyStart("by_the_book");
                PriceAnswer.write(json, beside.book());
                json.writeEndObject();
            }
            case ExplainedCost.Unpriced unpriced -> {
                json.writeStringProperty("how", "unpriced");
                json.writeObjectPropertyStart("by_the_book");
                PriceAnswer.write(json, unpriced.book());
                json.writeEndObject();
            }
        }
    }

    private static void month(JsonGenerator json, ExplainedCost.@Nullable Month month) {
        if (month == null) {
            return;
        }
        json.writeObjectPropertyStart("month");
        json.writeStringProperty("from", month.use().period().start().toString());
        json.writeStringProperty("to", month.end().toString());
        json.writeStringProperty("unit", month.use().period().unit());
        json.writeStringProperty("quantity", Figures.quantity(month.use().quantity()));
        json.writeStringProperty("used_before", Figures.quantity(month.position()));
        json.writeEndObject();
    }

    private static void value(JsonGenerator json, ExplainedValue value) {
        BigDecimal credits = value.credits();
        json.writeStringProperty("credits", credits == null ? null : Figures.quantity(credits));
        Plan plan = value.plan();
        if (plan != null) {
            json.writeObjectPropertyStart("plan");
            json.writeStringProperty("id", plan.id());
            json.writeStringProperty("price_usd", Figures.quantity(plan.price()));
            json.writeStringProperty("credits", Figures.quantity(plan.credits()));
            json.writeStringProperty("from", plan.from().toString());
            json.writeStringProperty("source", plan.source());
            json.writeEndObject();
        }
        json.writeBooleanProperty("agrees", value.agrees());
        amount(json, "by_the_book_usd", value.book().amount());
        if (value.book() instanceof CreditValue.Unvalued unvalued) {
            json.writeStringProperty("reason", unvalued.reason().code());
        }
    }

    private static void amount(JsonGenerator json, String name, @Nullable BigDecimal amount) {
        json.writeStringProperty(name, amount == null ? null : amount.toPlainString());
    }

    private static String object(Consumer<JsonGenerator> content) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            content.accept(json);
            json.writeEndObject();
        }
        return text.toString();
    }
}
