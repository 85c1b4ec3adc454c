package dev.tare.server.dashboard;

import dev.tare.core.profit.Dimension;
import dev.tare.core.profit.ReportQuery;
import dev.tare.core.profit.UsageSums;
import dev.tare.core.rollup.Dimensions;
import dev.tare.core.rollup.Sums;
import dev.tare.core.rollup.Totals;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Sums over calls held in memory; some worlds of calls to look at. */
final class SeededSums implements UsageSums {
    private final List<Calls> calls = new ArrayList<>();
    private final Map<ReportQuery, Answer> answers = new HashMap<>();

    /** A number of equal calls at one time. */
    record Calls(Instant time, Dimensions dimensions, Totals totals) {}

    /** The groups of a question, and how many of the calls are in them. */
    private static final class Answer {
        private final Map<List<String>, Totals> groups = new HashMap<>();
        private int calls;
    }

    /** An offer: what a provider does, at which price, for how many credits. */
    private record Offer(
            String provider,
            String operation,
            String model,
            @Nullable String price,
            int credits,
            double share) {}

    private static final List<Offer> OFFERS =
            List.of(
                    new Offer("deep_image", "upscale", "", "0.08", 1, 1.0),
                    new Offer("clipping_magic", "background_removal", "", "0.125", 1, 0.75),
                    new Offer("vectorizer", "vectorization", "", "0.20", 2, 0.3),
                    new Offer("openai", "image_generation", "gpt-image-1", "0.04", 1, 0.55),
                    new Offer("openai", "chat", "gpt-4o-mini", "0.000412575", 0, 2.2));

    private static final Map<String, String> CREDIT_PRICES =
            new TreeMap<>(
                    Map.of(
                            "free", "0",
                            "basic", "0.4995",
                            "starter", "0.4995",
                            "pro", "0.3998",
                            "payg_20", "0.7495"));

    /** 180 days of an image service until that time. */
    static SeededSums busy(Instant until, long seed) {
        SeededSums sums = new SeededSums();
        Random random = new Random(seed);
        LocalDate last = until.atZone(java.time.ZoneOffset.UTC).toLocalDate();
        for (int day = 180; day >= 0; day--) {
            LocalDate date = last.minusDays(day);
            boolean weekend = date.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) >= 0;
            double busy = (1 + (180 - day) / 220.0) * (weekend ? 0.6 : 1) * (day == 41 ? 2.6 : 1);
            for (int hour = 1; hour < 24; hour += 6) {
                Instant time = date.atTime(hour, 20).toInstant(java.time.ZoneOffset.UTC);
                if (!time.isAfter(until)) {
                    sums.addHour(time, busy, day, random);
                }
            }
        }
        return sums;
    }

    private void addHour(Instant time, double busy, int daysAgo, Random random) {
        for (Offer offer : OFFERS) {
            for (Map.Entry<String, String> plan : CREDIT_PRICES.entrySet()) {
                double size = plan.getKey().equals("free") ? 14 : 9;
                int count = (int) (busy * offer.share() * size * (0.8 + 0.4 * random.nextDouble()));
                String price =
                        offer.provider().equals("vectorizer") && daysAgo < 60
                                ? "0.22"
                                : offer.price();
                BigDecimal value =
                        new BigDecimal(plan.getValue()).multiply(new BigDecimal(offer.credits()));
                Dimensions at =
                        new Dimensions(
                                offer.provider(),
                                offer.operation(),
                                offer.model(),
                                plan.getKey(),
                                "success");
                add(time, at, count, price, value.toPlainString());
                add(time, withStatus(at, "failed"), count / 25, price, "0");
            }
        }
        if (daysAgo < 12) {
            Dimensions unknown =
                    new Dimensions("openai", "image_generation", "gpt-image-2", "pro", "success");
            add(time, unknown, 3 + random.nextInt(5), null, "0.3998");
        }
        if (daysAgo % 9 == 0) {
            Dimensions unknown = new Dimensions("deep_image", "upscale", "", "unknown", "success");
            add(time, unknown, 2 + random.nextInt(4), "0.08", null);
        }
    }

    private static Dimensions withStatus(Dimensions at, String status) {
        return new Dimensions(at.provider(), at.operation(), at.model(), at.plan(), status);
    }

    /** So many calls, each with that price and credit value; {@code null} = not known. */
    synchronized void add(
            Instant time,
            Dimensions at,
            int count,
            @Nullable String price,
            @Nullable String value) {
        if (count == 0) {
            return;
        }
        BigDecimal number = BigDecimal.valueOf(count);
        BigDecimal cost = price == null ? BigDecimal.ZERO : new BigDecimal(price).multiply(number);
        BigDecimal revenue =
                value == null ? BigDecimal.ZERO : new BigDecimal(value).multiply(number);
        boolean complete = price != null && value != null;
        boolean failed = !at.status().equals("success");
        Sums sums =
                new Sums(
                        count,
                        complete ? count : 0,
                        price == null ? count : 0,
                        value == null ? count : 0,
                        failed ? count : 0,
                        0,
                        cost,
                        revenue,
                        complete ? revenue.subtract(cost) : BigDecimal.ZERO,
                        value == null ? cost : BigDecimal.ZERO,
                        price == null ? revenue : BigDecimal.ZERO,
                        failed ? cost : BigDecimal.ZERO,
                        BigDecimal.ZERO,
                        BigDecimal.ZERO,
                        BigDecimal.ZERO,
                        number,
                        0,
                        0);
        calls.add(new Calls(time, at, new Totals(sums, quantities(at, number))));
    }

    private static SortedMap<String, BigDecimal> quantities(Dimensions at, BigDecimal number) {
        SortedMap<String, BigDecimal> used = new TreeMap<>();
        if (at.operation().equals("chat")) {
            used.put("input_tokens", number.multiply(BigDecimal.valueOf(1_154)));
            used.put("output_tokens", number.multiply(BigDecimal.valueOf(211)));
        } else {
            used.put("images", number);
        }
        return used;
    }

    /** All calls are added up once for each question; after that only what came since. */
    @Override
    public synchronized List<SumRow> sums(ReportQuery query) {
        Answer answer = answers.computeIfAbsent(query, asked -> new Answer());
        for (Calls some : calls.subList(answer.calls, calls.size())) {
            boolean inside =
                    !some.time().isBefore(query.from()) && some.time().isBefore(query.to());
            boolean wanted =
                    query.filters().entrySet().stream()
                            .allMatch(f -> f.getValue().contains(key(some, f.getKey(), query)));
            if (inside && wanted) {
                List<String> keys = new ArrayList<>();
                query.groupBy().forEach(dimension -> keys.add(key(some, dimension, query)));
                answer.groups.merge(
                        keys,
                        query.quantities()
                                ? some.totals()
                                : new Totals(some.totals().sums(), new TreeMap<>()),
                        Totals::plus);
            }
        }
        answer.calls = calls.size();
        return answer.groups.entrySet().stream()
                .map(e -> new SumRow(e.getKey(), e.getValue()))
                .toList();
    }

    private static String key(Calls some, Dimension dimension, ReportQuery query) {
        LocalDate day = some.time().atZone(query.zone()).toLocalDate();
        return switch (dimension) {
            case DAY -> day.toString();
            case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)).toString();
            case MONTH -> day.toString().substring(0, 7);
            case PROVIDER -> some.dimensions().provider();
            case OPERATION -> some.dimensions().operation();
            case MODEL -> some.dimensions().model();
            case PLAN -> some.dimensions().plan();
            case STATUS -> some.dimensions().status();
            case USER -> "user-1";
        };
    }

    @Override
    public synchronized @Nullable Span span() {
        if (calls.isEmpty()) {
            return null;
        }
        Instant first = calls.getFirst().time();
        Instant last = first.plus(Duration.ZERO);
        for (Calls some : calls) {
            first = some.time().isBefore(first) ? some.time() : first;
            last = some.time().isAfter(last) ? some.time() : last;
        }
        return new Span(first, last);
    }
}
