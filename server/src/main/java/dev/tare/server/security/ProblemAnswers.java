package dev.tare.server.security;

import dev.tare.server.wire.Problem;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.springframework.http.HttpHeaders;

/** Sends problems: as JSON to programs, as a page to people. */
public final class ProblemAnswers {
    private static final String CSP =
            "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none';"
                    + " form-action 'self'; frame-ancestors 'none'";

    private final TemplateEngine templates;
    private final boolean demo;

    /**
     * @param demo whether the data are made up; every page says so then
     */
    public ProblemAnswers(TemplateEngine templates, boolean demo) {
        this.templates = templates;
        this.demo = demo;
    }

    /** Sends it in the form the caller reads. */
    public void send(HttpServletRequest request, HttpServletResponse response, Problem problem)
            throws IOException {
        if (!isForPeople(request)) {
            json(response, problem);
            return;
        }
        StringOutput html = new StringOutput();
        templates.render("problem.jte", Map.of("problem", problem, "demo", demo), html);
        prepare(response, problem);
        response.setHeader("Content-Security-Policy", CSP);
        body(response, "text/html;charset=UTF-8", html.toString());
    }

    /** Sends it as JSON. */
    public static void json(HttpServletResponse response, Problem problem) throws IOException {
        prepare(response, problem);
        body(response, Problem.MEDIA_TYPE, problem.json());
    }

    /** Whether the data are made up. */
    boolean isDemo() {
        return demo;
    }

    /** Whether a page is wanted: by a browser, outside the API. */
    public static boolean isForPeople(HttpServletRequest request) {
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        Object failed = request.getAttribute("jakarta.servlet.error.request_uri");
        String path = failed == null ? request.getRequestURI() : failed.toString();
        boolean api = path.startsWith("/v1/") || path.startsWith("/api/");
        return !api && accept != null && accept.contains("text/html");
    }

    private static void prepare(HttpServletResponse response, Problem problem) {
        response.setStatus(problem.status());
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        if (problem.retryAfter() != null) {
            response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(problem.retryAfterSeconds()));
        }
        if (problem.status() == HttpServletResponse.SC_UNAUTHORIZED) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"tare\"");
        }
    }

    private static void body(HttpServletResponse response, String type, String text)
            throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        response.setContentType(type);
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
