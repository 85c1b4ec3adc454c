package dev.tare.server.dashboard;

import dev.tare.core.pricing.PerUnitPricing;
import dev.tare.core.pricing.PriceOrigin;
import dev.tare.core.pricing.RateCard;
import dev.tare.server.wire.Figures;
import dev.tare.server.wire.PricingText;
import jakarta.servlet.http.HttpServletRequest;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The form of a new price as it was typed: every field a text, nothing of it understood yet.
 *
 * @param id the card's name, made at the preview; empty before
 * @param operation empty = any
 * @param model empty = any
 * @param way {@code rates} by unit, or {@code other}: any other way of charging
 * @param rates for the first
 * @param pricing for the second, as in a price file
 */
public record PriceForm(
        String id,
        String provider,
        String operation,
        String model,
        String from,
        String to,
        String origin,
        String failedCalls,
        String source,
        String way,
        String defaultUnit,
        List<Rate> rates,
        String pricing) {
    static final String RATES = "rates";
    static final String OTHER = "other";
    private static final int ROWS_MORE = 3;
    static final int ROWS_MAX = 100;
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
    private static final int PLAIN_DECIMALS_MAX = 6;

    public PriceForm {
        rates = List.copyOf(rates);
    }

    /** One unit's rate: {@code usd} for {@code per} of it. */
    public record Rate(String unit, String usd, String per) {
        static final Rate EMPTY = new Rate("", "", "1");

        boolean isEmpty() {
            return unit.isEmpty() && usd.isEmpty();
        }
    }

    /** A field and what stands in it, for a page that only hands it on. */
    public record Field(String name, String value) {}

    /** For a name that has no price yet; whatever is known of it. */
    static PriceForm of(String provider, String operation, String model, Instant now) {
        List<Rate> rates =
                List.of(
                        new Rate("input_tokens", "", "1000000"),
                        new Rate("output_tokens", "", "1000000"),
                        Rate.EMPTY);
        String from = today(now);
        return new PriceForm(
                "", provider, operation, model, from, "", "own", "unknown", "", RATES, "", rates,
                "");
    }

    /** The same price as a card, from today on. */
    static PriceForm like(RateCard card, Instant now) {
        boolean byUnit =
                card.pricing() instanceof PerUnitPricing some && some.rates().size() <= ROWS_MAX;
        return new PriceForm(
                "",
                card.provider(),
                card.operation().equals(RateCard.ANY) ? "" : card.operation(),
                card.model().equals(RateCard.ANY) ? "" : card.model(),
                today(now),
                "",
                card.origin() == PriceOrigin.NEGOTIATED ? "negotiated" : "own",
                card.failedCalls().text(),
                "",
                byUnit ? RATES : OTHER,
                Objects.requireNonNullElse(card.pricing().defaultUnit(), ""),
                byUnit && card.pricing() instanceof PerUnitPricing all ? rates(all) : List.of(),
                byUnit ? "" : PricingText.lines(card.pricing()));
    }

    private static String today(Instant now) {
        return LocalDate.ofInstant(now, ZoneOffset.UTC).toString();
    }

    private static List<Rate> rates(PerUnitPricing price) {
        List<Rate> rates = new ArrayList<>();
        price.rates()
                .forEach((unit, rate) -> {
                    boolean tokens = unit.contains("tokens") || unit.contains("characters");
                    boolean million = tokens || rate.scale() > PLAIN_DECIMALS_MAX;
                    BigDecimal usd = million ? rate.multiply(MILLION) : rate;
                    rates.add(new Rate(unit, Figures.quantity(usd), million ? "1000000" : "1"));
                });
        return rates;
    }

    /** What was sent; space at the ends is nobody's wish. */
    static PriceForm of(HttpServletRequest request) {
        String[] units = values(request, "unit");
        String[] usd = values(request, "usd");
        String[] per = values(request, "per");
        List<Rate> rates = new ArrayList<>();
        for (int i = 0; i < units.length; i++) {
            Rate rate = new Rate(at(units, i), at(usd, i), at(per, i));
            if (!rate.isEmpty()) {
                rates.add(rate);
            }
        }
        return new PriceForm(
                value(request, "id"),
                value(request, "provider"),
                value(request, "operation"),
                value(request, "model"),
                value(request, "from"),
                value(request, "to"),
                value(request, "origin"),
                value(request, "failed_calls"),
                value(request, "source"),
                value(request, "way").equals(OTHER) ? OTHER : RATES,
                value(request, "default_unit"),
                rates,
                Objects.requireNonNullElse(request.getParameter("pricing"), "").stripTrailing());
    }

    private static String[] values(HttpServletRequest request, String name) {
        return Objects.requireNonNullElse(request.getParameterValues(name), new String[0]);
    }

    private static String value(HttpServletRequest request, String name) {
        String value = request.getParameter(name);
        return value == null ? "" : value.strip();
    }

    private static String at(String[] values, int index) {
        return index < values.length ? values[index].strip() : "";
    }

    /** The same under that name. */
    PriceForm named(String newId) {
        return new PriceForm(
                newId,
                provider,
                operation,
                model,
                from,
                to,
                origin,
                failedCalls,
                source,
                way,
                defaultUnit,
                rates,
                pricing);
    }

    /** Whether it is a price by the unit. */
    public boolean byUnit() {
        return way.equals(RATES);
    }

    /** The rows to be shown: those with something in them, and room for more. */
    public List<Rate> rows() {
        List<Rate> rows = new ArrayList<>(rates);
        for (int i = 0; i < ROWS_MORE && rows.size() < ROWS_MAX; i++) {
            rows.add(Rate.EMPTY);
        }
        return rows;
    }

    /** Everything but the id, to be sent again as it is. */
    public List<Field> fields() {
        List<Field> fields = new ArrayList<>();
        fields.add(new Field("provider", provider));
        fields.add(new Field("operation", operation));
        fields.add(new Field("model", model));
        fields.add(new Field("from", from));
        fields.add(new Field("to", to));
        fields.add(new Field("origin", origin));
        fields.add(new Field("failed_calls", failedCalls));
        fields.add(new Field("source", source));
        fields.add(new Field("way", way));
        fields.add(new Field("default_unit", defaultUnit));
        for (Rate rate : rates) {
            fields.add(new Field("unit", rate.unit()));
            fields.add(new Field("usd", rate.usd()));
            fields.add(new Field("per", rate.per()));
        }
        return fields;
    }

    /** The text of a field that several rows may have, {@code null} = none of this number. */
    @Nullable Rate rate(int row) {
        return row < rates.size() ? rates.get(row) : null;
    }
}
