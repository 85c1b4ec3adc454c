package dev.tare.server.security;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * The one table of routes. What isn't listed is denied to everybody, and a test fails for every
 * route of the running program that isn't listed, and for every row without a route.
 */
public final class AccessTable {
    /**
     * A route.
     *
     * @param method GET stands for HEAD too
     * @param pattern a path pattern as in the route's own mapping
     */
    public record Row(String method, String pattern, Access access) {}

    /** Every route of Tare. */
    public static final AccessTable TARE =
            new AccessTable(
                    List.of(
                            new Row("POST", "/v1/usage", Access.INGEST),
                            new Row("POST", "/api/v1/events", Access.INGEST),
                            new Row("POST", "/v1/adjustments", Access.ADMIN),
                            new Row("POST", "/v1/reprice", Access.ADMIN),
                            new Row("GET", "/v1/reprice/{batch}", Access.ADMIN),
                            new Row("POST", "/v1/reconcile/{provider}", Access.ADMIN),
                            new Row("GET", "/v1/reports/profit", Access.ADMIN),
                            new Row("POST", "/v1/sql", Access.ADMIN),
                            new Row("GET", "/v1/prices", Access.ADMIN),
                            new Row("POST", "/v1/prices", Access.ADMIN),
                            new Row("GET", "/v1/prices/missing", Access.ADMIN),
                            new Row("GET", "/v1/prices/compare", Access.ADMIN),
                            new Row("GET", "/v1/prices/told", Access.ADMIN),
                            new Row("GET", "/v1/events", Access.ADMIN),
                            new Row("GET", "/v1/events/{id}", Access.ADMIN),
                            new Row("POST", "/v1/price/estimate", Access.ADMIN),
                            new Row("GET", "/v1/quarantine", Access.ADMIN),
                            new Row("GET", "/v1/quarantine/{entry}", Access.ADMIN),
                            new Row("POST", "/v1/quarantine/{entry}/retry", Access.ADMIN),
                            new Row("POST", "/v1/quarantine/{entry}/discard", Access.ADMIN),
                            new Row("GET", "/v1/status", Access.ADMIN),
                            new Row("POST", "/v1/verify", Access.ADMIN),
                            new Row("POST", "/v1/backup", Access.ADMIN),
                            new Row("GET", "/metrics", Access.ADMIN),
                            new Row("GET", "/healthz", Access.PUBLIC),
                            new Row("GET", "/readyz", Access.PUBLIC),
                            new Row("GET", "/", Access.PUBLIC),
                            new Row("GET", "/login", Access.LOGIN_PAGE),
                            new Row("POST", "/login", Access.LOGIN_PAGE),
                            new Row("GET", "/login.css", Access.LOGIN_PAGE),
                            new Row("POST", "/logout", Access.ADMIN),
                            new Row("GET", "/admin/analytics", Access.ADMIN),
                            new Row("GET", "/admin/analytics/stream", Access.ADMIN),
                            new Row("GET", "/calls", Access.ADMIN),
                            new Row("GET", "/calls/one", Access.ADMIN),
                            new Row("GET", "/quarantine", Access.ADMIN),
                            new Row("POST", "/quarantine/{entry}", Access.ADMIN),
                            new Row("GET", "/prices", Access.ADMIN),
                            new Row("GET", "/prices/card", Access.ADMIN),
                            new Row("GET", "/prices/missing", Access.ADMIN),
                            new Row("GET", "/prices/new", Access.ADMIN),
                            new Row("POST", "/prices/new", Access.ADMIN),
                            new Row("GET", "/assets/{name}", Access.LOGIN_PAGE),
                            new Row("GET", "/assets/{version}/{name}", Access.LOGIN_PAGE)));

    private record Entry(Row row, PathPattern path) {}

    private final List<Entry> entries;

    /** A table of these rows. */
    public AccessTable(List<Row> rows) {
        entries =
                rows.stream()
                        .map(row ->
                                new Entry(
                                        row,
                                        PathPatternParser.defaultInstance.parse(row.pattern())))
                        .toList();
    }

    /** The rows, in order. */
    public List<Row> rows() {
        return entries.stream().map(Entry::row).toList();
    }

    /** Who may use that method of that path, {@code null} where no row says so: nobody. */
    public @Nullable Access access(String method, String path) {
        String listed = method.equals("HEAD") ? "GET" : method;
        PathContainer parsed = PathContainer.parsePath(path);
        for (Entry entry : entries) {
            if (entry.row.method().equals(listed) && entry.path.matches(parsed)) {
                return entry.row.access();
            }
        }
        return null;
    }

    /** The methods listed for a path; empty where it isn't listed. */
    public Set<String> methods(String path) {
        PathContainer parsed = PathContainer.parsePath(path);
        Set<String> methods = new TreeSet<>();
        for (Entry entry : entries) {
            if (entry.path.matches(parsed)) {
                methods.add(entry.row.method());
            }
        }
        return methods;
    }
}
