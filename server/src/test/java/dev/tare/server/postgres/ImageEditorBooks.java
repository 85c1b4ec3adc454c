package dev.tare.server.postgres;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What has to come out of the made-up customer's data, worked out once more, call by call and
 * without SQL, from the plain rows: neither {@code image-editor-expected.sql} nor anything of Tare
 * has a part in it.
 */
final class ImageEditorBooks {
    private static final Instant PRICE_CHANGE = Instant.parse("2026-11-10T00:00:00Z");
    private static final Map<String, String> PROVIDERS =
            Map.of(
                    "upscale", "deep_image/upscale",
                    "background-removal", "clipping_magic/background_removal",
                    "vectorization", "vectorizer/vectorization",
                    "image-generation", "openai/image_generation");

    private final ImageEditor editor;

    /** Each user's plan from a moment on. */
    private final Map<String, NavigableMap<Instant, String>> plans = new HashMap<>();

    /** Credits taken less those given back, by image. */
    private final Map<String, BigDecimal> taken = new HashMap<>();

    /** Sums by what they are of, such as {@code plan basic}. */
    private final Map<String, Sums> sums = new TreeMap<>();

    private ImageEditorBooks(ImageEditor editor) {
        this.editor = editor;
    }

    /** The row of each group: calls, failed, cost, credits, revenue, profit, margin, unpriced. */
    static Map<String, String> sums(ImageEditor editor) throws SQLException {
        ImageEditorBooks books = new ImageEditorBooks(editor);
        books.readPlans();
        books.readCredits();
        books.readCalls();
        Map<String, String> rows = new TreeMap<>();
        books.sums.forEach((group, sums) -> rows.put(group, sums.row()));
        return rows;
    }

    private void readPlans() throws SQLException {
        List<List<@Nullable String>> stretches =
                editor.rows(
                        "SELECT user_id, "
                                + iso("ended_at")
                                + ", plan, "
                                + iso("started_at")
                                + " FROM subscriptions");
        for (List<@Nullable String> stretch : stretches) {
            if (stretch.get(1) != null) {
                timeline(stretch).put(Instant.parse(stretch.get(1)), "free");
            }
        }
        for (List<@Nullable String> stretch : stretches) {
            timeline(stretch).put(Instant.parse(stretch.get(3)), stretch.get(2));
        }
        for (List<@Nullable String> purchase :
                editor.rows(
                        "SELECT user_id, "
                                + iso("created_at")
                                + ", metadata ->> 'package'"
                                + " FROM credit_transactions WHERE type = 'purchase'")) {
            timeline(purchase).put(Instant.parse(purchase.get(1)), purchase.get(2));
        }
    }

    private NavigableMap<Instant, String> timeline(List<@Nullable String> ofUser) {
        return plans.computeIfAbsent(ofUser.getFirst(), user -> new TreeMap<>());
    }

    private void readCredits() throws SQLException {
        for (List<@Nullable String> row :
                editor.rows(
                        "SELECT metadata ->> 'image_id', amount FROM credit_transactions"
                                + " WHERE type IN ('usage', 'refund')")) {
            taken.merge(row.get(0), new BigDecimal(row.get(1)).negate(), BigDecimal::add);
        }
    }

    private void readCalls() throws SQLException {
        for (List<@Nullable String> call :
                editor.rows(
                        "SELECT id, user_id, operation_type, processing_status, "
                                + iso("created_at")
                                + " FROM processed_images")) {
            String status = call.get(3);
            if (status.equals("processing")) {
                continue;
            }
            boolean failed = status.equals("failed");
            String operation = call.get(2);
            Instant at = Instant.parse(call.get(4));
            var before = plans.getOrDefault(call.get(1), new TreeMap<>()).floorEntry(at);
            String plan = before == null ? "free" : before.getValue();
            BigDecimal tariff = new BigDecimal(operation.equals("vectorization") ? 2 : 1);
            BigDecimal credits = taken.getOrDefault(call.get(0), failed ? BigDecimal.ZERO : tariff);
            BigDecimal cost = failed ? null : new BigDecimal(price(operation, at));
            BigDecimal value =
                    credits.multiply(creditPrice(plan)).setScale(9, RoundingMode.HALF_EVEN);
            for (String group :
                    List.of("operation " + PROVIDERS.get(operation), "plan " + plan, "total")) {
                sums.computeIfAbsent(group, g -> new Sums()).add(failed, cost, credits, value);
            }
        }
    }

    private static String price(String operation, Instant at) {
        return switch (operation) {
            case "upscale" -> "0.08";
            case "background-removal" -> "0.125";
            case "vectorization" -> "0.2";
            default -> at.isBefore(PRICE_CHANGE) ? "0.04" : "0.05";
        };
    }

    private static BigDecimal creditPrice(String plan) {
        Function<String, BigDecimal> exact = BigDecimal::new;
        return switch (plan) {
            case "free" -> BigDecimal.ZERO;
            case "basic", "starter" -> exact.apply("0.4995");
            case "professional" -> exact.apply("0.3998");
            case "payg_10" -> exact.apply("0.799");
            case "payg_20" -> exact.apply("0.7495");
            case "payg_50" -> exact.apply("0.5998");
            default -> throw new IllegalStateException("A plan nobody sells: " + plan);
        };
    }

    private static String iso(String column) {
        return "to_char(" + column + " AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')";
    }

    private static final class Sums {
        private int calls;
        private int failed;
        private BigDecimal cost = BigDecimal.ZERO;
        private BigDecimal credits = BigDecimal.ZERO;
        private BigDecimal revenue = BigDecimal.ZERO;
        private BigDecimal unpricedRevenue = BigDecimal.ZERO;
        private int unpriced;

        void add(boolean fails, @Nullable BigDecimal costs, BigDecimal takes, BigDecimal brings) {
            calls++;
            failed += fails ? 1 : 0;
            credits = credits.add(takes);
            revenue = revenue.add(brings);
            if (costs == null) {
                unpriced++;
                unpricedRevenue = unpricedRevenue.add(brings);
            } else {
                cost = cost.add(costs);
            }
        }

        String row() {
            BigDecimal priced = revenue.subtract(unpricedRevenue);
            BigDecimal profit = priced.subtract(cost);
            String margin =
                    priced.signum() == 0
                            ? "null"
                            : profit.multiply(new BigDecimal(100))
                                    .divide(priced, 2, RoundingMode.HALF_EVEN)
                                    .toPlainString();
            return String.join(
                    " ",
                    String.valueOf(calls),
                    String.valueOf(failed),
                    plain(cost),
                    plain(credits),
                    plain(revenue),
                    plain(profit),
                    margin,
                    String.valueOf(unpriced));
        }

        private static String plain(BigDecimal amount) {
            return amount.stripTrailingZeros().toPlainString();
        }
    }
}
