package dev.tare.server.wire;

import dev.tare.core.pricing.CreditTariff;
import dev.tare.core.pricing.FailedCalls;
import dev.tare.core.pricing.PerUnitPricing;
import dev.tare.core.pricing.Plan;
import dev.tare.core.pricing.PriceChange;
import dev.tare.core.pricing.PriceOrigin;
import dev.tare.core.pricing.PricingModel;
import dev.tare.core.pricing.RateCard;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Writes a change as YAML that {@link PriceFile#parse} reads back. */
final class PriceFileWriter {
    /** Rates finer than this are shown per million, as providers print them. */
    private static final int PLAIN_DECIMALS_MAX = 6;

    private static final int MILLION_DIGITS = 6;

    private final StringBuilder yaml = new StringBuilder();

    private PriceFileWriter() {}

    static String write(PriceChange change) {
        PriceFileWriter writer = new PriceFileWriter();
        writer.begin("rate_cards", change.rateCards().isEmpty());
        change.rateCards().forEach(writer::card);
        writer.begin("plans", change.plans().isEmpty());
        change.plans().forEach(writer::plan);
        writer.begin("credits", change.tariffs().isEmpty());
        change.tariffs().forEach(writer::tariff);
        return writer.yaml.toString();
    }

    private void begin(String key, boolean empty) {
        yaml.append(key).append(empty ? ": []\n" : ":\n");
    }

    private void card(RateCard card) {
        first("id", quoted(card.id()));
        next("provider", quoted(card.provider()));
        next("operation", quoted(card.operation()));
        next("model", quoted(card.model()));
        period(card.from(), card.to());
        if (card.failedCalls() != FailedCalls.UNKNOWN) {
            next("failed_calls", card.failedCalls().text());
        }
        switch (card.pricing()) {
            case PerUnitPricing perUnit -> rates(perUnit);
            case PricingModel other -> {
                if (other.defaultUnit() != null) {
                    next("default_unit", other.defaultUnit());
                }
                next("pricing", PricingText.write(other));
            }
        }
        if (card.origin() != PriceOrigin.OWN) {
            next("origin", card.origin().text());
        }
        next("source", quoted(card.source()));
    }

    private void rates(PerUnitPricing pricing) {
        if (pricing.defaultUnit() != null) {
            next("default_unit", pricing.defaultUnit());
        }
        yaml.append("    rates:\n");
        pricing.rates()
                .forEach((unit, rate) ->
                        yaml.append("      ")
                                .append(unit)
                                .append(": ")
                                .append(rate(rate))
                                .append('\n'));
    }

    private static String rate(BigDecimal rate) {
        return rate.scale() <= PLAIN_DECIMALS_MAX
                ? number(rate)
                : "{ usd: " + number(rate.movePointRight(MILLION_DIGITS)) + ", per: 1000000 }";
    }

    private void plan(Plan plan) {
        first("id", quoted(plan.id()));
        next("name", quoted(plan.name()));
        next("kind", plan.kind().text());
        next("price", number(plan.price()));
        next("credits", number(plan.credits()));
        period(plan.from(), plan.to());
        next("source", quoted(plan.source()));
    }

    private void tariff(CreditTariff tariff) {
        first("operation", quoted(tariff.operation()));
        next("credits", number(tariff.credits()));
        period(tariff.from(), tariff.to());
        next("source", quoted(tariff.source()));
    }

    private void period(Instant from, @Nullable Instant to) {
        next("from", time(from));
        if (to != null) {
            next("to", time(to));
        }
    }

    private void first(String key, String value) {
        yaml.append("  - ").append(key).append(": ").append(value).append('\n');
    }

    private void next(String key, String value) {
        yaml.append("    ").append(key).append(": ").append(value).append('\n');
    }

    /** In quotes: other YAML tools would read a bare number as a binary fraction. */
    private static String number(BigDecimal number) {
        return '"' + number.toPlainString() + '"';
    }

    private static String time(Instant time) {
        LocalDate day = LocalDate.ofInstant(time, ZoneOffset.UTC);
        boolean midnight = day.atStartOfDay(ZoneOffset.UTC).toInstant().equals(time);
        return midnight ? day.toString() : time.toString();
    }

    /** A JSON string is a YAML double-quoted scalar. */
    private static String quoted(String text) {
        return JsonMapper.shared().writeValueAsString(text);
    }
}
