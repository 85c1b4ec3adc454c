package dev.tare.server.house.planted.core.pricing;

import dev.tare.server.house.planted.core.event.LooksUp;

/** Pricing may see events. */
public record LooksDown(LooksUp event) {}
