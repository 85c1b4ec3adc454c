package dev.tare.server.http;

import dev.tare.core.ledger.Journal;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.pricing.Books;
import dev.tare.core.pricing.PriceChange;
import dev.tare.core.pricing.RateCard;
import dev.tare.server.wire.PriceFile;
import dev.tare.server.wire.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
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

    private final Journal journal;
    private final Supplier<Books> recorded;
    private final Clock clock;

    /** Accepted, but perhaps not in the recorder's books yet. */
    private final List<PriceChange> underWay = new ArrayList<>();

    /**
     * @param recorded the books after the last record applied
     */
    public PricesResource(Journal journal, Supplier<Books> recorded, Clock clock) {
        this.journal = journal;
        this.recorded = recorded;
        this.clock = clock;
    }

    /** Every price, plan and tariff, in the form that can be entered again. */
    @GetMapping("/v1/prices")
    public ResponseEntity<byte[]> all() {
        Books books = recorded.get();
        return Reply.text(
                YAML,
                PriceFile.write(
                        new PriceChange(
                                books.prices().cards(),
                                books.plans().plans(),
                                books.plans().tariffs())));
    }

    /** Enters a price file, YAML or JSON; what is known already is left out. */
    @PostMapping("/v1/prices")
    public ResponseEntity<byte[]> enter(HttpServletRequest request) throws IOException {
        return switch (JsonBody.text(request)) {
            case JsonBody.Bad bad -> Reply.problem(bad.problem());
            case JsonBody.Fields _ -> Reply.problem(Problem.ours());
            case JsonBody.Text(String text) ->
                    switch (PriceFile.parse(text)) {
                        case PriceFile.Bad bad -> refused(bad.problems());
                        case PriceFile.Prices prices -> enter(prices.change());
                    };
        };
    }

    /** One file after the other: the second must see the first one's cards. */
    private synchronized ResponseEntity<byte[]> enter(PriceChange change) {
        Books books = books();
        List<PriceFile.Problem> taken = taken(change, books);
        if (!taken.isEmpty()) {
            return refused(taken);
        }
        PriceChange news = books.newIn(change);
        Problem problem = news.equals(PriceChange.NONE) ? null : append(news);
        if (problem != null) {
            return Reply.problem(problem);
        }
        return Reply.json(
                202,
                json -> {
                    json.writeNumberProperty("rate_cards", news.rateCards().size());
                    json.writeNumberProperty("plans", news.plans().size());
                    json.writeNumberProperty("tariffs", news.tariffs().size());
                });
    }

    private @Nullable Problem append(PriceChange news) {
        Problem problem =
                Durably.append(
                        journal,
                        new JournalRecord.Prices(
                                clock.instant().truncatedTo(ChronoUnit.MICROS), news),
                        JOURNAL_WAIT);
        if (problem == null) {
            underWay.add(news);
        }
        return problem;
    }

    private Books books() {
        Books books = recorded.get();
        underWay.removeIf(change -> books.newIn(change).equals(PriceChange.NONE));
        Books ahead = books;
        for (PriceChange change : underWay) {
            ahead = ahead.with(change);
        }
        return ahead;
    }

    private static List<PriceFile.Problem> taken(PriceChange change, Books books) {
        List<PriceFile.Problem> problems = new ArrayList<>();
        for (int i = 0; i < change.rateCards().size(); i++) {
            RateCard card = change.rateCards().get(i);
            RateCard known = books.prices().card(card.id());
            if (known != null && !known.equals(card)) {
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
