package dev.tare.server.journal;

import dev.tare.core.pricing.CreditTariff;
import dev.tare.core.pricing.FailedCalls;
import dev.tare.core.pricing.PerUnitPricing;
import dev.tare.core.pricing.Plan;
import dev.tare.core.pricing.PriceChange;
import dev.tare.core.pricing.PriceOrigin;
import dev.tare.core.pricing.PricingModel;
import dev.tare.core.pricing.RateCard;
import dev.tare.server.wire.PricingText;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Rate cards, plans and tariffs in a payload. */
final class PricesForm {
    private static final int PER_UNIT = 1;
    private static final int AS_TEXT = 2;

    /** A card's origin stands above its rule for failed calls; own ones are 0. */
    private static final int ORIGIN = 4;

    private static final List<PriceOrigin> ORIGINS =
            List.of(PriceOrigin.OWN, PriceOrigin.IMPORTED, PriceOrigin.NEGOTIATED);

    private PricesForm() {}

    static void write(ByteSink sink, PriceChange change) {
        sink.unsigned(change.rateCards().size());
        change.rateCards().forEach(card -> write(sink, card));
        sink.unsigned(change.plans().size());
        change.plans().forEach(plan -> write(sink, plan));
        sink.unsigned(change.tariffs().size());
        change.tariffs().forEach(tariff -> write(sink, tariff));
    }

    static PriceChange read(ByteSource source) {
        List<RateCard> cards = readAll(source, PricesForm::readCard);
        List<Plan> plans = readAll(source, PricesForm::readPlan);
        List<CreditTariff> tariffs = readAll(source, PricesForm::readTariff);
        return new PriceChange(cards, plans, tariffs);
    }

    private static <T> List<T> readAll(ByteSource source, Function<ByteSource, T> one) {
        int count = source.count(1);
        List<T> all = new ArrayList<>(Math.min(count, 1_000));
        for (int i = 0; i < count; i++) {
            all.add(one.apply(source));
        }
        return all;
    }

    private static void write(ByteSink sink, RateCard card) {
        sink.text(card.id());
        sink.name(card.provider());
        sink.name(card.operation());
        sink.name(card.model());
        write(sink, card.pricing());
        int failedCalls =
                switch (card.failedCalls()) {
                    case BILLED -> 0;
                    case NOT_BILLED -> 1;
                    case UNKNOWN -> 2;
                };
        sink.u8(failedCalls + ORIGIN * ORIGINS.indexOf(card.origin()));
        writeSpan(sink, card.from(), card.to());
        sink.name(card.source());
    }

    private static RateCard readCard(ByteSource source) {
        String id = source.text();
        String provider = source.name();
        String operation = source.name();
        String model = source.name();
        PricingModel pricing = readModel(source);
        int rules = source.u8();
        if (rules / ORIGIN >= ORIGINS.size()) {
            throw new MalformedRecord("a price's origin is unknown");
        }
        FailedCalls failedCalls =
                switch (rules % ORIGIN) {
                    case 0 -> FailedCalls.BILLED;
                    case 1 -> FailedCalls.NOT_BILLED;
                    case 2 -> FailedCalls.UNKNOWN;
                    default -> throw new MalformedRecord("a rule for failed calls is unknown");
                };
        Instant from = source.instant(Instant.EPOCH);
        Instant to = readEnd(source);
        return new RateCard(
                id,
                provider,
                operation,
                model,
                pricing,
                failedCalls,
                from,
                to,
                source.name(),
                ORIGINS.get(rules / ORIGIN));
    }

    private static void write(ByteSink sink, PricingModel model) {
        switch (model) {
            case PerUnitPricing perUnit -> {
                sink.u8(PER_UNIT);
                sink.unsigned(perUnit.rates().size());
                perUnit.rates()
                        .forEach((unit, rate) -> {
                            sink.name(unit);
                            sink.decimal(rate);
                        });
                sink.u8(perUnit.defaultUnit() == null ? 0 : 1);
                if (perUnit.defaultUnit() != null) {
                    sink.name(perUnit.defaultUnit());
                }
            }
            case PricingModel other -> {
                sink.u8(AS_TEXT);
                sink.text(PricingText.write(other));
                sink.u8(other.defaultUnit() == null ? 0 : 1);
                if (other.defaultUnit() != null) {
                    sink.name(other.defaultUnit());
                }
            }
        }
    }

    private static PricingModel readModel(ByteSource source) {
        int kind = source.u8();
        if (kind == AS_TEXT) {
            String text = source.text();
            try {
                return PricingText.read(text, source.u8() == 0 ? null : source.name());
            } catch (IllegalArgumentException noPrice) {
                throw new MalformedRecord("a price can't be read");
            }
        }
        if (kind != PER_UNIT) {
            throw new MalformedRecord("pricing model " + kind + " is unknown");
        }
        int count = source.count(1);
        SortedMap<String, BigDecimal> rates = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            String unit = source.name();
            rates.put(unit, source.decimal());
        }
        return new PerUnitPricing(rates, source.u8() == 0 ? null : source.name());
    }

    private static void write(ByteSink sink, Plan plan) {
        sink.text(plan.id());
        sink.text(plan.name());
        sink.u8(
                switch (plan.kind()) {
                    case FREE -> 0;
                    case SUBSCRIPTION -> 1;
                    case PACKAGE -> 2;
                });
        sink.decimal(plan.price());
        sink.decimal(plan.credits());
        writeSpan(sink, plan.from(), plan.to());
        sink.name(plan.source());
    }

    private static Plan readPlan(ByteSource source) {
        String id = source.text();
        String name = source.text();
        Plan.Kind kind =
                switch (source.u8()) {
                    case 0 -> Plan.Kind.FREE;
                    case 1 -> Plan.Kind.SUBSCRIPTION;
                    case 2 -> Plan.Kind.PACKAGE;
                    default -> throw new MalformedRecord("a kind of plan is unknown");
                };
        BigDecimal price = source.decimal();
        BigDecimal credits = source.decimal();
        Instant from = source.instant(Instant.EPOCH);
        Instant to = readEnd(source);
        return new Plan(id, name, kind, price, credits, from, to, source.name());
    }

    private static void write(ByteSink sink, CreditTariff tariff) {
        sink.name(tariff.operation());
        sink.decimal(tariff.credits());
        writeSpan(sink, tariff.from(), tariff.to());
        sink.name(tariff.source());
    }

    private static CreditTariff readTariff(ByteSource source) {
        String operation = source.name();
        BigDecimal credits = source.decimal();
        Instant from = source.instant(Instant.EPOCH);
        Instant to = readEnd(source);
        return new CreditTariff(operation, credits, from, to, source.name());
    }

    private static void writeSpan(ByteSink sink, Instant from, @Nullable Instant to) {
        sink.instant(from, Instant.EPOCH);
        sink.u8(to == null ? 0 : 1);
        if (to != null) {
            sink.instant(to, Instant.EPOCH);
        }
    }

    private static @Nullable Instant readEnd(ByteSource source) {
        return source.u8() == 0 ? null : source.instant(Instant.EPOCH);
    }
}
