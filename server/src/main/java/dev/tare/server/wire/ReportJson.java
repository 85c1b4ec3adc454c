package dev.tare.server.wire;

import dev.tare.core.profit.Dimension;
import dev.tare.core.profit.Metric;
import dev.tare.core.profit.ProfitReport;
import dev.tare.core.profit.ReportQuery;
import java.io.StringWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * A report as JSON. Counts are numbers; amounts, percentages and quantities are decimal text;
 * unknown figures, and the model of events without one, are {@code null}. Units and quantities are
 * left out where they weren't asked for. The notes name what stands outside profit.
 */
public final class ReportJson {
    /** What {@code revenue} means in these reports. */
    public static final String REVENUE_BASIS = "credit_value";

    private static final JsonFactory JSON =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    private ReportJson() {}

    /** The whole text. */
    public static String text(ProfitReport report) {
        StringWriter text = new StringWriter();
        write(report, text);
        return text.toString();
    }

    /** Writes the report to {@code out}, which stays open. */
    public static void write(ProfitReport report, Writer out) {
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            json.writeStringProperty("report", "profit");
            query(json, report.query());
            json.writeStringProperty("revenue_basis", REVENUE_BASIS);
            json.writeStringProperty("currency", "USD");
            metrics(json);
            boolean quantities = report.query().quantities();
            if (quantities) {
                json.writeArrayPropertyStart("units");
                report.units().forEach(json::writeString);
                json.writeEndArray();
            }
            json.writeArrayPropertyStart("rows");
            for (ProfitReport.Row row : report.rows()) {
                row(json, report.query().groupBy(), row, quantities);
            }
            json.writeEndArray();
            json.writeName("total");
            row(json, List.of(), report.total(), quantities);
            notes(json, report);
            json.writeEndObject();
        }
    }

    private static void query(JsonGenerator json, ReportQuery query) {
        json.writeObjectPropertyStart("query");
        json.writeStringProperty("from", query.from().toString());
        json.writeStringProperty("to", query.to().toString());
        json.writeStringProperty("time_zone", query.zone().getId());
        json.writeStringProperty("amounts", query.amounts().text());
        if (!query.quantities()) {
            json.writeBooleanProperty("quantities", false);
        }
        json.writeArrayPropertyStart("group_by");
        query.groupBy().forEach(dimension -> json.writeString(dimension.text()));
        json.writeEndArray();
        json.writeObjectPropertyStart("filters");
        query.filters()
                .forEach((dimension, values) -> {
                    json.writeArrayPropertyStart(dimension.text());
                    new TreeSet<>(values).forEach(value -> key(json, value));
                    json.writeEndArray();
                });
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void metrics(JsonGenerator json) {
        json.writeArrayPropertyStart("metrics");
        for (Metric metric : Metric.values()) {
            json.writeStartObject();
            json.writeStringProperty("name", metric.text());
            json.writeStringProperty("label", metric.label());
            json.writeStringProperty("unit", metric.unit().text());
            json.writeStringProperty("definition", metric.definition());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void row(
            JsonGenerator json, List<Dimension> columns, ProfitReport.Row row, boolean quantities) {
        json.writeStartObject();
        for (int i = 0; i < columns.size(); i++) {
            json.writeName(columns.get(i).text());
            key(json, row.keys().get(i));
        }
        for (Metric metric : Metric.values()) {
            json.writeName(metric.text());
            figure(json, metric, row.get(metric));
        }
        if (quantities) {
            json.writeObjectPropertyStart("quantities");
            row.totals()
                    .quantities()
                    .forEach((unit, quantity) ->
                            json.writeStringProperty(unit, Figures.quantity(quantity)));
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void key(JsonGenerator json, String key) {
        if (key.isEmpty()) {
            json.writeNull();
        } else {
            json.writeString(key);
        }
    }

    private static void figure(JsonGenerator json, Metric metric, @Nullable BigDecimal value) {
        if (value == null) {
            json.writeNull();
        } else if (metric.unit() == Metric.Unit.COUNT) {
            json.writeNumber(Figures.text(metric, value));
        } else {
            json.writeString(Figures.text(metric, value));
        }
    }

    private static void notes(JsonGenerator json, ProfitReport report) {
        json.writeArrayPropertyStart("notes");
        for (ReportNote note : ReportNote.of(report)) {
            json.writeStartObject();
            json.writeStringProperty("code", note.code());
            if (note.requests() == null) {
                json.writeNullProperty("requests");
            } else {
                json.writeNumberProperty("requests", note.requests());
            }
            json.writeStringProperty("text", note.text());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
