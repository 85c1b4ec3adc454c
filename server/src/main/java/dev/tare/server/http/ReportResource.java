package dev.tare.server.http;

import dev.tare.core.event.Rejection;
import dev.tare.core.profit.ProfitReport;
import dev.tare.core.profit.ProfitReports;
import dev.tare.core.profit.ReportQuery;
import dev.tare.core.profit.ReportRequest;
import dev.tare.server.security.ProblemAnswers;
import dev.tare.server.wire.Problem;
import dev.tare.server.wire.ReportCsv;
import dev.tare.server.wire.ReportJson;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /v1/reports/profit}: the profit report as JSON or CSV. */
@RestController
public final class ReportResource {
    private static final String FORMAT = "format";

    private final ProfitReports reports;
    private final Clock clock;
    private final ZoneId zone;

    /**
     * @param zone the workspace's, where a request names none
     */
    public ReportResource(ProfitReports reports, Clock clock, ZoneId zone) {
        this.reports = reports;
        this.clock = clock;
        this.zone = zone;
    }

    /** Parameters as {@link ReportRequest} reads them, and {@code format}. */
    @GetMapping("/v1/reports/profit")
    public void profit(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Map<String, List<String>> params = new TreeMap<>();
        request.getParameterMap().forEach((name, values) -> params.put(name, List.of(values)));
        String format = params.getOrDefault(FORMAT, List.of("json")).getFirst();
        Problem problem = unknown(params, format);
        if (problem != null) {
            ProblemAnswers.json(response, problem);
            return;
        }
        switch (ReportRequest.parse(params, clock.instant(), zone, reports::span)) {
            case ReportRequest.Parsed.Bad bad ->
                    ProblemAnswers.json(
                            response,
                            Problem.caller(400, bad.code(), bad.message()).at(bad.field()));
            case ReportRequest.Parsed.Query parsed ->
                    send(response, reports.report(parsed.query()), format);
        }
    }

    private static @Nullable Problem unknown(Map<String, List<String>> params, String format) {
        if (!format.equals("json") && !format.equals("csv")) {
            return Problem.caller(
                            400,
                            "unknown_format",
                            "There is no format " + Rejection.shown(format) + ".")
                    .at(FORMAT)
                    .mendedBy("Send json or csv.");
        }
        for (String name : params.keySet()) {
            if (!name.equals(FORMAT) && !ReportRequest.knows(name)) {
                return Problem.caller(
                                400,
                                "unknown_parameter",
                                "There is no parameter " + Rejection.shown(name) + ".")
                        .at(name.length() > 80 ? name.substring(0, 80) : name)
                        .mendedBy(
                                "Send range, from, to, tz, group_by, amounts, quantities,"
                                        + " format, or a dimension to filter by.");
            }
        }
        return null;
    }

    private static void send(HttpServletResponse response, ProfitReport report, String format)
            throws IOException {
        boolean csv = format.equals("csv");
        response.setContentType(csv ? "text/csv;charset=UTF-8" : "application/json");
        if (csv) {
            response.setHeader(
                    "Content-Disposition", "attachment; filename=\"" + name(report.query()) + "\"");
        }
        Writer out = new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8);
        if (csv) {
            ReportCsv.write(report, out);
        } else {
            ReportJson.write(report, out);
        }
        out.flush();
    }

    private static String name(ReportQuery query) {
        LocalDate first = query.from().atZone(query.zone()).toLocalDate();
        LocalDate last = query.to().minusNanos(1).atZone(query.zone()).toLocalDate();
        return "tare-profit-" + first + "-to-" + last + ".csv";
    }
}
