package dev.tare.core.pricing;

import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;

/**
 * Other prices at some hours of the day.
 *
 * @param zone where the hours are
 * @param windows the hours of the other price
 * @param offPeak the price within them
 * @param peak the price at all other times
 */
public record OffPeakPricing(
        ZoneId zone, List<Window> windows, PricingModel offPeak, PricingModel peak)
        implements PricingModel {
    /**
     * Hours of each day. It may go over midnight; where both ends are alike it is the whole day.
     *
     * @param from the first moment in it
     * @param to the first moment no longer in it
     */
    public record Window(LocalTime from, LocalTime to) {
        /** Whether that time of day lies in it. */
        public boolean contains(LocalTime time) {
            if (from.equals(to)) {
                return true;
            }
            boolean begun = !time.isBefore(from);
            boolean over = !time.isBefore(to);
            return from.isBefore(to) ? begun && !over : begun || !over;
        }
    }

    public OffPeakPricing {
        windows = List.copyOf(windows);
    }

    @Override
    public void charge(Call call, Bill bill) {
        LocalTime time = call.time().atZone(zone).toLocalTime();
        for (Window window : windows) {
            if (window.contains(time)) {
                bill.under(
                        "off-peak, " + window.from() + " to " + window.to() + " " + zone.getId(),
                        offPeak,
                        call);
                return;
            }
        }
        bill.under("peak", peak, call);
    }
}
