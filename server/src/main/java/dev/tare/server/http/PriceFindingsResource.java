package dev.tare.server.http;

import dev.tare.core.advice.MissingPricesReport;
import dev.tare.core.advice.ToldCostsReport;
import dev.tare.core.advice.UnpricedUsage;
import dev.tare.core.event.Rejection;
import dev.tare.core.ledger.LogNow;
import dev.tare.core.pricing.Books;
import dev.tare.core.pricing.PriceComparison;
import dev.tare.core.pricing.RateCard;
import dev.tare.core.profit.ProfitReports;
import dev.tare.core.profit.ReportQuery;
import dev.tare.core.profit.ReportRequest;
import dev.tare.server.wire.PriceFindings;
import dev.tare.server.wire.PriceTime;
import dev.tare.server.wire.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /v1/prices/missing}, {@code /v1/prices/told} and {@code /v1/prices/compare}: what is wrong
 * with the price book.
 */
@RestController
public final class PriceFindingsResource {
    private static final Set<String> OF_A_SPAN = Set.of("range", "from", "to", "tz");

    /** What calls without a price, and told costs, are judged by. */
    public record Parts(
            UnpricedUsage usage,
            LogNow log,
            ProfitReports reports,
            Supplier<Books> books,
            Supplier<Map<String, List<RateCard>>> catalogue) {}

    private final Parts parts;
    private final Clock clock;
    private final ZoneId zone;

    /**
     * @param zone the workspace's, where a request names none
     */
    public PriceFindingsResource(Parts parts, Clock clock, ZoneId zone) {
        this.parts = parts;
        this.clock = clock;
        this.zone = zone;
    }

    /**
     * Calls without a price over a span, as reports name it, with the likely cure of each group.
     */
    @GetMapping("/v1/prices/missing")
    public ResponseEntity<byte[]> missing(HttpServletRequest request) {
        return overSpan(
                request,
                query ->
                        PriceFindings.missing(
                                MissingPricesReport.of(
                                        parts.usage(),
                                        parts.reports().rowsKept(),
                                        parts.books().get().prices(),
                                        parts.catalogue().get(),
                                        query.from(),
                                        query.to())));
    }

    /** Costs that senders told over a span, as reports name it, beside what the book says. */
    @GetMapping("/v1/prices/told")
    public ResponseEntity<byte[]> told(HttpServletRequest request) {
        return overSpan(
                request,
                query ->
                        PriceFindings.told(
                                ToldCostsReport.of(
                                        parts.log(),
                                        parts.reports().rowsKept(),
                                        parts.books().get().prices(),
                                        query.from(),
                                        query.to())));
    }

    private ResponseEntity<byte[]> overSpan(
            HttpServletRequest request, Function<ReportQuery, String> answer) {
        Map<String, List<String>> params = new TreeMap<>();
        request.getParameterMap().forEach((name, values) -> params.put(name, List.of(values)));
        for (String name : params.keySet()) {
            if (!OF_A_SPAN.contains(name)) {
                return Reply.problem(
                        Problem.caller(
                                        400,
                                        "unknown_parameter",
                                        "There is no parameter " + Rejection.shown(name) + ".")
                                .at(name.length() > 80 ? name.substring(0, 80) : name)
                                .mendedBy("Send range, from, to or tz."));
            }
        }
        return switch (ReportRequest.parse(params, clock.instant(), zone, parts.reports()::span)) {
            case ReportRequest.Parsed.Bad bad ->
                    Reply.problem(Problem.caller(400, bad.code(), bad.message()).at(bad.field()));
            case ReportRequest.Parsed.Query asked ->
                    Reply.text(MediaType.APPLICATION_JSON, answer.apply(asked.query()));
        };
    }

    /** Where the sources of the book differ at a time: now, unless the request says otherwise. */
    @GetMapping("/v1/prices/compare")
    public ResponseEntity<byte[]> compare(
            @RequestParam(name = "at", required = false) @Nullable String at,
            @RequestParam(name = "provider", required = false) @Nullable String provider) {
        Instant time = at == null ? clock.instant() : PriceTime.read(at);
        if (time == null) {
            return Reply.problem(
                    Problem.caller(
                                    400,
                                    "invalid_time",
                                    "\"at\" can't be " + Rejection.shown(String.valueOf(at)) + ".")
                            .at("at")
                            .mendedBy(PriceTime.MEND));
        }
        return Reply.text(
                MediaType.APPLICATION_JSON,
                PriceFindings.comparison(
                        PriceComparison.of(parts.books().get().prices(), time), provider));
    }
}
