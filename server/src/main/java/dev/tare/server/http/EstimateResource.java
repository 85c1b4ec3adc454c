package dev.tare.server.http;

import dev.tare.core.pricing.Books;
import dev.tare.server.wire.PriceAnswer;
import dev.tare.server.wire.PriceFile;
import dev.tare.server.wire.PriceQuestion;
import dev.tare.server.wire.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code POST /v1/price/estimate}: what a call costs, with every part of it. One question as a JSON
 * object, or several as NDJSON, a line each; the answers come in the same form. Nothing is
 * recorded.
 */
@RestController
public final class EstimateResource {
    private static final MediaType NDJSON = MediaType.parseMediaType("application/x-ndjson");

    private final Supplier<Books> books;
    private final Clock clock;

    /**
     * @param books the books after the last record applied
     */
    public EstimateResource(Supplier<Books> books, Clock clock) {
        this.books = books;
        this.clock = clock;
    }

    /** Answers the questions of the body. */
    @PostMapping("/v1/price/estimate")
    public ResponseEntity<byte[]> estimate(HttpServletRequest request) throws IOException {
        return switch (JsonBody.text(request)) {
            case JsonBody.Bad bad -> Reply.problem(bad.problem());
            case JsonBody.Fields _ -> Reply.problem(Problem.ours());
            case JsonBody.Text(String text) -> answer(text, isNdjson(request));
        };
    }

    private static boolean isNdjson(HttpServletRequest request) {
        String type = request.getContentType();
        return type != null && type.startsWith("application/x-ndjson");
    }

    private ResponseEntity<byte[]> answer(String text, boolean lines) {
        Instant now = clock.instant();
        if (lines) {
            List<String> questions = text.lines().filter(line -> !line.isBlank()).toList();
            return Reply.text(
                    NDJSON,
                    questions.stream()
                            .map(question -> line(question, now) + "\n")
                            .collect(Collectors.joining()));
        }
        return switch (PriceQuestion.parse(text)) {
            case PriceQuestion.Asked(PriceQuestion question) ->
                    Reply.text(MediaType.APPLICATION_JSON, json(question, now));
            case PriceQuestion.Bad bad -> {
                PriceFile.Problem first = bad.problems().getFirst();
                yield Reply.problem(
                        Problem.caller(400, first.code(), first.message()).at(first.path()));
            }
        };
    }

    private String line(String text, Instant now) {
        return switch (PriceQuestion.parse(text)) {
            case PriceQuestion.Asked(PriceQuestion question) -> json(question, now);
            case PriceQuestion.Bad bad -> {
                PriceFile.Problem first = bad.problems().getFirst();
                yield Problem.caller(400, first.code(), first.message()).at(first.path()).json();
            }
        };
    }

    private String json(PriceQuestion question, Instant now) {
        return PriceAnswer.json(question, question.answer(books.get().prices(), now));
    }
}
