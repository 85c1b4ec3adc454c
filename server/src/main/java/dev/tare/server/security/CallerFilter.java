package dev.tare.server.security;

import dev.tare.server.security.KeyCheck.Caller;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Says who sends a request: a key counts before a session, and a session only as long as the
 * password is the one it was opened with.
 */
final class CallerFilter extends OncePerRequestFilter {
    private final KeyCheck keys;
    private final AccessFile access;

    CallerFilter(KeyCheck keys, AccessFile access) {
        this.keys = keys;
        this.access = access;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        switch (keys.caller(request)) {
            case Caller.Refused refused -> {
                ProblemAnswers.json(response, refused.problem());
                return;
            }
            case Caller.Admin admin -> become(KnownCaller.byKey(admin.name()));
            case Caller.Sender sender -> become(KnownCaller.sender(sender.source()));
            case Caller.Nobody _ -> endStaleLogin(request);
        }
        chain.doFilter(request, response);
    }

    private static void become(KnownCaller caller) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(caller);
        SecurityContextHolder.setContext(context);
    }

    private void endStaleLogin(HttpServletRequest request) {
        Authentication login = SecurityContextHolder.getContext().getAuthentication();
        if (login instanceof KnownCaller known
                && !access.passwordStamp().equals(known.passwordStamp())) {
            HttpSession session = request.getSession(false);
            if (session != null) {
                session.invalidate();
            }
            SecurityContextHolder.setContext(SecurityContextHolder.createEmptyContext());
        }
    }
}
