package dev.tare.server.wire;

import dev.tare.core.ledger.EventScope;
import dev.tare.core.ledger.SliceProgress;
import dev.tare.core.money.Amounts;
import dev.tare.core.profit.ReportRequest;
import dev.tare.core.rollup.RepricingDifferences;
import dev.tare.core.rollup.RepricingDifferences.Difference;
import dev.tare.core.rollup.RepricingDifferences.Group;
import dev.tare.core.rollup.RepricingDifferences.Groups;
import dev.tare.core.rollup.Repricings;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Re-pricings as JSON. Amounts are decimal text in USD; times are UTC. */
public final class RepricingJson {
    /** Groups of a kind that are named. */
    static final int SHOWN = 20;

    private static final JsonFactory JSON = new JsonFactory();

    private RepricingJson() {}

    /** How a re-pricing stands. */
    public enum State {
        WAITING,
        RUNNING,
        BOOKED;

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What one would change. */
    public static String preview(RepriceRequest.Wish wish, Repricings.Preview preview) {
        return text(json -> {
            json.writeBooleanProperty("dry_run", true);
            scope(json, wish.scope());
            json.writeBooleanProperty(RepriceRequest.CREDIT_VALUES, wish.aim().creditValues());
            json.writeBooleanProperty(RepriceRequest.ONLY_MONTHS, wish.aim().onlyMonths());
            json.writeNumberProperty("events_looked_at", preview.looked());
            json.writeStringProperty(
                    "rows_kept_since",
                    preview.keptSince() == null ? null : preview.keptSince().toString());
            differences(json, preview.differences());
        });
    }

    /** Which events, as properties. */
    static void scope(JsonGenerator json, EventScope scope) {
        json.writeStringProperty("from", scope.from().toString());
        json.writeStringProperty("to", scope.to().toString());
        json.writeStringProperty("provider", scope.provider());
        json.writeStringProperty("operation", scope.operation());
        String model = scope.model();
        json.writeStringProperty(
                "model", model != null && model.isEmpty() ? ReportRequest.NONE : model);
    }

    /** One is safe on disk. */
    public static String accepted(String batch) {
        return text(json -> {
            json.writeStringProperty("batch", batch);
            json.writeStringProperty("watch", "/v1/reprice/" + batch);
        });
    }

    /**
     * How one stands.
     *
     * @param booked what it booked, once it is
     */
    public static String state(
            String batch,
            State state,
            @Nullable SliceProgress progress,
            @Nullable RepricingDifferences booked) {
        return text(json -> {
            json.writeStringProperty("batch", batch);
            json.writeStringProperty("state", state.code());
            progress(json, "progress", state == State.RUNNING ? progress : null);
            if (booked == null) {
                json.writeNullProperty("booked");
            } else {
                json.writeObjectPropertyStart("booked");
                differences(json, booked);
                json.writeEndObject();
            }
        });
    }

    /** How far one has come, as a property; {@code null} where none is under way. */
    public static void progress(JsonGenerator json, String name, @Nullable SliceProgress progress) {
        if (progress == null) {
            json.writeNullProperty(name);
            return;
        }
        json.writeObjectPropertyStart(name);
        json.writeStringProperty("batch", progress.batch());
        json.writeStringProperty("reached", progress.reached().toString());
        json.writeNumberProperty("events_done", progress.eventsDone());
        json.writeNumberProperty("events", progress.events());
        json.writeEndObject();
    }

    /** In all and by what, as properties. */
    static void differences(JsonGenerator json, RepricingDifferences differences) {
        json.writeStringProperty("time_zone", differences.zone().getId());
        json.writeStringProperty("currency", "USD");
        json.writeObjectPropertyStart("total");
        difference(json, differences.total());
        json.writeEndObject();
        groups(json, "days", "day", new Groups(differences.days(), 0, null));
        groups(json, "providers", "provider", differences.providers(SHOWN));
        groups(json, "operations", "operation", differences.operations(SHOWN));
        groups(json, "users", "user", differences.users(SHOWN));
    }

    private static void groups(JsonGenerator json, String name, String of, Groups groups) {
        json.writeArrayPropertyStart(name);
        groups(json, of, groups.shown());
        json.writeEndArray();
        Difference rest = groups.rest();
        if (rest != null) {
            json.writeObjectPropertyStart("other_" + name);
            json.writeNumberProperty("count", groups.others());
            difference(json, rest);
            json.writeEndObject();
        }
    }

    private static void groups(JsonGenerator json, String of, List<Group> groups) {
        for (Group group : groups) {
            json.writeStartObject();
            json.writeStringProperty(of, group.name());
            difference(json, group.difference());
            json.writeEndObject();
        }
    }

    private static void difference(JsonGenerator json, Difference one) {
        json.writeNumberProperty("events", one.events());
        json.writeNumberProperty("newly_priced", one.priced());
        json.writeNumberProperty("newly_unpriced", one.unpriced());
        json.writeStringProperty("cost_before", Amounts.plain(one.costBefore()));
        json.writeStringProperty("cost_after", Amounts.plain(one.costAfter()));
        json.writeStringProperty("cost_change", Amounts.plain(one.cost()));
        json.writeStringProperty("credit_value_before", Amounts.plain(one.valueBefore()));
        json.writeStringProperty("credit_value_after", Amounts.plain(one.valueAfter()));
        json.writeStringProperty("credit_value_change", Amounts.plain(one.value()));
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
