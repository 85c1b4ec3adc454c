package dev.tare.server.wire;

import dev.tare.core.ledger.Quarantine;
import dev.tare.core.ledger.QuarantineDecision;
import dev.tare.core.ledger.QuarantineDesk;
import dev.tare.core.ledger.QuarantineEntry;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** The quarantine as JSON. Amounts are decimal text, unknown ones {@code null}; times are UTC. */
public final class QuarantineJson {
    private static final JsonFactory JSON = new JsonFactory();

    private QuarantineJson() {}

    /** A page, the numbers of all entries, and where the next page begins. */
    public static String page(
            Quarantine.Tally tally, List<QuarantineDesk.Case> cases, Quarantine.Filter filter) {
        return text(json -> {
            json.writeNumberProperty("waiting", tally.waiting());
            json.writeNumberProperty("retried", tally.retried());
            json.writeNumberProperty("discarded", tally.discarded());
            json.writeArrayPropertyStart("entries");
            for (QuarantineDesk.Case one : cases) {
                json.writeStartObject();
                entry(json, one);
                json.writeEndObject();
            }
            json.writeEndArray();
            boolean full = cases.size() == filter.limit();
            json.writeStringProperty("next", full ? cases.getLast().entry().id() : null);
        });
    }

    /** One entry with the row that stands beside it, field by field. */
    public static String entry(QuarantineDesk.Case one) {
        return text(json -> {
            entry(json, one);
            json.writeArrayPropertyStart("fields");
            for (CaseFields.Field field : CaseFields.of(one)) {
                json.writeStartObject();
                json.writeStringProperty("name", field.name());
                json.writeStringProperty("stands", field.stands());
                json.writeStringProperty("set_aside", field.setAside());
                json.writeBooleanProperty("differs", field.differs());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    private static void entry(JsonGenerator json, QuarantineDesk.Case one) {
        QuarantineEntry entry = one.entry();
        json.writeStringProperty("entry", entry.id());
        json.writeStringProperty("state", entry.state().code());
        json.writeStringProperty("reason", entry.event().reason().code());
        json.writeStringProperty("explanation", entry.event().explanation());
        json.writeStringProperty("source", entry.event().source());
        json.writeStringProperty("received_at", entry.event().receivedAt().toString());
        json.writeName("event");
        json.writeRawValue(UsageEventWriter.json(entry.event().event()));
        amount(json, "api_cost", one.priced().apiCost());
        amount(json, "credit_value", one.priced().creditValue());
        json.writeBooleanProperty("conflict_stands", !one.differences().isEmpty());
        json.writeArrayPropertyStart("differences");
        one.differences().forEach(json::writeString);
        json.writeEndArray();
        decision(json, entry.decision());
    }

    private static void decision(JsonGenerator json, @Nullable QuarantineDecision decision) {
        if (decision == null) {
            json.writeNullProperty("decision");
            return;
        }
        json.writeObjectPropertyStart("decision");
        json.writeStringProperty("action", decision.action().code());
        json.writeStringProperty("outcome", decision.outcome().code());
        json.writeStringProperty("at", decision.at().toString());
        json.writeStringProperty("by", decision.by());
        json.writeStringProperty("new_id", decision.newId());
        json.writeStringProperty("note", decision.note());
        json.writeEndObject();
    }

    private static void amount(JsonGenerator json, String name, @Nullable BigDecimal amount) {
        json.writeStringProperty(name, amount == null ? null : amount.toPlainString());
    }

    private static String text(Consumer<JsonGenerator> content) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            content.accept(json);
            json.writeEndObject();
        }
        return text.toString();
    }
}
