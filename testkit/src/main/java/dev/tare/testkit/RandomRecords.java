package dev.tare.testkit;

import dev.tare.core.event.EventStatus;
import dev.tare.core.event.Quantities;
import dev.tare.core.event.UsageBatch;
import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.EventScope;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.ledger.QuarantineDecision;
import dev.tare.core.pricing.CreditTariff;
import dev.tare.core.pricing.FailedCalls;
import dev.tare.core.pricing.PerUnitPricing;
import dev.tare.core.pricing.Plan;
import dev.tare.core.pricing.PriceChange;
import dev.tare.core.pricing.PriceOrigin;
import dev.tare.core.pricing.RateCard;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Random events, prices and journal records: every field, given and left out, Unicode of every
 * width, decimals of odd scales. The same seed gives the same values; print it when a test fails.
 */
public final class RandomRecords {
    private static final String[] ALPHABETS = {
        "abcdefghijklmnopqrstuvwxyz0123456789-_", "äßñçøÅΩЖ", "你好世界テスト한국어", "\"\\\n\t,;'{}<>&"
    };

    private final Random random;

    /** Values of that seed. */
    public RandomRecords(long seed) {
        random = new Random(seed);
    }

    /** Mostly usage, now and then one of each of the others. */
    public JournalRecord record() {
        return switch (random.nextInt(9)) {
            case 0 -> new JournalRecord.Prices(instant(), prices());
            case 2 ->
                    new JournalRecord.Correction(batch(1 + random.nextInt(9)), text(200), text(60));
            case 1 -> decision();
            case 3 -> new JournalRecord.Retention(instant(), month());
            case 4 -> repricing();
            default -> new JournalRecord.Usage(batch(1 + random.nextInt(30)));
        };
    }

    private Instant month() {
        return YearMonth.of(2000 + random.nextInt(60), 1 + random.nextInt(12))
                .atDay(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
    }

    private JournalRecord.Repricing repricing() {
        Instant from = instant();
        EventScope scope =
                new EventScope(
                        from,
                        from.plusNanos(1 + random.nextLong(Long.MAX_VALUE / 2)),
                        maybe(() -> name("provider")),
                        maybe(() -> name("operation")),
                        maybe(() -> random.nextBoolean() ? "" : name("model")));
        return new JournalRecord.Repricing(
                instant(), text(60), text(200), scope, random.nextBoolean());
    }

    private JournalRecord.Decision decision() {
        return new JournalRecord.Decision(
                instant(),
                many(() -> text(30)),
                one(QuarantineDecision.Action.values()),
                maybe(() -> text(200)),
                text(60),
                maybe(() -> text(500)));
    }

    /** A batch of so many events. */
    public UsageBatch batch(int events) {
        Instant receivedAt = instant();
        List<UsageEvent> all = new ArrayList<>(events);
        for (int i = 0; i < events; i++) {
            all.add(event());
        }
        return new UsageBatch(text(40), receivedAt, all);
    }

    /** Any event, within the ranges of the contract and beyond what is usual. */
    public UsageEvent event() {
        return new UsageEvent(
                text(200),
                maybe(this::instant),
                text(60),
                name("provider"),
                name("operation"),
                maybe(() -> name("model")),
                quantities(),
                one(EventStatus.values()),
                maybe(() -> text(300)),
                maybe(() -> random.nextLong(30L * 24 * 3600 * 1000)),
                maybe(this::decimal),
                maybe(() -> name("plan")),
                maybe(() -> text(64)),
                maybe(this::decimal),
                maybe(() -> "{\"note\":\"" + random.nextLong() + "\",\"ü\":[1,2.50]}"),
                random.nextBoolean());
    }

    /** Cards, plans and tariffs; any of the three lists may be empty. */
    public PriceChange prices() {
        return new PriceChange(many(this::card), many(this::plan), many(this::tariff));
    }

    private RateCard card() {
        SortedMap<String, BigDecimal> rates = new TreeMap<>();
        int units = random.nextInt(5);
        for (int i = 0; i < units; i++) {
            rates.put(name("unit"), decimal());
        }
        return new RateCard(
                text(80),
                name("provider"),
                random.nextBoolean() ? RateCard.ANY : name("operation"),
                random.nextBoolean() ? RateCard.ANY : name("model"),
                random.nextBoolean()
                        ? new PerUnitPricing(rates, maybe(() -> name("unit")))
                        : new RandomPricing(random).any(),
                one(FailedCalls.values()),
                instant(),
                maybe(this::instant),
                text(120),
                one(PriceOrigin.values()));
    }

    private Plan plan() {
        return new Plan(
                name("plan"),
                text(50),
                one(Plan.Kind.values()),
                decimal(),
                decimal(),
                instant(),
                maybe(this::instant),
                text(120));
    }

    private CreditTariff tariff() {
        return new CreditTariff(
                name("operation"), decimal(), instant(), maybe(this::instant), text(120));
    }

    private Quantities quantities() {
        if (random.nextInt(3) == 0) {
            return Quantities.ONE_CALL;
        }
        SortedMap<String, BigDecimal> byUnit = new TreeMap<>();
        int units = 1 + random.nextInt(6);
        for (int i = 0; i < units; i++) {
            byUnit.put(name("unit"), decimal());
        }
        return new Quantities(byUnit);
    }

    private <T> List<T> many(Supplier<T> one) {
        List<T> all = new ArrayList<>();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            all.add(one.get());
        }
        return all;
    }

    private <T> @Nullable T maybe(Supplier<T> value) {
        return random.nextBoolean() ? value.get() : null;
    }

    private <T> T one(T[] values) {
        return values[random.nextInt(values.length)];
    }

    /** One of a few names of its kind, so that names repeat. */
    private String name(String kind) {
        return kind + "_" + random.nextInt(8);
    }

    /** At least one character; unpaired surrogates never. */
    private String text(int lengthMax) {
        int length = 1 + random.nextInt(lengthMax);
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            int pick = random.nextInt(ALPHABETS.length + 2);
            if (pick > ALPHABETS.length) {
                text.append('z');
            } else if (pick == ALPHABETS.length && text.length() + 2 <= length) {
                text.appendCodePoint(0x1F600 + random.nextInt(60));
            } else {
                String alphabet = ALPHABETS[pick % ALPHABETS.length];
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
        }
        return text.toString();
    }

    /** Not negative; scales from −6 to 23, trailing zeros, at times more digits than a long has. */
    private BigDecimal decimal() {
        int scale = random.nextInt(30) - 6;
        return switch (random.nextInt(4)) {
            case 0 -> BigDecimal.valueOf(random.nextInt(100));
            case 1 -> new BigDecimal(new BigInteger(1 + random.nextInt(120), random), scale);
            case 2 -> BigDecimal.valueOf(random.nextInt(1_000) * 1_000L, scale);
            default -> BigDecimal.valueOf(random.nextLong(Long.MAX_VALUE), scale);
        };
    }

    /** Mostly recent and to the microsecond, at times far off and to the nanosecond. */
    private Instant instant() {
        if (random.nextInt(4) == 0) {
            return Instant.ofEpochSecond(
                    random.nextLong(8_000_000_000L) - 4_000_000_000L,
                    random.nextInt(1_000_000_000));
        }
        long micros = random.nextLong(365L * 24 * 3600 * 1_000_000);
        return SampleEvents.TIME.minusNanos(micros * 1_000);
    }
}
