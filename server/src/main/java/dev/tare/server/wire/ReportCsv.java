package dev.tare.server.wire;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.tare.core.profit.Dimension;
import dev.tare.core.profit.Metric;
import dev.tare.core.profit.ProfitReport;
import dev.tare.core.profit.ReportRequest;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * A report as CSV: one column per dimension, metric and unit of quantity ({@code
 * quantities.images}; none where they weren't asked for). Unknown figures are empty cells. Without
 * groups the one line is the total.
 */
public final class ReportCsv {
    private ReportCsv() {}

    /** The whole text, lines ended by CR LF. */
    public static String text(ProfitReport report) {
        StringWriter text = new StringWriter();
        write(report, text);
        return text.toString();
    }

    /** Writes the report to {@code out}, which stays open. */
    public static void write(ProfitReport report, Writer out) {
        SortedSet<String> units = report.units();
        try {
            CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(out);
            csv.writeRecord(header(report, units));
            List<ProfitReport.Row> rows =
                    report.query().groupBy().isEmpty() ? List.of(report.total()) : report.rows();
            for (ProfitReport.Row row : rows) {
                csv.writeRecord(line(report, row, units));
            }
            csv.flush();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static List<String> header(ProfitReport report, SortedSet<String> units) {
        List<String> names = new ArrayList<>();
        report.query().groupBy().stream().map(Dimension::text).forEach(names::add);
        for (Metric metric : Metric.values()) {
            names.add(metric.text());
        }
        units.forEach(unit -> names.add("quantities." + unit));
        return names;
    }

    private static List<String> line(
            ProfitReport report, ProfitReport.Row row, SortedSet<String> units) {
        List<String> cells = new ArrayList<>();
        row.keys()
                .forEach(key -> cells.add(key.isEmpty() ? ReportRequest.NONE : CsvText.cell(key)));
        for (Metric metric : Metric.values()) {
            cells.add(figure(metric, row.get(metric)));
        }
        units.forEach(unit -> cells.add(Figures.quantity(report.quantity(row, unit))));
        return cells;
    }

    private static String figure(Metric metric, @Nullable BigDecimal value) {
        return value == null ? "" : Figures.text(metric, value);
    }
}
