package dev.tare.testkit;

import dev.tare.core.event.EventStatus;
import dev.tare.core.event.Quantities;
import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.JournalPosition;
import dev.tare.core.ledger.LedgerBatch;
import dev.tare.core.ledger.QuarantinedEvent;
import dev.tare.core.pricing.Books;
import dev.tare.core.pricing.CreditTariff;
import dev.tare.core.pricing.FailedCalls;
import dev.tare.core.pricing.PerUnitPricing;
import dev.tare.core.pricing.Plan;
import dev.tare.core.pricing.PriceChange;
import dev.tare.core.pricing.PricedEvent;
import dev.tare.core.pricing.RateCard;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows, prices and batches for the contracts of a ledger. */
public final class LedgerFixtures {
    /** A journal's identity. */
    public static final UUID JOURNAL = UUID.fromString("5b8f0c39-6f86-4c38-b1fc-0d6b4c2f7a11");

    /** Where prices and plans begin. */
    public static final Instant LONG_AGO = Instant.parse("2010-01-01T00:00:00Z");

    private static final String SOURCE_NOTE = "price page, read 2026-11-01";

    /** Made once: tests price hundreds of thousands of rows by them. */
    private static final Books BOOKS = Books.EMPTY.with(prices());

    private LedgerFixtures() {}

    /** Some prices, plans and tariffs, with all their corners. */
    public static PriceChange prices() {
        return new PriceChange(
                List.of(
                        card("img-1", "acme", RateCard.ANY, Map.of("images", "0.0400")),
                        card(
                                "llm-1",
                                "llmco",
                                "chat",
                                Map.of(
                                        "input_tokens", "0.00000250000000000000001",
                                        "output_tokens", "0.00001"))),
                List.of(
                        plan("basic", Plan.Kind.SUBSCRIPTION, "9.99", "20"),
                        plan("pro", Plan.Kind.SUBSCRIPTION, "29.990", "1E+2"),
                        plan("free", Plan.Kind.FREE, "0", "5")),
                List.of(
                        new CreditTariff(
                                "upscale",
                                new BigDecimal("1.5"),
                                LONG_AGO,
                                Instant.parse("2030-01-01T00:00:00Z"),
                                SOURCE_NOTE),
                        new CreditTariff("chat", BigDecimal.ONE, LONG_AGO, null, SOURCE_NOTE)));
    }

    private static RateCard card(
            String id, String provider, String operation, Map<String, String> rates) {
        TreeMap<String, BigDecimal> exact = new TreeMap<>();
        rates.forEach((unit, rate) -> exact.put(unit, new BigDecimal(rate)));
        return new RateCard(
                id,
                provider,
                operation,
                RateCard.ANY,
                new PerUnitPricing(exact, exact.containsKey("images") ? "images" : null),
                FailedCalls.NOT_BILLED,
                LONG_AGO,
                null,
                SOURCE_NOTE);
    }

    private static Plan plan(String id, Plan.Kind kind, String price, String credits) {
        return new Plan(
                id,
                id.toUpperCase(Locale.ROOT),
                kind,
                new BigDecimal(price),
                new BigDecimal(credits),
                LONG_AGO,
                null,
                SOURCE_NOTE);
    }

    /** The books after {@link #prices()}. */
    public static Books books() {
        return BOOKS;
    }

    /** A plain row. */
    public static PricedEvent row(String id, Instant time, Instant receivedAt) {
        return priced(event(id, time, "user-1", "acme", null, null), receivedAt);
    }

    /** A row that says every field there is. */
    public static PricedEvent fullRow(String id, Instant time, Instant receivedAt) {
        return priced(
                new UsageEvent(
                        id,
                        time,
                        "usér \"1\"; DROP TABLE x",
                        "acme",
                        "up'scale",
                        "m/1",
                        new Quantities(
                                Map.of(
                                        "images", new BigDecimal("2.50"),
                                        "pixels", new BigDecimal("123456789012345.123456789"))),
                        EventStatus.FAILED,
                        "timed out 😀\nsecond line",
                        1234L,
                        new BigDecimal("3.25"),
                        "basic",
                        "fp-1",
                        new BigDecimal("0.123456789"),
                        "{\"a\": [1, 2.0e1], \"b\":\"ü\"}",
                        true),
                receivedAt);
    }

    /** An event priced by {@link #books()}. */
    public static PricedEvent priced(UsageEvent event, Instant receivedAt) {
        return PricedEvent.of(event, "app", receivedAt, books());
    }

    /** An event of an image call. */
    public static UsageEvent event(
            String id,
            @Nullable Instant time,
            String user,
            String provider,
            @Nullable String plan,
            @Nullable BigDecimal credits) {
        return new UsageEvent(
                id,
                time,
                user,
                provider,
                "upscale",
                null,
                Quantities.ONE_CALL,
                EventStatus.SUCCESS,
                null,
                null,
                credits,
                plan,
                null,
                null,
                null,
                false);
    }

    /**
     * Rows spread over a span, of all kinds: unpriced, unvalued, failed, with and without model.
     */
    public static List<PricedEvent> randomRows(
            Random random, String prefix, int count, Instant from, Instant to) {
        long micros = ChronoUnit.MICROS.between(from, to);
        List<PricedEvent> rows = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Instant time = from.plus(random.nextLong(micros), ChronoUnit.MICROS);
            if (random.nextInt(4) == 0) {
                // The edges of days and quarter hours are where mistakes live.
                time = Instant.ofEpochSecond(time.getEpochSecond() / 900 * 900);
                time = time.isBefore(from) ? from : time;
            }
            rows.add(priced(randomEvent(random, prefix + i, time), time.plusSeconds(2)));
        }
        return rows;
    }

    /** The same event told anew: whatever may differ may be another. */
    public static UsageEvent randomAnew(Random random, UsageEvent event, Instant time) {
        UsageEvent anew = randomEvent(random, event.id(), time);
        boolean elsewhere = random.nextInt(3) == 0;
        boolean otherUse = elsewhere || random.nextBoolean();
        return new UsageEvent(
                event.id(),
                time,
                event.userId(),
                elsewhere ? anew.provider() : event.provider(),
                elsewhere ? anew.operation() : event.operation(),
                elsewhere ? anew.model() : event.model(),
                otherUse ? anew.quantities() : event.quantities(),
                random.nextBoolean() ? anew.status() : event.status(),
                random.nextBoolean() ? "told anew" : event.error(),
                anew.processingTimeMs(),
                anew.credits(),
                random.nextBoolean() ? anew.plan() : null,
                event.fingerprint(),
                anew.cost(),
                event.metadata(),
                anew.estimated());
    }

    private static UsageEvent randomEvent(Random random, String id, Instant time) {
        boolean llm = random.nextBoolean();
        Quantities quantities =
                llm
                        ? new Quantities(
                                Map.of(
                                        "input_tokens", BigDecimal.valueOf(random.nextInt(9_000)),
                                        "output_tokens",
                                                BigDecimal.valueOf(random.nextInt(90_000), 2)))
                        : new Quantities(
                                Map.of(
                                        random.nextInt(9) == 0 ? "seconds" : "images",
                                        BigDecimal.valueOf(1 + random.nextInt(3))));
        return new UsageEvent(
                id,
                time,
                "user-" + random.nextInt(7),
                llm ? "llmco" : random.nextInt(8) == 0 ? "nobody" : "acme",
                llm ? "chat" : random.nextBoolean() ? "upscale" : "caption",
                llm ? "m" + random.nextInt(2) : null,
                quantities,
                status(random),
                null,
                random.nextBoolean() ? random.nextLong(5_000) : null,
                random.nextInt(4) == 0 ? BigDecimal.valueOf(random.nextInt(500), 2) : null,
                List.of("basic", "pro", "free", "gone").get(random.nextInt(4)),
                null,
                random.nextInt(10) == 0 ? BigDecimal.valueOf(random.nextInt(99_999), 7) : null,
                null,
                random.nextInt(10) == 0);
    }

    private static EventStatus status(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> EventStatus.FAILED;
            case 1 -> EventStatus.CANCELLED;
            default -> EventStatus.SUCCESS;
        };
    }

    /** A row that no store can hold: its tariff takes more credits than a column has digits. */
    public static PricedEvent unstorable(String id, Instant time) {
        PriceChange steep =
                new PriceChange(
                        List.of(),
                        List.of(),
                        List.of(
                                new CreditTariff(
                                        "upscale",
                                        new BigDecimal("12345678901"),
                                        LONG_AGO,
                                        null,
                                        SOURCE_NOTE)));
        return PricedEvent.of(
                event(id, time, "user-1", "acme", "basic", null),
                "app",
                time,
                Books.EMPTY.with(steep));
    }

    /** Rows as a batch that ends at that offset. */
    public static LedgerBatch batch(long offset, List<PricedEvent> rows) {
        return new LedgerBatch(
                new JournalPosition(JOURNAL, offset), rows, List.of(), PriceChange.NONE, 0);
    }

    /** An event set aside as a conflict. */
    public static QuarantinedEvent setAside(String id, Instant receivedAt) {
        return new QuarantinedEvent(
                "app",
                receivedAt,
                fullRow(id, receivedAt.minus(Duration.ofMinutes(1)), receivedAt).event(),
                QuarantinedEvent.Reason.CONFLICT,
                "An event with this id is in the ledger with another user_id.");
    }
}
