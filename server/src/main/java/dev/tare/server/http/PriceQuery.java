package dev.tare.server.http;

import dev.tare.core.event.Rejection;
import dev.tare.core.pricing.Books;
import dev.tare.core.pricing.PriceChange;
import dev.tare.core.pricing.RateCard;
import dev.tare.server.wire.PriceTime;
import dev.tare.server.wire.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/** Which prices of the book are asked for, and in which form. */
sealed interface PriceQuery {
    Set<String> NAMES = Set.of("provider", "operation", "model", "at", "format");

    /** What can't be understood. */
    record Bad(Problem problem) implements PriceQuery {}

    /**
     * Cards of exactly these names; all books where nothing is said.
     *
     * @param at only those that charge at that time, of each name one
     * @param json as JSON; else YAML
     */
    record Asked(
            @Nullable String provider,
            @Nullable String operation,
            @Nullable String model,
            @Nullable Instant at,
            boolean json)
            implements PriceQuery {
        /** What of these books is meant. Plans and tariffs belong to no provider. */
        PriceChange of(Books books) {
            if (provider == null && operation == null && model == null && at == null) {
                return new PriceChange(
                        books.prices().cards(), books.plans().plans(), books.plans().tariffs());
            }
            return new PriceChange(
                    books.prices().cards().stream().filter(card -> has(books, card)).toList(),
                    List.of(),
                    List.of());
        }

        private boolean has(Books books, RateCard card) {
            return (provider == null || provider.equals(card.provider()))
                    && (operation == null || operation.equals(card.operation()))
                    && (model == null || model.equals(card.model()))
                    && (at == null || card.equals(books.prices().inForce(card, at)));
        }
    }

    /** Reads the parameters. */
    static PriceQuery of(HttpServletRequest request, Instant now) {
        Map<String, List<String>> told = inAddress(request);
        Problem unclear = unclear(told, NAMES);
        if (unclear != null) {
            return new Bad(unclear);
        }
        String at = only(told, "at");
        Instant time = "now".equals(at) ? now : at == null ? null : PriceTime.read(at);
        if (at != null && time == null) {
            return bad("invalid_time", "at", at, PriceTime.MEND + " Or write now.");
        }
        String format = Objects.requireNonNullElse(only(told, "format"), "yaml");
        if (!format.equals("yaml") && !format.equals("json")) {
            return bad("invalid_format", "format", format, "Send yaml or json.");
        }
        return new Asked(
                only(told, "provider"),
                only(told, "operation"),
                only(told, "model"),
                time,
                format.equals("json"));
    }

    /**
     * The parameters of the address alone: asking the request for them would read a body that is
     * sent as a form, which is what some clients call any body.
     */
    static Map<String, List<String>> inAddress(HttpServletRequest request) {
        String query = request.getQueryString();
        Map<String, List<String>> told = new TreeMap<>();
        if (query != null) {
            UriComponentsBuilder.newInstance()
                    .query(query)
                    .build()
                    .getQueryParams()
                    .forEach((name, values) ->
                            values.forEach(value ->
                                    told.computeIfAbsent(decoded(name), _ -> new ArrayList<>())
                                            .add(value == null ? "" : decoded(value))));
        }
        return told;
    }

    /** The value of a parameter that comes once; {@code null} where it doesn't come. */
    static @Nullable String only(Map<String, List<String>> told, String name) {
        List<String> values = told.get(name);
        return values == null ? null : values.getFirst();
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }

    private static Bad bad(String code, String field, String value, String mend) {
        return new Bad(problem(code, field, value).mendedBy(mend));
    }

    private static Problem problem(String code, String field, String value) {
        return Problem.caller(
                        400, code, "\"" + field + "\" can't be " + Rejection.shown(value) + ".")
                .at(field);
    }

    /** What is wrong with parameters that are true or false; {@code null} where nothing is. */
    static @Nullable Problem truths(Map<String, List<String>> told, Set<String> names) {
        Problem unclear = unclear(told, names);
        if (unclear != null) {
            return unclear;
        }
        for (Map.Entry<String, List<String>> one : told.entrySet()) {
            String value = one.getValue().getFirst();
            if (!value.equals("true") && !value.equals("false")) {
                return problem("invalid_choice", one.getKey(), value)
                        .mendedBy("Send true or false.");
            }
        }
        return null;
    }

    private static @Nullable Problem unclear(Map<String, List<String>> told, Set<String> names) {
        for (Map.Entry<String, List<String>> one : told.entrySet()) {
            String name = one.getKey();
            int times = one.getValue().size();
            if (!names.contains(name)) {
                return Problem.caller(
                                400,
                                "unknown_parameter",
                                "There is no parameter " + Rejection.shown(name) + ".")
                        .at(name.length() > 80 ? name.substring(0, 80) : name)
                        .mendedBy("Send " + String.join(", ", new TreeSet<>(names)) + ".");
            }
            if (times > 1) {
                return Problem.caller(
                                400,
                                "repeated_parameter",
                                "The parameter \"" + name + "\" comes " + times + " times.")
                        .at(name)
                        .mendedBy("Send it once.");
            }
        }
        return null;
    }
}
