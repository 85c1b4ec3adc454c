package dev.tare.core.rollup;

import dev.tare.core.ledger.ChargedEvent;
import dev.tare.core.pricing.PricedEvent;

/**
 * What an event is summed by, besides time.
 *
 * @param model the empty text where the event names none
 */
public record Dimensions(
        String provider, String operation, String model, String plan, String status) {
    /** Those of one event. */
    public static Dimensions of(PricedEvent row) {
        String model = row.event().model();
        return new Dimensions(
                row.event().provider(),
                row.event().operation(),
                model == null ? "" : model,
                row.plan(),
                row.event().status().text());
    }

    /** Those of one event, as charged or as corrected. */
    public static Dimensions of(ChargedEvent row) {
        String model = row.event().model();
        return new Dimensions(
                row.event().provider(),
                row.event().operation(),
                model == null ? "" : model,
                row.event().plan(),
                row.event().status());
    }
}
