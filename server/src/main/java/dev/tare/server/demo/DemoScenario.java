package dev.tare.server.demo;

import dev.tare.core.event.UsageEvent;
import dev.tare.core.pricing.PriceChange;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Half a year of a made-up image-editing service: about two thousand users, four image providers,
 * an assistant charged by token, and the things that happen (a provider gets dearer, one is down
 * for an afternoon, a job runs away at night, a better model eats the margin, a model is tried that
 * nobody has a price for). The same seed and last day always give the same events.
 */
public final class DemoScenario {
    /** Days, the last one included. */
    public static final int DAYS = 180;

    /** The source the events belong to. */
    public static final String SOURCE = "demo";

    private static final int VECTORIZER_DEARER = 112;
    private static final double MONTH_DAYS = 30.4;
    private static final double MESSAGES_PER_TALK = 3.6;

    private final long seed;
    private final LocalDate firstDay;

    /**
     * A scenario.
     *
     * @param lastDay UTC; its events go on to midnight
     */
    public DemoScenario(long seed, LocalDate lastDay) {
        this.seed = seed;
        this.firstDay = lastDay.minusDays(DAYS - 1L);
    }

    public LocalDate firstDay() {
        return firstDay;
    }

    /** The day on which one user's job runs away. */
    public LocalDate spikeDay() {
        return firstDay.plusDays(Runaway.DAY);
    }

    /** The first day of the vectorizer's higher price. */
    public LocalDate priceChangeDay() {
        return firstDay.plusDays(VECTORIZER_DEARER);
    }

    /** What the service pays and takes; to be entered before the events. */
    public PriceChange prices() {
        return new DemoPrices(firstDay, priceChangeDay()).change();
    }

    /** All events in the order of time, made up day by day as they are taken. */
    public Stream<UsageEvent> events() {
        Dice dice = new Dice(seed);
        List<DemoUser> users = new Population(dice, DAYS).users();
        ImageCalls images = new ImageCalls(dice);
        ChatCalls chats = new ChatCalls(dice);
        return IntStream.range(0, DAYS)
                .boxed()
                .flatMap(day -> day(day, users, images, chats, dice));
    }

    private Stream<UsageEvent> day(
            int number, List<DemoUser> users, ImageCalls images, ChatCalls chats, Dice dice) {
        DayCalls day = new DayCalls(firstDay.plusDays(number), number);
        double busy = Shape.of(day.date) / MONTH_DAYS;
        for (DemoUser user : users) {
            DemoPlan plan = user.plan(number);
            if (plan != null) {
                int calls = dice.poisson(plan.imageCalls * user.eagerness * busy);
                for (int i = 0; i < calls; i++) {
                    images.add(day, user, plan, Shape.second(dice));
                }
                double talks = plan.chatMessages * user.chattiness * busy / MESSAGES_PER_TALK;
                for (int i = dice.poisson(talks); i > 0; i--) {
                    chats.add(day, user, plan, Shape.second(dice));
                }
            }
        }
        if (number == Runaway.DAY) {
            Runaway.add(day, users.get(Runaway.USER), dice);
        }
        return ordered(day);
    }

    private static Stream<UsageEvent> ordered(DayCalls day) {
        List<DemoCall> calls = day.calls();
        calls.sort(Comparator.comparing(DemoCall::time));
        String prefix = "demo-" + day.date + "-";
        return IntStream.range(0, calls.size())
                .mapToObj(i -> calls.get(i).event(prefix + String.format(Locale.ROOT, "%05d", i)));
    }

    /** The last day. */
    public LocalDate lastDay() {
        return firstDay.plus(DAYS - 1L, ChronoUnit.DAYS);
    }
}
