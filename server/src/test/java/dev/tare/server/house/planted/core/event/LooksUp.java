package dev.tare.server.house.planted.core.event;

import dev.tare.server.house.planted.core.pricing.LooksDown;

/** Events may not see pricing, not even an array of it. */
public final class LooksUp {

    /** Looks up. */
    public LooksDown[] prices() {
        return new LooksDown[0];
    }
}
