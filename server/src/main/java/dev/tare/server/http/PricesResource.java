package dev.tare.server.http;

import dev.tare.core.ledger.Journal;
import dev.tare.core.ledger.PriceDesk;
import dev.tare.core.pricing.Books;
import dev.tare.core.pricing.NewPrice;
import dev.tare.core.pricing.PriceChange;
import dev.tare.core.pricing.RateCard;
import dev.tare.core.rollup.PriceImpacts;
import dev.tare.server.wire.NewPricesJson;
import dev.tare.server.wire.PriceFile;
import dev.tare.server.wire.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/prices}: the price book as a price file, and more prices for it. */
@RestController
public final class PricesResource {
    private static final MediaType YAML = MediaType.parseMediaType("application/yaml");
    private static final Duration JOURNAL_WAIT = Duration.ofSeconds(30);
    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final String DRY_RUN = "dry_run";
    private static final String IMPACT = "impact";

    /** What prices are entered with. */
    public record Parts(
            PriceDesk desk, Journal journal, Supplier<Books> recorded, PriceImpacts impacts) {}

    private final Parts parts;
    private final Clock clock;

    public PricesResource(Parts parts, Clock clock) {
        this.parts = parts;
        this.clock = clock;
    }

    /**
     * Every price, plan and tariff, or the cards asked for, as a file that can be entered again.
     */
    @GetMapping("/v1/prices")
    public ResponseEntity<byte[]> all(HttpServletRequest request) {
        return switch (PriceQuery.of(request, clock.instant())) {
            case PriceQuery.Bad(Problem problem) -> Reply.problem(problem);
            case PriceQuery.Asked asked -> {
                PriceChange answer = asked.of(parts.recorded().get());
                yield asked.json()
                        ? Reply.text(MediaType.APPLICATION_JSON, PriceFile.writeJson(answer))
                        : Reply.text(YAML, PriceFile.write(answer));
            }
        };
    }

    /**
     * Enters a price file, YAML or JSON; what is known already is left out. With {@code
     * dry_run=true} it enters nothing and says what it would change.
     */
    @PostMapping("/v1/prices")
    public ResponseEntity<byte[]> enter(HttpServletRequest request) throws IOException {
        Map<String, List<String>> asked = PriceQuery.inAddress(request);
        Problem problem = PriceQuery.truths(asked, Set.of(DRY_RUN, IMPACT));
        if (problem != null) {
            return Reply.problem(problem);
        }
        boolean dryRun = "true".equals(PriceQuery.only(asked, DRY_RUN));
        boolean impact = !"false".equals(PriceQuery.only(asked, IMPACT));
        return switch (JsonBody.text(request)) {
            case JsonBody.Bad bad -> Reply.problem(bad.problem());
            case JsonBody.Fields _ -> Reply.problem(Problem.ours());
            case JsonBody.Text(String text) ->
                    switch (PriceFile.parse(text)) {
                        case PriceFile.Bad bad -> refused(bad.problems());
                        case PriceFile.Prices prices ->
                                dryRun ? dryRun(prices.change(), impact) : enter(prices.change());
                    };
        };
    }

    private ResponseEntity<byte[]> dryRun(PriceChange change, boolean impact) {
        Books books = parts.desk().books();
        List<String> taken = parts.desk().claimed().takenIds(change);
        if (!taken.isEmpty()) {
            return refused(taken(change, taken));
        }
        PriceChange news = books.newIn(change);
        ResponseEntity<byte[]> answer =
                impact && !news.rateCards().isEmpty()
                        ? parts.impacts().alone(() -> wholeDryRun(books, news))
                        : told(books, news, null, null);
        return answer != null
                ? answer
                : Reply.problem(
                        Problem.outside(
                                        503,
                                        "prices_busy",
                                        "What other prices would change is being worked out.",
                                        RETRY)
                                .mendedBy("Come again, or send impact=false for the book alone."));
    }

    private ResponseEntity<byte[]> wholeDryRun(Books books, PriceChange news) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        PriceImpacts impacts = parts.impacts();
        return told(
                books,
                news,
                impacts.impact(books, news.rateCards(), now),
                impacts.usage(books, news.rateCards(), now));
    }

    private static ResponseEntity<byte[]> told(
            Books books,
            PriceChange news,
            PriceImpacts.@Nullable Impact impact,
            PriceImpacts.@Nullable Usage usage) {
        return Reply.text(
                MediaType.APPLICATION_JSON,
                NewPricesJson.dryRun(
                        news, NewPrice.of(books.prices(), news.rateCards()), impact, usage));
    }

    private ResponseEntity<byte[]> enter(PriceChange change) {
        List<Problem> failed = new ArrayList<>();
        PriceDesk.Outcome outcome =
                parts.desk()
                        .enter(
                                change,
                                clock.instant(),
                                record -> {
                                    CompletableFuture<?> append = parts.journal().append(record);
                                    Problem problem = Durably.await(append, JOURNAL_WAIT);
                                    if (problem != null) {
                                        failed.add(problem);
                                    }
                                    return append;
                                });
        return switch (outcome) {
            case PriceDesk.Taken taken -> refused(taken(change, taken.ids()));
            case PriceDesk.NotSafe _, PriceDesk.Unknown _ -> Reply.problem(failed.getFirst());
            case PriceDesk.Entered(PriceChange news) ->
                    Reply.json(
                            202,
                            json -> {
                                json.writeNumberProperty("rate_cards", news.rateCards().size());
                                json.writeNumberProperty("plans", news.plans().size());
                                json.writeNumberProperty("tariffs", news.tariffs().size());
                            });
        };
    }

    private static List<PriceFile.Problem> taken(PriceChange change, List<String> ids) {
        List<PriceFile.Problem> problems = new ArrayList<>();
        for (int i = 0; i < change.rateCards().size(); i++) {
            RateCard card = change.rateCards().get(i);
            if (ids.contains(card.id())) {
                problems.add(
                        new PriceFile.Problem(
                                "rate_cards[" + i + "].id",
                                "rate_card_id_taken",
                                "Rate card \""
                                        + card.id()
                                        + "\" is known with another content, and no price is"
                                        + " ever changed; give the new price a new id."));
            }
        }
        return problems;
    }

    private static ResponseEntity<byte[]> refused(List<PriceFile.Problem> problems) {
        PriceFile.Problem first = problems.getFirst();
        boolean conflict = first.code().equals("rate_card_id_taken");
        int status = conflict ? 409 : 400;
        ResponseEntity<byte[]> answer =
                Reply.json(
                        status,
                        json -> {
                            json.writeNumberProperty("status", status);
                            json.writeStringProperty("code", first.code());
                            json.writeStringProperty("category", "caller");
                            json.writeStringProperty("title", first.code().replace('_', ' '));
                            json.writeStringProperty("detail", first.message());
                            json.writeStringProperty("field", first.path());
                            json.writeArrayPropertyStart("problems");
                            for (PriceFile.Problem problem : problems) {
                                json.writeStartObject();
                                json.writeStringProperty("field", problem.path());
                                json.writeStringProperty("code", problem.code());
                                json.writeStringProperty("message", problem.message());
                                json.writeEndObject();
                            }
                            json.writeEndArray();
                        });
        return ResponseEntity.status(status)
                .contentType(MediaType.parseMediaType(Problem.MEDIA_TYPE))
                .body(answer.getBody());
    }
}
