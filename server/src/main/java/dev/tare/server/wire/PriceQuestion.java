package dev.tare.server.wire;

import dev.tare.core.event.Attributes;
import dev.tare.core.event.EventStatus;
import dev.tare.core.event.Quantities;
import dev.tare.core.event.TokenUsage;
import dev.tare.core.money.DecimalText;
import dev.tare.core.pricing.Call;
import dev.tare.core.pricing.Explanation;
import dev.tare.core.pricing.FailedCalls;
import dev.tare.core.pricing.PriceBook;
import dev.tare.core.pricing.PriceOrigin;
import dev.tare.core.pricing.PricingModel;
import dev.tare.core.pricing.RateCard;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * "What does this cost?", as JSON: a call by its provider, operation, model and time, with what was
 * used, as the provider counts it ({@code usage}) or in units ({@code quantities}), and what the
 * price may depend on ({@code attributes}). The price comes from the book, or is given with the
 * question ({@code rates} or {@code pricing}, as price files have them).
 *
 * @param provider who is called; empty where a price is given
 * @param operation for what
 * @param model the model, {@code null} = none
 * @param time when, {@code null} = now
 * @param status how the call ends
 * @param quantities what is used, in disjoint units
 * @param attributes what else is told
 * @param convention how the usage was counted, {@code null} where it came in units
 * @param monthSoFar how much was used before in the month, where the price depends on it; {@code
 *     null} = nothing
 * @param given the price that came with the question, {@code null} = by the book
 */
public record PriceQuestion(
        String provider,
        String operation,
        @Nullable String model,
        @Nullable Instant time,
        EventStatus status,
        Quantities quantities,
        Map<String, String> attributes,
        TokenUsage.@Nullable Convention convention,
        @Nullable BigDecimal monthSoFar,
        @Nullable PricingModel given) {
    private static final List<String> KEYS =
            List.of(
                    "provider",
                    "operation",
                    "model",
                    "time",
                    "status",
                    "usage",
                    "quantities",
                    "attributes",
                    "month_so_far",
                    "rates",
                    "pricing",
                    "default_unit");

    private static final int QUANTITY_DIGITS = 18;
    private static final int QUANTITY_DECIMALS = 9;

    /** What came of reading a question. */
    public sealed interface Parsed {}

    /** A question without fault. */
    public record Asked(PriceQuestion question) implements Parsed {}

    /** Everything wrong with it. */
    public record Bad(List<PriceFile.Problem> problems) implements Parsed {
        public Bad {
            problems = List.copyOf(problems);
        }
    }

    /** Reads a question's JSON. */
    public static Parsed parse(String json) {
        try {
            if (TextTree.read(json) instanceof TextTree.Fields fields) {
                return new Reading(fields).question();
            }
        } catch (TextTree.Unreadable unreadable) {
            return bad("", unreadable.code(), unreadable.text());
        }
        return bad("", "invalid_type", "A question must be a JSON object.");
    }

    private static Bad bad(String path, String code, String message) {
        return new Bad(List.of(new PriceFile.Problem(path, code, message)));
    }

    /** The answer, by that book, at that time unless the question has one of its own. */
    public Explanation answer(PriceBook book, Instant now) {
        Instant then = time == null ? now : time;
        Call call = new Call(quantities, then, Attributes.of(attributes), monthSoFar);
        if (given == null) {
            return book.explained(provider, operation, model, status, call);
        }
        RateCard card =
                new RateCard(
                        "",
                        provider,
                        operation,
                        RateCard.ANY,
                        given,
                        FailedCalls.UNKNOWN,
                        Instant.EPOCH,
                        null,
                        "given with the question",
                        PriceOrigin.OWN);
        return PriceBook.explained(call, status, card);
    }

    /** One question, read field by field. */
    private static final class Reading {
        private final List<PriceFile.Problem> problems = new ArrayList<>();
        private final PriceFileFields fields;
        private final SortedMap<String, BigDecimal> byUnit = new TreeMap<>();
        private final SortedMap<String, String> attributes = new TreeMap<>();
        private TokenUsage.@Nullable Convention convention;
        private Set<String> names = Set.of();

        Reading(TextTree.Fields question) {
            fields = new PriceFileFields("", question, problems);
        }

        Parsed question() {
            fields.allowOnly(KEYS);
            PricingModel given =
                    fields.absent("rates") && fields.absent("pricing")
                            ? null
                            : PriceFileRates.read(fields);
            String provider = fields.name("provider", given == null ? null : "");
            String operation = fields.name("operation", RateCard.ANY);
            String model = fields.line("model", PriceFileFields.NAME_LENGTH_MAX);
            EventStatus status = fields.choice("status", EventStatus.values(), EventStatus.SUCCESS);
            Instant time = fields.time("time");
            BigDecimal soFar =
                    fields.absent("month_so_far")
                            ? null
                            : fields.amountOr("month_so_far", BigDecimal.ZERO, QUANTITY_DIGITS);
            told();
            usage();
            quantities();
            if (!problems.isEmpty() || provider == null || operation == null || status == null) {
                return new Bad(problems);
            }
            return new Asked(
                    new PriceQuestion(
                            provider,
                            operation,
                            model,
                            time,
                            status,
                            byUnit.isEmpty() ? Quantities.ONE_CALL : new Quantities(byUnit),
                            attributes,
                            convention,
                            soFar,
                            given));
        }

        private void told() {
            if (fields.byKey().get("attributes") instanceof TextTree.Fields told) {
                told.byKey()
                        .forEach((name, value) -> {
                            if (value instanceof TextTree.Text text) {
                                attributes.put(name, text.text());
                            }
                        });
            } else if (!fields.absent("attributes")) {
                wrongType("attributes", "{\"size\": \"1024x1024\"}");
            }
        }

        private void usage() {
            if (fields.absent("usage")) {
                return;
            }
            if (!(fields.byKey().get("usage") instanceof TextTree.Fields usage)) {
                wrongType("usage", "{\"input_tokens\": 100, \"output_tokens\": 20}");
                return;
            }
            if (usage.byKey().get("service_tier") instanceof TextTree.Text tier) {
                attributes.putIfAbsent("service_tier", tier.text());
            }
            Map<String, BigDecimal> numbers = new TreeMap<>();
            names = usage.byKey().keySet();
            numbers("usage.", "", usage, numbers);
            switch (TokenUsage.read(numbers)) {
                case TokenUsage.Refused refused ->
                        fields.problem(
                                "usage",
                                fields.lineOf("usage"),
                                "inconsistent_usage",
                                refused.why() + "; send the count as the provider gave it.");
                case TokenUsage.Buckets buckets -> {
                    byUnit.putAll(buckets.orNothing().byUnit());
                    convention = buckets.convention();
                }
            }
        }

        private void quantities() {
            if (fields.absent("quantities")) {
                return;
            }
            if (fields.byKey().get("quantities") instanceof TextTree.Fields quantities) {
                Map<String, BigDecimal> numbers = new TreeMap<>();
                numbers("quantities.", "", quantities, numbers);
                numbers.forEach((unit, number) -> byUnit.merge(unit, number, BigDecimal::add));
            } else {
                wrongType("quantities", "{\"images\": 1}");
            }
        }

        private void wrongType(String key, String example) {
            fields.problem(
                    key,
                    fields.lineOf(key),
                    "invalid_type",
                    "\"" + key + "\" must be an object, such as " + example + ".");
        }

        /** Numbers by name, names within names joined by a point; texts are passed over. */
        private void numbers(
                String path, String prefix, TextTree.Fields of, Map<String, BigDecimal> numbers) {
            of.byKey()
                    .forEach((name, value) -> {
                        switch (value) {
                            case TextTree.Text text -> number(path, prefix + name, text, numbers);
                            case TextTree.Fields inner ->
                                    numbers(path, prefix + name + ".", inner, numbers);
                            case TextTree.Items items -> modalities(prefix + name, items, numbers);
                            case TextTree.Nothing _ -> {}
                        }
                    });
        }

        private void number(
                String path, String name, TextTree.Text text, Map<String, BigDecimal> numbers) {
            boolean isNumber =
                    !text.text().isEmpty()
                            && (Character.isDigit(text.text().charAt(0))
                                    || text.text().charAt(0) == '-');
            if (path.equals("usage.") && !counts(name, text.text(), isNumber)) {
                return;
            }
            BigDecimal number =
                    fields.number(
                            path + name,
                            text.line(),
                            text.text(),
                            QUANTITY_DIGITS,
                            QUANTITY_DECIMALS);
            if (number != null) {
                numbers.put(name, number);
            }
        }

        /**
         * Providers tell times and amounts beside their counts, with as many decimals as they like.
         */
        private boolean counts(String name, String text, boolean isNumber) {
            if (!isNumber) {
                return TokenUsage.isTokens(name);
            }
            boolean fits = DecimalText.parse(text, QUANTITY_DIGITS, QUANTITY_DECIMALS) != null;
            return fits || TokenUsage.isCount(name, names);
        }

        /** Gemini's counts by modality: {@code [{"modality":"AUDIO","tokenCount":7}]}. */
        private static void modalities(
                String name, TextTree.Items items, Map<String, BigDecimal> numbers) {
            for (TextTree item : items.items()) {
                if (item instanceof TextTree.Fields fields
                        && fields.byKey().get("modality") instanceof TextTree.Text modality
                        && fields.byKey().get("tokenCount") instanceof TextTree.Text count) {
                    BigDecimal number = DecimalText.parse(count.text(), QUANTITY_DIGITS, 0);
                    if (number != null) {
                        numbers.merge(name + "." + modality.text(), number, BigDecimal::add);
                    }
                }
            }
        }
    }
}
