package dev.tare.server.demo;

import dev.tare.core.event.EventStatus;
import dev.tare.core.event.Quantities;
import java.math.BigDecimal;
import java.util.Map;

/**
 * One night, one user's job that retried what had worked: the same sixty images, thousands of
 * times, charged to nobody.
 */
final class Runaway {
    /** Index of the user. */
    static final int USER = 317;

    /** Counted from the first day. */
    static final int DAY = 139;

    private static final int CALLS = 4_200;
    private static final int DIFFERENT = 60;
    private static final double BEGIN = 2 * 3_600 + 640;
    private static final double SECONDS = 3.4 * 3_600;
    private static final Quantities ONE_IMAGE = new Quantities(Map.of("images", BigDecimal.ONE));

    private Runaway() {}

    static void add(DayCalls day, DemoUser user, Dice dice) {
        for (int i = 0; i < CALLS; i++) {
            day.add(
                    new DemoCall(
                            day.at(BEGIN + SECONDS * i / CALLS + dice.share() * 3),
                            user.id,
                            "deep_image",
                            "upscale",
                            null,
                            ONE_IMAGE,
                            EventStatus.SUCCESS,
                            null,
                            (long) dice.logNormal(6_200, 0.4),
                            BigDecimal.ZERO,
                            DemoPlan.PRO.id,
                            "batch-" + i % DIFFERENT,
                            "{\"app\":\"api\"}"));
        }
    }
}
