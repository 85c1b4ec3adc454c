package dev.tare.server.wire;

import dev.tare.core.advice.MissingPrice;
import dev.tare.core.advice.MissingPricesReport;
import dev.tare.core.advice.ToldCostsReport;
import dev.tare.core.advice.UnpricedUsage;
import dev.tare.core.pricing.PriceComparison;
import dev.tare.core.pricing.PriceSource;
import dev.tare.core.pricing.RateCard;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What was found out about the price book, as JSON: which prices are missing, where its sources
 * differ, and where costs that senders told differ from it. Numbers that aren't counts are texts,
 * so that no digit is lost.
 */
public final class PriceFindings {
    private static final JsonFactory JSON = new JsonFactory();

    private PriceFindings() {}

    /** Calls without a price, with what to do. */
    public static String missing(MissingPricesReport report) {
        return object(json -> {
            json.writeStringProperty("from", report.from().toString());
            json.writeStringProperty("to", report.to().toString());
            json.writeNumberProperty("unpriced_calls", report.calls());
            text(json, "rows_kept_since", report.rowsKeptSince());
            json.writeArrayPropertyStart("missing");
            report.missing().forEach(one -> write(json, one));
            json.writeEndArray();
            json.writeNumberProperty("more_groups", report.moreGroups());
            json.writeNumberProperty("more_calls", report.moreCalls());
        });
    }

    private static void write(JsonGenerator json, MissingPrice one) {
        UnpricedUsage.Group usage = one.usage();
        json.writeStartObject();
        json.writeStringProperty("provider", usage.provider());
        json.writeStringProperty("operation", usage.operation());
        text(json, "model", usage.model());
        json.writeStringProperty("status", usage.status().text());
        json.writeNumberProperty("calls", usage.calls());
        json.writeObjectPropertyStart("quantities");
        usage.quantities().forEach((unit, sum) -> json.writeStringProperty(unit, plain(sum)));
        json.writeEndObject();
        json.writeStringProperty("first", usage.first().toString());
        json.writeStringProperty("last", usage.last().toString());
        json.writeStringProperty("reason", one.reason().code());
        text(json, "detail", one.detail());
        json.writeStringProperty("cure", one.cure());
        text(json, "command", one.command());
        json.writeEndObject();
    }

    /**
     * Where sources differ.
     *
     * @param provider only that one's; {@code null} = all
     */
    public static String comparison(PriceComparison comparison, @Nullable String provider) {
        return object(json -> {
            json.writeStringProperty("at", comparison.at().toString());
            json.writeNumberProperty("compared", comparison.compared());
            json.writeNumberProperty("differing", comparison.differing().size());
            json.writeArrayPropertyStart("differences");
            comparison.differing().stream()
                    .filter(one -> provider == null || one.inForce().provider().equals(provider))
                    .forEach(one -> write(json, one));
            json.writeEndArray();
        });
    }

    private static void write(JsonGenerator json, PriceComparison.Contested one) {
        json.writeStartObject();
        json.writeStringProperty("provider", one.inForce().provider());
        json.writeStringProperty("operation", one.inForce().operation());
        json.writeStringProperty("model", one.inForce().model());
        json.writeObjectPropertyStart("in_force");
        write(json, one.inForce());
        json.writeEndObject();
        json.writeArrayPropertyStart("others");
        for (PriceComparison.Other other : one.others()) {
            json.writeStartObject();
            write(json, other.card());
            json.writeArrayPropertyStart("rates");
            for (PriceComparison.Line line : other.lines()) {
                json.writeStartObject();
                json.writeStringProperty("what", line.what());
                text(json, "in_force_usd", plainOrNull(line.inForce()));
                text(json, "other_usd", plainOrNull(line.other()));
                text(json, "difference_percent", plainOrNull(line.percent()));
                if (line.isRule()) {
                    text(json, "in_force_rule", line.ruleInForce());
                    text(json, "other_rule", line.otherRule());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, RateCard card) {
        json.writeStringProperty("rate_card", card.id());
        json.writeStringProperty("said_by", PriceSource.of(card).text());
        json.writeStringProperty("from", card.from().toString());
        json.writeStringProperty("source", card.source());
    }

    /** Costs that senders told, beside what the book says. */
    public static String told(ToldCostsReport report) {
        return object(json -> {
            json.writeStringProperty("from", report.from().toString());
            json.writeStringProperty("to", report.to().toString());
            text(json, "rows_kept_since", report.rowsKeptSince());
            json.writeObjectPropertyStart("total");
            write(json, report.total());
            json.writeEndObject();
            json.writeArrayPropertyStart("groups");
            for (ToldCostsReport.Group group : report.groups()) {
                json.writeStartObject();
                json.writeStringProperty("provider", group.provider());
                json.writeStringProperty("operation", group.operation());
                text(json, "model", group.model());
                write(json, group.sum());
                json.writeEndObject();
            }
            json.writeEndArray();
            ToldCostsReport.More more = report.more();
            json.writeNumberProperty("more_groups", more == null ? 0 : more.groups());
            json.writeNumberProperty("more_events", more == null ? 0 : more.events());
            json.writeNumberProperty("more_differing", more == null ? 0 : more.differing());
        });
    }

    private static void write(JsonGenerator json, ToldCostsReport.Sum sum) {
        json.writeNumberProperty("events", sum.events());
        json.writeStringProperty("told_usd", plain(sum.told()));
        json.writeNumberProperty("compared_events", sum.compared());
        json.writeStringProperty("compared_told_usd", plain(sum.toldOfCompared()));
        json.writeStringProperty("book_usd", plain(sum.book()));
        json.writeStringProperty("difference_usd", plain(sum.difference()));
        text(json, "difference_percent", plainOrNull(sum.percent()));
        json.writeNumberProperty("differing_events", sum.differing());
        json.writeNumberProperty("not_compared_events", sum.events() - sum.compared());
    }

    private static void text(JsonGenerator json, String name, @Nullable String value) {
        if (value == null) {
            json.writeNullProperty(name);
        } else {
            json.writeStringProperty(name, value);
        }
    }

    private static @Nullable String plainOrNull(@Nullable BigDecimal number) {
        return number == null ? null : plain(number);
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
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
