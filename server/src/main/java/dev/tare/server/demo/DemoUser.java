package dev.tare.server.demo;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One user: when they came, which plans they were on, what they have used this month. */
final class DemoUser {
    /** Twentieths of a credit: what a chat message takes. */
    static final int PARTS_PER_CREDIT = 20;

    final String id;
    final double eagerness;
    final double chattiness;
    private final NavigableMap<Integer, DemoPlan> plans = new TreeMap<>();
    private final int lastDay;
    private int month = -1;
    private int partsUsed;
    private @Nullable ImageCall last;

    /**
     * A user.
     *
     * @param eagerness times the plan's usual number of calls
     * @param plans by the day they begin, 0 = the scenario's first
     * @param lastDay the last day on which they were seen
     */
    DemoUser(
            String id,
            double eagerness,
            double chattiness,
            Map<Integer, DemoPlan> plans,
            int lastDay) {
        this.id = id;
        this.eagerness = eagerness;
        this.chattiness = chattiness;
        this.plans.putAll(plans);
        this.lastDay = lastDay;
    }

    /** The plan on that day, {@code null} before they signed up and after they went. */
    @Nullable DemoPlan plan(int day) {
        Map.Entry<Integer, DemoPlan> entry = plans.floorEntry(day);
        return entry == null || day > lastDay ? null : entry.getValue();
    }

    /** Takes credits, in parts, from this month's; {@code false} where they don't suffice. */
    boolean take(DemoPlan plan, int thisMonth, int parts) {
        if (thisMonth != month) {
            month = thisMonth;
            partsUsed = 0;
        }
        if (!plan.refills() && partsUsed + parts > plan.credits * PARTS_PER_CREDIT) {
            return false;
        }
        partsUsed += parts;
        return true;
    }

    /** The last image sent, {@code null} before the first. */
    @Nullable ImageCall last() {
        return last;
    }

    void remember(ImageCall call) {
        last = call;
    }

    /** What was asked of one image. */
    record ImageCall(int operation, String fingerprint) {}
}
