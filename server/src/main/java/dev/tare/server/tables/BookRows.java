package dev.tare.server.tables;

import dev.tare.core.pricing.Books;
import dev.tare.core.pricing.CreditTariff;
import dev.tare.core.pricing.FailedCalls;
import dev.tare.core.pricing.PerUnitPricing;
import dev.tare.core.pricing.Plan;
import dev.tare.core.pricing.PlanBook;
import dev.tare.core.pricing.PriceBook;
import dev.tare.core.pricing.PriceChange;
import dev.tare.core.pricing.PriceOrigin;
import dev.tare.core.pricing.RateCard;
import dev.tare.server.wire.PricingText;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The books as tables: adds to them in order, and reads them back exactly as entered. */
public final class BookRows {
    private static final int COPY_SCALE = 18;
    private static final int COPY_DIGITS = 38;
    private static final SortedMap<String, BigDecimal> NO_RATES = new TreeMap<>();
    private static final String CARDS =
            "SELECT c.*, t.pricing, t.origin FROM api_cost_config c LEFT JOIN api_cost_terms t"
                    + " ON t.entered = c.entered AND t.id = c.id ORDER BY c.entered, c.unit";

    private final Connection connection;
    private final Engine engine;

    /** On that connection, within its transaction. */
    public BookRows(Connection connection, Engine engine) {
        this.connection = connection;
        this.engine = engine;
    }

    void add(PriceChange change) throws SQLException {
        if (!change.rateCards().isEmpty()) {
            long entered = next("api_cost_config");
            try (RowSink sink = engine.append(connection, "api_cost_config")) {
                for (RateCard card : change.rateCards()) {
                    append(sink, entered++, card);
                }
                sink.flush();
            }
            terms(change.rateCards(), entered - change.rateCards().size());
        }
        if (!change.plans().isEmpty()) {
            long entered = next("api_plan_config");
            try (RowSink sink = engine.append(connection, "api_plan_config")) {
                for (Plan plan : change.plans()) {
                    append(sink, entered++, plan);
                }
                sink.flush();
            }
        }
        if (!change.tariffs().isEmpty()) {
            long entered = next("api_credit_config");
            try (RowSink sink = engine.append(connection, "api_credit_config")) {
                for (CreditTariff tariff : change.tariffs()) {
                    append(sink, entered++, tariff);
                }
                sink.flush();
            }
        }
    }

    private long next(String table) throws SQLException {
        return Sql.count(connection, "SELECT COALESCE(MAX(entered), 0) + 1 FROM " + table);
    }

    private static void append(RowSink sink, long entered, RateCard card) throws SQLException {
        SortedMap<String, BigDecimal> rates =
                card.pricing() instanceof PerUnitPricing perUnit ? perUnit.rates() : NO_RATES;
        for (Map.Entry<String, BigDecimal> rate : rates.entrySet()) {
            append(sink, entered, card, rate.getKey(), rate.getValue());
        }
        if (rates.isEmpty()) {
            append(sink, entered, card, null, null);
        }
    }

    /** What rows by unit can't say of a card. */
    private void terms(List<RateCard> cards, long first) throws SQLException {
        try (RowSink sink = engine.append(connection, "api_cost_terms")) {
            long entered = first;
            for (RateCard card : cards) {
                boolean perUnit = card.pricing() instanceof PerUnitPricing;
                if (!perUnit || card.origin() != PriceOrigin.OWN) {
                    sink.number(entered).text(card.id());
                    sink.text(perUnit ? null : PricingText.write(card.pricing()));
                    sink.text(card.origin().text()).endRow();
                }
                entered++;
            }
            sink.flush();
        }
    }

    private static void append(
            RowSink sink,
            long entered,
            RateCard card,
            @Nullable String unit,
            @Nullable BigDecimal rate)
            throws SQLException {
        sink.number(entered).text(card.id());
        sink.text(card.provider()).text(card.operation()).text(card.model());
        sink.text(unit);
        appendExact(sink, rate);
        sink.text(card.pricing().defaultUnit()).text(card.failedCalls().text());
        sink.time(card.from()).time(card.to()).text(card.source()).endRow();
    }

    private static void append(RowSink sink, long entered, Plan plan) throws SQLException {
        sink.number(entered).text(plan.id()).text(plan.name()).text(plan.kind().text());
        appendExact(sink, plan.price());
        appendExact(sink, plan.credits());
        sink.time(plan.from()).time(plan.to()).text(plan.source()).endRow();
    }

    private static void append(RowSink sink, long entered, CreditTariff tariff)
            throws SQLException {
        sink.number(entered).text(tariff.operation());
        appendExact(sink, tariff.credits());
        sink.time(tariff.from()).time(tariff.to()).text(tariff.source()).endRow();
    }

    /** The number as text, every digit kept, and its copy for SQL where one can hold it. */
    private static void appendExact(RowSink sink, @Nullable BigDecimal number) throws SQLException {
        if (number == null) {
            sink.text(null).amount(null, COPY_SCALE);
            return;
        }
        // A negative scale (1E+3) only survives in this notation, and equal terms must stay equal.
        sink.text(number.scale() < 0 ? number.toString() : number.toPlainString());
        BigDecimal copy = number.setScale(COPY_SCALE, RoundingMode.HALF_EVEN);
        sink.amount(copy.precision() > COPY_DIGITS ? null : copy, COPY_SCALE);
    }

    /** All of it, in the order entered. */
    public Books read() throws SQLException {
        return new Books(new PriceBook(cards()), new PlanBook(plans(), tariffs()));
    }

    private List<RateCard> cards() throws SQLException {
        Map<Long, RateCard> cards = new TreeMap<>();
        try (PreparedStatement statement = connection.prepareStatement(CARDS);
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
        String defaultUnit = row.getString("default_unit");
        String json = row.getString("pricing");
        String origin = row.getString("origin");
        SortedMap<String, BigDecimal> rates = new TreeMap<>();
        if (unit != null) {
            rates.put(unit, new BigDecimal(Sql.required(row, "rate")));
        }
        return new RateCard(
                Sql.required(row, "id"),
                Sql.required(row, "provider"),
                Sql.required(row, "operation"),
                Sql.required(row, "model"),
                json == null
                        ? new PerUnitPricing(rates, defaultUnit)
                        : PricingText.read(json, defaultUnit),
                FailedCalls.valueOf(upper(Sql.required(row, "failed_calls"))),
                Sql.requiredTime(row, "effective_from"),
                Sql.time(row, "effective_to"),
                Sql.required(row, "source"),
                origin == null ? PriceOrigin.OWN : PriceOrigin.valueOf(upper(origin)));
    }

    /** Two rows of one card: only rates by unit have several. */
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
                card.source(),
                card.origin());
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
