package dev.tare.server.demo;

import dev.tare.core.pricing.Plan;

/**
 * The plans of the service and how people on them behave.
 *
 * <p>{@code imageCalls} and {@code chatMessages} are medians per user and month; {@code spread} is
 * how heavy the tail is.
 */
enum DemoPlan {
    FREE("free", "Free", Plan.Kind.FREE, "0", 2, 1.4, 5, 0.7),
    BASIC("basic", "Basic", Plan.Kind.SUBSCRIPTION, "9.99", 20, 14, 42, 0.6),
    STARTER("starter", "Starter", Plan.Kind.SUBSCRIPTION, "9.99", 20, 13, 36, 0.6),
    PRO("pro", "Pro", Plan.Kind.SUBSCRIPTION, "19.99", 50, 36, 135, 0.6),
    PAYG_10("payg_10", "10 credits", Plan.Kind.PACKAGE, "7.99", 10, 11, 24, 0.7),
    PAYG_20("payg_20", "20 credits", Plan.Kind.PACKAGE, "14.99", 20, 26, 40, 0.8),
    PAYG_50("payg_50", "50 credits", Plan.Kind.PACKAGE, "29.99", 50, 150, 85, 1.0);

    final String id;
    final String title;
    final Plan.Kind kind;
    final String price;
    final int credits;
    final double imageCalls;
    final double chatMessages;
    final double spread;

    DemoPlan(
            String id,
            String title,
            Plan.Kind kind,
            String price,
            int credits,
            double imageCalls,
            double chatMessages,
            double spread) {
        this.id = id;
        this.title = title;
        this.kind = kind;
        this.price = price;
        this.credits = credits;
        this.imageCalls = imageCalls;
        this.chatMessages = chatMessages;
        this.spread = spread;
    }

    /** Whether more credits can be bought at once when they are used up. */
    boolean refills() {
        return kind == Plan.Kind.PACKAGE;
    }
}
