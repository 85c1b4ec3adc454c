package dev.tare.server.security;

import dev.tare.core.event.Rejection;
import dev.tare.server.wire.Problem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lets requests through only under a name this server goes by. A web page of another name that
 * resolves to this machine (DNS rebinding) is turned away before anything else looks at it.
 */
public final class HostCheck extends HttpFilter {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Set<String> allowed;

    /**
     * @param allowedHosts names beside the loopback ones, without port; the setting {@code
     *     tare.allowed-hosts}
     */
    public HostCheck(Set<String> allowedHosts) {
        allowed =
                Stream.concat(LOOPBACK.stream(), allowedHosts.stream())
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .map(name -> name.matches("[^\\[].*:.*") ? "[" + name + "]" : name)
                        .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    protected void doFilter(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String host = request.getHeader("Host");
        if (isAllowed(host)) {
            chain.doFilter(request, response);
            return;
        }
        ProblemAnswers.json(
                response,
                Problem.caller(
                                421,
                                "host_not_allowed",
                                "This server doesn't go by the name "
                                        + Rejection.shown(host == null ? "" : host)
                                        + ".")
                        .at("Host")
                        .mendedBy(
                                "Use localhost, or add the name to the setting"
                                        + " tare.allowed-hosts."));
    }

    private boolean isAllowed(@Nullable String host) {
        if (host == null) {
            return false;
        }
        int port = host.indexOf(':', host.indexOf(']') + 1);
        String name = (port < 0 ? host : host.substring(0, port)).toLowerCase(Locale.ROOT);
        return allowed.contains(name.endsWith(".") ? name.substring(0, name.length() - 1) : name);
    }
}
