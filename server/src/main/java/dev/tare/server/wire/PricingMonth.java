package dev.tare.server.wire;

import dev.tare.core.pricing.PeriodPricing;
import dev.tare.core.pricing.PricingModel;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a price by the month: {@code { unit, zone, table, min, max }}. */
final class PricingMonth {
    private PricingMonth() {}

    static @Nullable PricingModel read(PriceFileFields terms, PricingReader reader) {
        terms.allowOnly(List.of("unit", "zone", "table", "min", "max"));
        String unit = PriceFileRates.unit(terms, "unit");
        ZoneId zone = PricingHours.zone(terms);
        BigDecimal min = terms.absent("min") ? null : PriceFileRates.rate(terms, "min");
        BigDecimal max = terms.absent("max") ? null : PriceFileRates.rate(terms, "max");
        boolean outermost = reader.isOutermost();
        String defaultUnit = reader.outermost();
        PricingModel table = reader.read(terms, "table");
        if (unit == null || zone == null || table == null) {
            return null;
        }
        if (!outermost) {
            terms.problem(
                    "unit",
                    terms.lineOf("unit"),
                    "monthly_inside",
                    "A price by the month lies in no other price; put the other into its table.");
            return null;
        }
        if (min != null && max != null && min.compareTo(max) > 0) {
            terms.problem(
                    "min",
                    terms.lineOf("min"),
                    "bad_limits",
                    "The month's \"min\" is more than its \"max\"; swap them.");
            return null;
        }
        PeriodPricing price = new PeriodPricing(table, unit, zone, min, max, defaultUnit);
        if (!price.isOfOneUnit()) {
            terms.problem(
                    "table",
                    terms.lineOf("table"),
                    "bad_table",
                    "The month's table has no price for \"" + unit + "\" alone; count that unit.");
            return null;
        }
        return price;
    }
}
