package dev.tare.server.security;

import dev.tare.server.wire.Problem;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The way in for people: one password, one form. */
@RestController
public final class LoginPage {
    /** Where a login without another wish leads to. */
    public static final String HOME = "/admin/analytics";

    private static final Logger LOG = LoggerFactory.getLogger(LoginPage.class);
    private static final MediaType HTML = MediaType.parseMediaType("text/html;charset=UTF-8");
    private static final MediaType CSS = MediaType.parseMediaType("text/css;charset=UTF-8");

    /** The form's own session, which anybody can open, doesn't live long. */
    private static final Duration FORM_LIFE = Duration.ofMinutes(10);

    private final AccessFile access;
    private final LoginThrottle throttle;
    private final TemplateEngine templates;
    private final ProblemAnswers answers;
    private final SessionSettings settings;
    private final byte[] style = style();
    private final HttpSessionSecurityContextRepository contexts =
            new HttpSessionSecurityContextRepository();

    public LoginPage(
            AccessFile access,
            LoginThrottle throttle,
            TemplateEngine templates,
            ProblemAnswers answers,
            SessionSettings settings) {
        this.access = access;
        this.throttle = throttle;
        this.templates = templates;
        this.answers = answers;
        this.settings = settings;
    }

    /** The form. */
    @GetMapping("/login")
    public ResponseEntity<String> form(
            HttpServletRequest request,
            @RequestParam(name = "next", required = false) @Nullable String next) {
        return page(request, next, HttpStatus.OK, "");
    }

    /** The form's style; no page of this server has any inline. */
    @GetMapping("/login.css")
    public ResponseEntity<byte[]> css() {
        return ResponseEntity.ok().contentType(CSS).body(style);
    }

    /** Opens a session for who knows the password. */
    @PostMapping("/login")
    public @Nullable ResponseEntity<String> login(
            HttpServletRequest request,
            HttpServletResponse response,
            @RequestParam(name = "password", defaultValue = "") String password,
            @RequestParam(name = "next", required = false) @Nullable String next)
            throws IOException {
        String address = request.getRemoteAddr();
        Duration wait = throttle.begin(address);
        if (wait.isPositive()) {
            answers.send(
                    request,
                    response,
                    Problem.capacity(
                            429,
                            "too_many_logins",
                            "Too many attempts to log in; wait a while.",
                            wait));
            return null;
        }
        String stamp = access.passwordStamp();
        if (!access.isPassword(password)) {
            LOG.warn("Login from {} with a wrong password", address);
            return page(
                    request, next, HttpStatus.UNAUTHORIZED, "This is not the password. Try again.");
        }
        throttle.succeeded(address);
        open(request, response, stamp);
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create(local(next)))
                .build();
    }

    /** Ends the session. */
    @PostMapping("/logout")
    public ResponseEntity<String> logout(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
        SecurityContextHolder.clearContext();
        return ResponseEntity.status(HttpStatus.SEE_OTHER).location(URI.create("/login")).build();
    }

    /** A new session, so that one planted before the login is worth nothing after it. */
    private void open(HttpServletRequest request, HttpServletResponse response, String stamp) {
        HttpSession before = request.getSession(false);
        if (before != null) {
            before.invalidate();
        }
        request.getSession(true).setMaxInactiveInterval((int) settings.idleMax().toSeconds());
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(KnownCaller.byPassword(stamp));
        SecurityContextHolder.setContext(context);
        contexts.saveContext(context, request, response);
    }

    private ResponseEntity<String> page(
            HttpServletRequest request, @Nullable String next, HttpStatus status, String message) {
        StringOutput html = new StringOutput();
        boolean fresh = request.getSession(false) == null;
        CsrfToken csrf = (CsrfToken) request.getAttribute(CsrfToken.class.getName());
        Map<String, Object> values =
                Map.<String, Object>of(
                        "csrfField", csrf.getParameterName(),
                        "csrfToken", csrf.getToken(),
                        "next", local(next),
                        "message", message,
                        "demo", answers.isDemo());
        templates.render("login.jte", values, html);
        HttpSession session = request.getSession(false);
        if (fresh && session != null) {
            session.setMaxInactiveInterval((int) FORM_LIFE.toSeconds());
        }
        return ResponseEntity.status(status).contentType(HTML).body(html.toString());
    }

    /** An address on this server, never another one. */
    static String local(@Nullable String next) {
        boolean local =
                next != null
                        && next.length() <= 2_000
                        && next.matches("/(?![/\\\\])[\\x21-\\x7E&&[^\\\\\"<>^`{|}]]*")
                        && !next.startsWith("/login");
        return local && next != null ? next : HOME;
    }

    private static byte[] style() {
        try (@Nullable InputStream in = LoginPage.class.getResourceAsStream("login.css")) {
            if (in == null) {
                throw new IllegalStateException("The class path has no login.css");
            }
            return in.readAllBytes();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
