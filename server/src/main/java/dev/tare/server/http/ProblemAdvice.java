package dev.tare.server.http;

import dev.tare.core.ledger.ReadingTooLong;
import dev.tare.core.ledger.StoreUnavailable;
import dev.tare.server.security.ProblemAnswers;
import dev.tare.server.wire.Problem;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestMapping;

/** The one error mapping: whatever goes wrong leaves as a problem. */
@ControllerAdvice
public final class ProblemAdvice {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    private final ProblemAnswers answers;

    public ProblemAdvice(ProblemAnswers answers) {
        this.answers = answers;
    }

    /** An exception of a resource. */
    @ExceptionHandler(Exception.class)
    public void failed(HttpServletRequest request, HttpServletResponse response, Exception failure)
            throws Exception {
        if (response.isCommitted()) {
            throw failure;
        }
        response.resetBuffer();
        answers.send(request, response, problem(request, failure));
    }

    private static Problem problem(HttpServletRequest request, Exception failure) {
        if (failure instanceof StoreUnavailable) {
            LOG.warn("{} failed: {}", request.getRequestURI(), failure.getMessage());
            return Problem.outside(
                    503,
                    "ledger_unavailable",
                    "The ledger can't be read now. What is sent meanwhile is kept and counted"
                            + " once it is back.",
                    Duration.ofSeconds(5));
        }
        if (failure instanceof ReadingTooLong slow) {
            return Problem.caller(400, "time_limit", String.valueOf(slow.getMessage()));
        }
        if (failure instanceof ErrorResponse known) {
            return ofStatus(known.getStatusCode());
        }
        LOG.error("{} failed", request.getRequestURI(), failure);
        return Problem.ours();
    }

    private static Problem ofStatus(HttpStatusCode status) {
        return switch (status.value()) {
            case 404 -> Problem.caller(404, "not_found", "There is nothing at this address.");
            case 405 ->
                    Problem.caller(405, "method_not_allowed", "This address takes other methods.");
            case 406 ->
                    Problem.caller(406, "not_acceptable", "There is no such form of the answer.");
            case 413 -> Problem.caller(413, "body_too_large", "The body is too large.");
            case 415 ->
                    Problem.caller(
                            415, "unsupported_media_type", "The Content-Type isn't one of ours.");
            default ->
                    status.is4xxClientError()
                            ? Problem.caller(
                                    status.value(), "bad_request", "The request can't be read.")
                            : Problem.ours();
        };
    }

    /** What goes wrong outside the resources: in a filter, in a servlet, in the server itself. */
    @org.springframework.stereotype.Controller
    public static final class Outside implements ErrorController {
        private final ProblemAnswers answers;

        public Outside(ProblemAnswers answers) {
            this.answers = answers;
        }

        /** Where the server sends a failed request. */
        @RequestMapping("/error")
        public void failed(HttpServletRequest request, HttpServletResponse response)
                throws IOException {
            Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
            answers.send(
                    request,
                    response,
                    ofStatus(HttpStatusCode.valueOf(status instanceof Integer code ? code : 404)));
        }
    }
}
