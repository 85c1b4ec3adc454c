package dev.tare.server.house.planted.core.revenue;

import dev.tare.server.house.planted.core.pricing.LooksDown;

/** Revenue and pricing don't know each other. */
public record LooksAside(LooksDown price) {}
