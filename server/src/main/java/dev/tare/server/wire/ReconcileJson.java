package dev.tare.server.wire;

import dev.tare.core.money.Amounts;
import dev.tare.core.profit.ReportRequest;
import dev.tare.core.reconcile.BillItem;
import dev.tare.core.reconcile.Outcome;
import dev.tare.core.reconcile.Reconciliation;
import dev.tare.core.reconcile.Reconciliation.Capture;
import dev.tare.core.reconcile.Reconciliation.Finding;
import dev.tare.core.reconcile.Reconciling;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** A reconciliation as JSON. Amounts and quantities are decimal text, amounts in USD. */
public final class ReconcileJson {
    /** Periods that differ, and are listed. */
    static final int SHOWN = 1_000;

    private static final JsonFactory JSON = new JsonFactory();

    private ReconcileJson() {}

    /**
     * How the bill could be read.
     *
     * @param broken rows that couldn't be used
     */
    public record Reading(long rows, long broken, List<BrokenLine> firstBroken) {}

    /** A row that couldn't be used. */
    public record BrokenLine(long line, @Nullable String field, String code, String message) {}

    /**
     * What was booked.
     *
     * @param batch as the corrections are called
     * @param booked {@code null} where nothing was, since
     * @param refused this stood against it
     */
    public record Bookings(
            String batch, Reconciling.@Nullable Booked booked, @Nullable String refused) {}

    /** All of it; {@code bookings} is {@code null} where nothing was to be booked. */
    public static String text(
            String provider, Reconciliation found, Reading reading, @Nullable Bookings bookings) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("provider", provider);
            json.writeStringProperty("time_zone", found.zone().getId());
            json.writeStringProperty("from", found.first() == null ? null : "" + found.first());
            json.writeStringProperty("to", found.last() == null ? null : "" + found.last());
            json.writeStringProperty("currency", "USD");
            json.writeBooleanProperty("agrees", found.isFine() && reading.broken() == 0);
            reading(json, found, reading);
            shift(json, found.shift());
            outcomes(json, found.findings());
            totals(json, found);
            json.writeObjectPropertyStart("not_usage");
            found.apart()
                    .forEach((name, sum) -> json.writeStringProperty(name, Amounts.plain(sum)));
            json.writeEndObject();
            findings(json, found.findings());
            bookings(json, bookings);
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void reading(JsonGenerator json, Reconciliation found, Reading reading) {
        json.writeNumberProperty("rows", reading.rows());
        json.writeNumberProperty("lines_compared", found.lines());
        json.writeNumberProperty("lines_outside", found.linesOutside());
        json.writeNumberProperty("broken", reading.broken());
        json.writeArrayPropertyStart("broken_lines");
        for (BrokenLine line : reading.firstBroken()) {
            json.writeStartObject();
            json.writeNumberProperty("line", line.line());
            json.writeStringProperty("field", line.field());
            json.writeStringProperty("code", line.code());
            json.writeStringProperty("message", line.message());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void shift(JsonGenerator json, Reconciliation.@Nullable Shift shift) {
        if (shift == null) {
            json.writeNullProperty("time_zone_shift");
            return;
        }
        json.writeObjectPropertyStart("time_zone_shift");
        json.writeStringProperty("offset", shift.offset().getId());
        json.writeNumberProperty("equally_good", shift.equallyGood());
        json.writeNumberProperty("quantities_mended", shift.mended());
        json.writeNumberProperty("quantities_differing", shift.differed());
        json.writeEndObject();
    }

    private static void outcomes(JsonGenerator json, List<Finding> findings) {
        Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
        findings.forEach(finding -> counts.merge(finding.outcome(), 1, Integer::sum));
        json.writeObjectPropertyStart("outcomes");
        counts.forEach((outcome, count) -> json.writeNumberProperty(outcome.code(), count));
        json.writeEndObject();
    }

    private static void totals(JsonGenerator json, Reconciliation found) {
        json.writeObjectPropertyStart("totals");
        Capture amount = found.amount();
        json.writeObjectPropertyStart("amount");
        json.writeStringProperty("bill", Amounts.plain(amount.bill()));
        json.writeStringProperty("log", Amounts.plain(amount.log()));
        json.writeStringProperty("captured_percent", plain(amount.captured()));
        json.writeEndObject();
        json.writeObjectPropertyStart("quantities");
        found.captured()
                .forEach((unit, sum) -> {
                    json.writeObjectPropertyStart(unit);
                    json.writeStringProperty("bill", Figures.quantity(sum.bill()));
                    json.writeStringProperty("log", Figures.quantity(sum.log()));
                    json.writeStringProperty("captured_percent", plain(sum.captured()));
                    json.writeEndObject();
                });
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void findings(JsonGenerator json, List<Finding> findings) {
        List<Finding> differ =
                findings.stream().filter(finding -> !finding.outcome().isFine()).toList();
        json.writeArrayPropertyStart("findings");
        differ.stream().limit(SHOWN).forEach(finding -> finding(json, finding));
        json.writeEndArray();
        json.writeNumberProperty("findings_left_out", Math.max(0, differ.size() - SHOWN));
    }

    private static void finding(JsonGenerator json, Finding finding) {
        json.writeStartObject();
        json.writeStringProperty("outcome", finding.outcome().code());
        json.writeStringProperty("from", finding.first().toString());
        json.writeStringProperty("to", finding.last().toString());
        item(json, finding.item());
        quantities(json, "bill", finding.bill());
        quantities(json, "log", finding.log());
        json.writeStringProperty("billed", Amounts.plain(finding.billed()));
        json.writeStringProperty("cost", Amounts.plain(finding.cost()));
        json.writeStringProperty("gap", Amounts.plain(finding.gap()));
        json.writeStringProperty("bill_rate", plain(finding.billRate()));
        json.writeStringProperty("log_rate", plain(finding.logRate()));
        json.writeNumberProperty("calls", finding.calls());
        json.writeNumberProperty("unpriced_calls", finding.unpriced());
        json.writeNumberProperty("not_billed_calls", finding.notBilled());
        json.writeNumberProperty("bill_lines", finding.lines());
        json.writeNumberProperty("repeated_lines", finding.repeated());
        json.writeArrayPropertyStart("repeats");
        for (Reconciliation.Repeat repeat : finding.repeats()) {
            json.writeStartObject();
            json.writeNumberProperty("line", repeat.line());
            json.writeNumberProperty("same_as", repeat.earlier());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** {@code null} is any, {@code (none)} that none is named. */
    private static void item(JsonGenerator json, BillItem item) {
        json.writeStringProperty("operation", item.operation());
        String model = item.model();
        json.writeStringProperty(
                "model", model != null && model.isEmpty() ? ReportRequest.NONE : model);
    }

    private static void quantities(
            JsonGenerator json, String name, Map<String, BigDecimal> quantities) {
        json.writeObjectPropertyStart(name);
        quantities.forEach(
                (unit, quantity) -> json.writeStringProperty(unit, Figures.quantity(quantity)));
        json.writeEndObject();
    }

    private static void bookings(JsonGenerator json, @Nullable Bookings bookings) {
        if (bookings == null) {
            json.writeNullProperty("booking");
            return;
        }
        json.writeObjectPropertyStart("booking");
        json.writeStringProperty("batch", bookings.batch());
        json.writeStringProperty("refused", bookings.refused());
        Reconciling.Booked booked = bookings.booked();
        if (booked != null) {
            json.writeNumberProperty("periods", booked.periods());
            json.writeNumberProperty("events", booked.events());
            json.writeStringProperty("cost_change", Amounts.plain(booked.costChange()));
            json.writeArrayPropertyStart("not_booked");
            for (Reconciling.NotBooked not : booked.notBooked()) {
                json.writeStartObject();
                json.writeStringProperty("from", not.day().toString());
                item(json, not.item());
                json.writeStringProperty("code", not.code());
                json.writeStringProperty("message", not.message());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static @Nullable String plain(@Nullable BigDecimal number) {
        return number == null ? null : Figures.quantity(number);
    }
}
