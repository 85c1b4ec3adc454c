package dev.tare.server.demo;

import dev.tare.core.event.EventStatus;
import dev.tare.core.event.Quantities;
import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls to the four image providers: what is asked, what fails, what is sent twice. */
final class ImageCalls {
    static final String[] OPERATIONS = {
        "upscale", "background_removal", "vectorization", "image_generation"
    };
    static final String[] PROVIDERS = {"deep_image", "clipping_magic", "vectorizer", "openai"};

    private static final int GENERATION = 3;
    private static final double[] MIX = {0.45, 0.29, 0.1, 0.16};
    private static final int[] CREDITS = {1, 1, 2, 1};
    private static final double[] FAILURES = {0.018, 0.026, 0.012, 0.035};
    private static final double[] MEDIAN_MS = {6_200, 3_400, 8_800, 14_500};
    private static final String[][] ERRORS = {
        {"timeout after 60 s", "image larger than 25 megapixels", "503 service unavailable"},
        {"image can't be read", "429 too many requests", "no foreground found"},
        {"image larger than 3 megapixels", "500 internal error"},
        {"rejected by the safety system", "429 rate limit reached", "500 server error"}
    };

    /** Days counted from the first; the scenario's events of note. */
    private static final int BETTER_MODEL_FROM = 40;

    private static final int OUTAGE = 83;
    private static final int TRIAL_FROM = 158;

    private static final double REPEATS = 0.045;
    private static final double WITHOUT_PLAN = 0.009;
    private static final double CANCELLED = 0.003;

    private final Dice dice;
    private final Quantities[] images = new Quantities[5];

    ImageCalls(Dice dice) {
        this.dice = dice;
        for (int i = 1; i < images.length; i++) {
            images[i] = new Quantities(Map.of("images", BigDecimal.valueOf(i)));
        }
    }

    void add(DayCalls day, DemoUser user, DemoPlan plan, double second) {
        DemoUser.ImageCall before = user.last();
        DemoUser.ImageCall call =
                before != null && dice.chance(REPEATS)
                        ? before
                        : new DemoUser.ImageCall(dice.pick(MIX), fingerprint());
        int operation = call.operation();
        if (!user.take(plan, day.month, CREDITS[operation] * DemoUser.PARTS_PER_CREDIT)) {
            return;
        }
        user.remember(call);
        if (dice.chance(failures(day, operation, second))) {
            day.add(
                    call(
                            day,
                            user,
                            plan,
                            call,
                            second,
                            EventStatus.FAILED,
                            ERRORS[operation][dice.below(ERRORS[operation].length)]));
            if (dice.chance(0.6)) {
                EventStatus again = EventStatus.SUCCESS;
                day.add(call(day, user, plan, call, second + 5 + dice.below(60), again, null));
            }
        } else if (dice.chance(CANCELLED)) {
            day.add(call(day, user, plan, call, second, EventStatus.CANCELLED, null));
        } else {
            day.add(call(day, user, plan, call, second, EventStatus.SUCCESS, null));
        }
    }

    private double failures(DayCalls day, int operation, double second) {
        boolean down = day.day == OUTAGE && operation == 0 && second > 50_000 && second < 68_000;
        return down ? 0.55 : FAILURES[operation];
    }

    private DemoCall call(
            DayCalls day,
            DemoUser user,
            DemoPlan plan,
            DemoUser.ImageCall call,
            double second,
            EventStatus status,
            @Nullable String error) {
        int operation = call.operation();
        boolean trial = operation == GENERATION && day.day >= TRIAL_FROM && dice.chance(0.06);
        String model = operation == GENERATION ? model(day) : null;
        int count = DemoPrices.BETTER_IMAGES.equals(model) ? 1 + dice.pick(0.4, 0.35, 0, 0.25) : 1;
        return new DemoCall(
                day.at(second),
                user.id,
                trial ? "stability" : PROVIDERS[operation],
                OPERATIONS[operation],
                trial ? "stable-image-next" : model,
                images[count],
                status,
                error,
                (long) dice.logNormal(MEDIAN_MS[operation], 0.45),
                null,
                dice.chance(WITHOUT_PLAN) ? null : plan.id,
                call.fingerprint(),
                dice.chance(0.8) ? "{\"app\":\"web\"}" : "{\"app\":\"plug-in\"}");
    }

    private String model(DayCalls day) {
        double share = Math.clamp((day.day - BETTER_MODEL_FROM) / 40.0, 0, 0.85);
        return dice.chance(share) ? DemoPrices.BETTER_IMAGES : DemoPrices.IMAGES;
    }

    private String fingerprint() {
        return HexFormat.of().toHexDigits(dice.bits());
    }
}
