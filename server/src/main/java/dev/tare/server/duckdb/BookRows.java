package dev.tare.server.duckdb;

import dev.tare.core.pricing.Books;
import dev.tare.core.pricing.CreditTariff;
import dev.tare.core.pricing.FailedCalls;
import dev.tare.core.pricing.PerUnitPricing;
import dev.tare.core.pricing.Plan;
import dev.tare.core.pricing.PlanBook;
import dev.tare.core.pricing.PriceBook;
import dev.tare.core.pricing.PriceChange;
import dev.tare.core.pricing.RateCard;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** The books as tables: adds to them in order, and reads them back exactly as entered. */
final class BookRows {
    private static final int COPY_SCALE = 18;
    private static final int COPY_DIGITS = 38;

    private final DuckDBConnection connection;

    BookRows(DuckDBConnection connection) {
        this.connection = connection;
    }

    void add(PriceChange change) throws SQLException {
        if (!change.rateCards().isEmpty()) {
            long entered = next("api_cost_config");
            try (DuckDBAppender appender = connection.createAppender("api_cost_config")) {
                for (RateCard card : change.rateCards()) {
                    append(appender, entered++, card);
                }
                appender.flush();
            }
        }
        if (!change.plans().isEmpty()) {
            long entered = next("api_plan_config");
            try (DuckDBAppender appender = connection.createAppender("api_plan_config")) {
                for (Plan plan : change.plans()) {
                    append(appender, entered++, plan);
                }
                appender.flush();
            }
        }
        if (!change.tariffs().isEmpty()) {
            long entered = next("api_credit_config");
            try (DuckDBAppender appender = connection.createAppender("api_credit_config")) {
                for (CreditTariff tariff : change.tariffs()) {
                    append(appender, entered++, tariff);
                }
                appender.flush();
            }
        }
    }

    private long next(String table) throws SQLException {
        return Sql.count(connection, "SELECT COALESCE(MAX(entered), 0) + 1 FROM " + table);
    }

    private static void append(DuckDBAppender appender, long entered, RateCard card)
            throws SQLException {
        switch (card.pricing()) {
            case PerUnitPricing perUnit -> {
                for (Map.Entry<String, BigDecimal> rate : perUnit.rates().entrySet()) {
                    append(appender, entered, card, perUnit, rate.getKey(), rate.getValue());
                }
                if (perUnit.rates().isEmpty()) {
                    append(appender, entered, card, perUnit, null, null);
                }
            }
        }
    }

    private static void append(
            DuckDBAppender appender,
            long entered,
            RateCard card,
            PerUnitPricing pricing,
            @Nullable String unit,
            @Nullable BigDecimal rate)
            throws SQLException {
        appender.beginRow().append(entered).append(card.id());
        appender.append(card.provider()).append(card.operation()).append(card.model());
        Sql.append(appender, unit);
        appendExact(appender, rate);
        Sql.append(appender, pricing.defaultUnit());
        appender.append(card.failedCalls().text());
        Sql.append(appender, card.from());
        Sql.append(appender, card.to());
        appender.append(card.source()).endRow();
    }

    private static void append(DuckDBAppender appender, long entered, Plan plan)
            throws SQLException {
        appender.beginRow().append(entered).append(plan.id()).append(plan.name());
        appender.append(plan.kind().text());
        appendExact(appender, plan.price());
        appendExact(appender, plan.credits());
        Sql.append(appender, plan.from());
        Sql.append(appender, plan.to());
        appender.append(plan.source()).endRow();
    }

    private static void append(DuckDBAppender appender, long entered, CreditTariff tariff)
            throws SQLException {
        appender.beginRow().append(entered).append(tariff.operation());
        appendExact(appender, tariff.credits());
        Sql.append(appender, tariff.from());
        Sql.append(appender, tariff.to());
        appender.append(tariff.source()).endRow();
    }

    /** The number as text, every digit kept, and its copy for SQL where one can hold it. */
    private static void appendExact(DuckDBAppender appender, @Nullable BigDecimal number)
            throws SQLException {
        if (number == null) {
            appender.appendNull().appendNull();
            return;
        }
        // A negative scale (1E+3) only survives in this notation, and equal terms must stay equal.
        appender.append(number.scale() < 0 ? number.toString() : number.toPlainString());
        BigDecimal copy = number.setScale(COPY_SCALE, RoundingMode.HALF_EVEN);
        Sql.append(appender, copy.precision() > COPY_DIGITS ? null : copy, COPY_SCALE);
    }

    /** All of it, in the order entered. */
    Books read() throws SQLException {
        return new Books(new PriceBook(cards()), new PlanBook(plans(), tariffs()));
    }

    private List<RateCard> cards() throws SQLException {
        Map<Long, RateCard> cards = new TreeMap<>();
        try (PreparedStatement statement =
                        connection.prepareStatement(
                                "SELECT * FROM api_cost_config ORDER BY entered, unit");
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                RateCard part = card(row);
                cards.merge(row.getLong("entered"), part, BookRows::joined);
            }
        }
        return new ArrayList<>(cards.values());
    }

    private static RateCard card(ResultSet row) throws SQLException {
        String unit = row.getString("unit");
        SortedMap<String, BigDecimal> rates = new TreeMap<>();
        if (unit != null) {
            rates.put(unit, new BigDecimal(Sql.required(row, "rate")));
        }
        return new RateCard(
                Sql.required(row, "id"),
                Sql.required(row, "provider"),
                Sql.required(row, "operation"),
                Sql.required(row, "model"),
                new PerUnitPricing(rates, row.getString("default_unit")),
                FailedCalls.valueOf(upper(Sql.required(row, "failed_calls"))),
                Sql.requiredTime(row, "effective_from"),
                Sql.time(row, "effective_to"),
                Sql.required(row, "source"));
    }

    /** Two rows of one card. */
    private static RateCard joined(RateCard card, RateCard more) {
        PerUnitPricing first = (PerUnitPricing) card.pricing();
        SortedMap<String, BigDecimal> rates = new TreeMap<>(first.rates());
        rates.putAll(((PerUnitPricing) more.pricing()).rates());
        return new RateCard(
                card.id(),
                card.provider(),
                card.operation(),
                card.model(),
                new PerUnitPricing(rates, first.defaultUnit()),
                card.failedCalls(),
                card.from(),
                card.to(),
                card.source());
    }

    private List<Plan> plans() throws SQLException {
        List<Plan> plans = new ArrayList<>();
        try (PreparedStatement statement =
                        connection.prepareStatement(
                                "SELECT * FROM api_plan_config ORDER BY entered");
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                plans.add(
                        new Plan(
                                Sql.required(row, "id"),
                                Sql.required(row, "name"),
                                Plan.Kind.valueOf(upper(Sql.required(row, "kind"))),
                                new BigDecimal(Sql.required(row, "price")),
                                new BigDecimal(Sql.required(row, "credits")),
                                Sql.requiredTime(row, "effective_from"),
                                Sql.time(row, "effective_to"),
                                Sql.required(row, "source")));
            }
        }
        return plans;
    }

    private List<CreditTariff> tariffs() throws SQLException {
        List<CreditTariff> tariffs = new ArrayList<>();
        try (PreparedStatement statement =
                        connection.prepareStatement(
                                "SELECT * FROM api_credit_config ORDER BY entered");
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                tariffs.add(
                        new CreditTariff(
                                Sql.required(row, "operation"),
                                new BigDecimal(Sql.required(row, "credits")),
                                Sql.requiredTime(row, "effective_from"),
                                Sql.time(row, "effective_to"),
                                Sql.required(row, "source")));
            }
        }
        return tariffs;
    }

    private static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }
}
