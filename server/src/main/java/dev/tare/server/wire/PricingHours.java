package dev.tare.server.wire;

import dev.tare.core.event.Rejection;
import dev.tare.core.pricing.OffPeakPricing;
import dev.tare.core.pricing.PricingModel;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a price that depends on the hour of the day. */
final class PricingHours {
    private PricingHours() {}

    static @Nullable PricingModel read(PriceFileFields terms, PricingReader prices) {
        terms.allowOnly(List.of("zone", "windows", "off_peak", "peak"));
        ZoneId zone = zone(terms);
        List<OffPeakPricing.Window> windows = new ArrayList<>();
        for (String text : terms.texts("windows")) {
            OffPeakPricing.Window window = window(text);
            if (window == null) {
                terms.problem(
                        "windows",
                        terms.lineOf("windows"),
                        "invalid_window",
                        "A window can't be "
                                + Rejection.shown(text)
                                + "; write two times of day such as 16:30-00:30.");
                return null;
            }
            windows.add(window);
        }
        PricingModel offPeak = prices.read(terms, "off_peak");
        PricingModel peak = prices.read(terms, "peak");
        return zone == null || windows.isEmpty() || offPeak == null || peak == null
                ? null
                : new OffPeakPricing(zone, windows, offPeak, peak);
    }

    /** The time zone under that name, UTC where there is none; {@code null} where it is bad. */
    static @Nullable ZoneId zone(PriceFileFields terms) {
        String text = terms.text("zone");
        try {
            return ZoneId.of(text == null ? "UTC" : text);
        } catch (DateTimeException unknown) {
            terms.problem(
                    "zone",
                    terms.lineOf("zone"),
                    "invalid_zone",
                    "\"zone\" can't be "
                            + Rejection.shown(text == null ? "" : text)
                            + "; write a time zone such as UTC or Asia/Shanghai.");
            return null;
        }
    }

    private static OffPeakPricing.@Nullable Window window(String text) {
        int dash = text.indexOf('-');
        try {
            return dash < 0
                    ? null
                    : new OffPeakPricing.Window(
                            LocalTime.parse(text.substring(0, dash).strip()),
                            LocalTime.parse(text.substring(dash + 1).strip()));
        } catch (DateTimeException unreadable) {
            return null;
        }
    }
}
