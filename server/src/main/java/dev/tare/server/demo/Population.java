package dev.tare.server.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Makes the users: when they sign up, buy, change and leave. */
final class Population {
    static final int USERS = 2_150;

    /** Signed up before the first day. */
    private static final int EARLIER = 950;

    private static final int EARLIER_DAYS = 400;
    private static final double BUYS = 0.33;

    private final Dice dice;
    private final int days;

    Population(Dice dice, int days) {
        this.dice = dice;
        this.days = days;
    }

    List<DemoUser> users() {
        List<DemoUser> users = new ArrayList<>(USERS);
        for (int i = 0; i < USERS; i++) {
            users.add(user(i));
        }
        return users;
    }

    private DemoUser user(int number) {
        int signUp =
                number < EARLIER
                        ? -dice.below(EARLIER_DAYS)
                        : (int) (days * Math.pow(dice.share(), 0.85));
        TreeMap<Integer, DemoPlan> plans = new TreeMap<>();
        plans.put(signUp, DemoPlan.FREE);
        // Who came earlier and has gone since is nobody's user any more.
        int lastDay = Math.max(signUp, 0) + (int) dice.waiting(120);
        if (number == Runaway.USER) {
            plans.put(signUp, DemoPlan.PRO);
            lastDay = days;
        } else if (dice.chance(BUYS)) {
            lastDay = buys(plans, signUp);
        }
        return new DemoUser(
                String.format(Locale.ROOT, "user-%04d", number + 1),
                dice.logNormal(1, plans.lastEntry().getValue().spread),
                dice.logNormal(1, 1.0),
                plans,
                lastDay);
    }

    /** Returns the last day on which the user is seen. */
    private int buys(NavigableMap<Integer, DemoPlan> plans, int signUp) {
        DemoPlan bought =
                switch (dice.pick(0.31, 0.17, 0.22, 0.1, 0.08, 0.12)) {
                    case 0 -> DemoPlan.BASIC;
                    case 1 -> DemoPlan.STARTER;
                    case 2 -> DemoPlan.PRO;
                    case 3 -> DemoPlan.PAYG_10;
                    case 4 -> DemoPlan.PAYG_20;
                    default -> DemoPlan.PAYG_50;
                };
        int day = signUp + 1 + (int) dice.waiting(12);
        plans.put(day, bought);
        if (dice.chance(0.16)) {
            plans.put(day + 25 + (int) dice.waiting(60), changed(bought));
        }
        int left = Math.max(day, 0) + 20 + (int) dice.waiting(500);
        if (left < days) {
            // Who cancels falls back to the free plan, and is seen a little longer at most.
            plans.tailMap(left, true).clear();
            plans.put(left, DemoPlan.FREE);
            return left + (int) dice.waiting(45);
        }
        return days;
    }

    private static DemoPlan changed(DemoPlan plan) {
        return switch (plan) {
            case FREE -> DemoPlan.BASIC;
            case BASIC, STARTER, PAYG_20 -> DemoPlan.PRO;
            case PRO -> DemoPlan.BASIC;
            case PAYG_10 -> DemoPlan.PAYG_20;
            case PAYG_50 -> DemoPlan.PAYG_20;
        };
    }
}
