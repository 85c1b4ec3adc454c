package dev.tare.server.security;

import dev.tare.server.wire.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.csrf.CsrfException;

/** Applies the table of routes to a request, and tells those turned away why. */
final class AccessDecision implements AuthorizationManager<RequestAuthorizationContext> {
    private final AccessTable table;
    private final ProblemAnswers answers;

    AccessDecision(AccessTable table, ProblemAnswers answers) {
        this.table = table;
        this.answers = answers;
    }

    @Override
    public AuthorizationDecision authorize(
            Supplier<? extends @Nullable Authentication> caller,
            RequestAuthorizationContext context) {
        HttpServletRequest request = context.getRequest();
        Access access = table.access(request.getMethod(), request.getRequestURI());
        return new AuthorizationDecision(access != null && isOpen(access, caller.get()));
    }

    private static boolean isOpen(Access access, @Nullable Authentication caller) {
        KnownCaller known = caller instanceof KnownCaller k ? k : null;
        return switch (access) {
            case PUBLIC, LOGIN_PAGE -> true;
            case INGEST ->
                    known != null
                            && (known.has(KnownCaller.SENDER) || known.has(KnownCaller.ADMIN));
            case ADMIN -> known != null && known.has(KnownCaller.ADMIN);
        };
    }

    /** Nobody known wants something that isn't for everybody. */
    void unknownCaller(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (request.getMethod().equals("GET") && ProblemAnswers.isForPeople(request)) {
            String query = request.getQueryString();
            String next = request.getRequestURI() + (query == null ? "" : "?" + query);
            response.setStatus(HttpServletResponse.SC_SEE_OTHER);
            response.setHeader(
                    "Location", "/login?next=" + URLEncoder.encode(next, StandardCharsets.UTF_8));
            return;
        }
        answers.send(
                request,
                response,
                Problem.caller(401, "login_needed", "This needs an admin key or a login.")
                        .mendedBy(
                                "Send \"Authorization: Bearer \" and an admin key, or log in at"
                                        + " /login."));
    }

    /** A known caller wants what isn't for them, isn't there, or came without its CSRF token. */
    void denied(HttpServletRequest request, HttpServletResponse response, Exception why)
            throws IOException {
        answers.send(request, response, denial(request, response, why));
    }

    private Problem denial(
            HttpServletRequest request, HttpServletResponse response, Exception why) {
        if (why instanceof CsrfException) {
            return Problem.caller(
                            403,
                            "csrf_token_missing",
                            "The form is too old, or comes from another page.")
                    .mendedBy("Open the page again and send its form; programs use a key.");
        }
        Authentication caller = SecurityContextHolder.getContext().getAuthentication();
        if (caller instanceof KnownCaller known && known.has(KnownCaller.SENDER)) {
            return Problem.caller(
                            403,
                            "ingest_key_only_writes",
                            "An ingest key writes usage and nothing else.")
                    .mendedBy("Use an admin key for this; \"tare key\" makes one.");
        }
        Set<String> methods = table.methods(request.getRequestURI());
        if (methods.isEmpty()) {
            return Problem.caller(404, "not_found", "There is nothing at this address.");
        }
        response.setHeader("Allow", String.join(", ", methods));
        return Problem.caller(
                405,
                "method_not_allowed",
                "This address takes " + String.join(", ", methods) + " only.");
    }
}
