package dev.tare.server.demo;

import dev.tare.core.event.EventStatus;
import dev.tare.core.event.Quantities;
import java.math.BigDecimal;
import java.util.TreeMap;

/** Talks with the assistant: each message sends what was said before, part of it from a cache. */
final class ChatCalls {
    static final String OPERATION = "chat";

    private static final int GEMINI_FROM = 70;
    private static final int HAIKU_FROM = 100;
    private static final int OPUS_FROM = 125;
    private static final int CACHED_FROM_TOKENS = 1_024;
    private static final int INSTRUCTIONS_TOKENS = 420;
    private static final double FAILURES = 0.007;

    private record Model(String provider, String name, double medianAnswer, double medianMs) {}

    private static final Model MINI = new Model("openai", "gpt-4o-mini", 190, 1_900);
    private static final Model GEMINI = new Model("google", "gemini-2.5-flash", 230, 1_600);
    private static final Model HAIKU = new Model("anthropic", "claude-haiku-4-5", 260, 2_300);
    private static final Model OPUS = new Model("anthropic", "claude-opus-4-5", 620, 9_000);

    private final Dice dice;

    ChatCalls(Dice dice) {
        this.dice = dice;
    }

    void add(DayCalls day, DemoUser user, DemoPlan plan, double second) {
        Model model = model(day.day, plan);
        int messages = 1 + dice.poisson(2.6);
        int before = INSTRUCTIONS_TOKENS;
        double now = second;
        for (int i = 0; i < messages; i++) {
            boolean free = plan == DemoPlan.FREE;
            if (!free && !user.take(plan, day.month, 1)) {
                return;
            }
            int question = (int) dice.logNormal(i == 0 ? 160 : 60, 0.9);
            int answer = 1 + (int) dice.logNormal(model.medianAnswer(), 0.6);
            boolean failed = dice.chance(FAILURES);
            int cached = i > 0 && before >= CACHED_FROM_TOKENS ? before - before % 128 : 0;
            day.add(
                    new DemoCall(
                            day.at(now),
                            user.id,
                            model.provider(),
                            OPERATION,
                            model.name(),
                            tokens(before + question - cached, cached, failed ? 0 : answer),
                            failed ? EventStatus.FAILED : EventStatus.SUCCESS,
                            failed ? "529 overloaded" : null,
                            (long) dice.logNormal(model.medianMs(), 0.5),
                            free ? BigDecimal.ZERO : null,
                            plan.id,
                            null,
                            "{\"app\":\"web\"}"));
            before += question + answer;
            now += 15 + dice.logNormal(45, 0.8);
        }
    }

    /** The cheap model first; others on trial later, the dearest for those who pay most. */
    private Model model(int day, DemoPlan plan) {
        if (day >= OPUS_FROM && plan == DemoPlan.PRO && dice.chance(0.13)) {
            return OPUS;
        }
        return switch (dice.pick(
                0.55, day >= GEMINI_FROM ? 0.25 : 0, day >= HAIKU_FROM ? 0.2 : 0)) {
            case 0 -> MINI;
            case 1 -> GEMINI;
            default -> HAIKU;
        };
    }

    private static Quantities tokens(int input, int cached, int output) {
        TreeMap<String, BigDecimal> byUnit = new TreeMap<>();
        byUnit.put("input_tokens", BigDecimal.valueOf(input));
        if (cached > 0) {
            byUnit.put("cached_input_tokens", BigDecimal.valueOf(cached));
        }
        if (output > 0) {
            byUnit.put("output_tokens", BigDecimal.valueOf(output));
        }
        return new Quantities((java.util.SortedMap<String, BigDecimal>) byUnit);
    }
}
