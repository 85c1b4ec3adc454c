package dev.tare.server.http;

import dev.tare.server.security.AccessTable;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.handler.AbstractUrlHandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Counts every route of a running server: controllers, static resources, servlets, filters. */
public final class RouteCensus {
    /** Spring's own: it only hands on to the controllers and resources counted by themselves. */
    private static final String DISPATCHER = "dispatcherServlet";

    /** Reached by the server's own error dispatch only; the table denies it from outside. */
    private static final String ERROR = "/error";

    /** Filters that answer nothing by themselves but refusals, or belong to the table's chain. */
    private static final Set<String> KNOWN_FILTERS =
            Set.of(
                    "hostCheck",
                    "queryCheck",
                    "springSecurityFilterChain",
                    "characterEncodingFilter",
                    "formContentFilter",
                    "requestContextFilter");

    private RouteCensus() {}

    /** Every route as {@code METHOD pattern}; a servlet's are listed for each of the table's. */
    public static Set<String> routes(
            ServletWebServerApplicationContext context, AccessTable table) {
        Set<String> routes = new TreeSet<>();
        for (HandlerMapping mapping : context.getBeansOfType(HandlerMapping.class).values()) {
            if (mapping instanceof RequestMappingHandlerMapping controllers) {
                controllers.getHandlerMethods().keySet().forEach(info -> add(routes, info));
            } else if (mapping instanceof AbstractUrlHandlerMapping urls) {
                urls.getHandlerMap().keySet().forEach(url -> routes.add("GET " + url));
                if (urls.getRootHandler() != null) {
                    routes.add("GET /");
                }
            } else if (!mapping.getClass().getSimpleName().equals("RouterFunctionMapping")) {
                routes.add("UNKNOWN " + mapping.getClass().getName());
            }
        }
        servlets(context.getServletContext(), table, routes);
        IntakeDoor.PATHS.forEach(path -> servlet(path, table, routes));
        return routes;
    }

    /** Filters nobody has looked at. */
    public static Set<String> unknownFilters(ServletWebServerApplicationContext context) {
        ServletContext servlets = context.getServletContext();
        Set<String> names = new TreeSet<>();
        if (servlets != null) {
            names.addAll(servlets.getFilterRegistrations().keySet());
        }
        names.removeAll(KNOWN_FILTERS);
        return names;
    }

    /** Every row as {@code METHOD pattern}. */
    public static Set<String> rows(AccessTable table) {
        Set<String> rows = new TreeSet<>();
        table.rows().forEach(row -> rows.add(row.method() + " " + row.pattern()));
        return rows;
    }

    private static void add(Set<String> routes, RequestMappingInfo info) {
        Set<RequestMethod> methods = info.getMethodsCondition().getMethods();
        for (String pattern : info.getPatternValues()) {
            if (pattern.equals(ERROR)) {
                continue;
            }
            if (methods.isEmpty()) {
                routes.add("ANY " + pattern);
            }
            methods.forEach(method -> routes.add(method + " " + pattern));
        }
    }

    private static void servlets(
            @org.jspecify.annotations.Nullable ServletContext context,
            AccessTable table,
            Set<String> routes) {
        if (context == null) {
            return;
        }
        Map<String, ? extends ServletRegistration> servlets = context.getServletRegistrations();
        servlets.forEach((name, servlet) -> {
            Collection<String> paths = servlet.getMappings();
            if (name.equals(DISPATCHER)) {
                return;
            }
            paths.forEach(path -> servlet(path, table, routes));
        });
    }

    private static void servlet(String path, AccessTable table, Set<String> routes) {
        Set<String> methods = table.methods(path);
        if (methods.isEmpty()) {
            routes.add("ANY " + path);
        }
        methods.forEach(method -> routes.add(method + " " + path));
    }
}
