package dev.tare.testkit;

import dev.tare.core.event.EventStatus;
import dev.tare.core.event.Quantities;
import dev.tare.core.event.UsageBatch;
import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.ledger.Recorder;
import dev.tare.core.pricing.FailedCalls;
import dev.tare.core.pricing.PerUnitPricing;
import dev.tare.core.pricing.PriceChange;
import dev.tare.core.pricing.RateCard;
import dev.tare.core.reconcile.Bill;
import dev.tare.core.reconcile.BillItem;
import dev.tare.core.reconcile.BillLine;
import dev.tare.core.reconcile.Outcome;
import dev.tare.core.reconcile.Reconciliation;
import dev.tare.core.reconcile.Reconciling;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A ledger of two items (images, and a model's tokens), and bills about it. */
final class BilledUsage {
    static final BillItem IMAGES = new BillItem("upscale", null);
    static final BillItem TOKENS = new BillItem(null, "small");
    static final BigDecimal IMAGE_USD = new BigDecimal("0.04");
    static final BigDecimal TOKEN_USD = new BigDecimal("0.0000025");

    private static final Instant NOW = Instant.parse("2026-12-01T00:00:00Z");

    final InMemoryLedger ledger = new InMemoryLedger(ZoneId.of("UTC"));
    private final InMemoryJournal journal = new InMemoryJournal(LedgerFixtures.JOURNAL);
    private int ids;

    BilledUsage() {
        PriceChange prices =
                new PriceChange(
                        List.of(
                                card("img", "upscale", "images", IMAGE_USD),
                                card("tok", "chat", "input_tokens", TOKEN_USD)),
                        List.of(),
                        List.of());
        journal.append(new JournalRecord.Prices(NOW, prices)).join();
    }

    private static RateCard card(String id, String operation, String unit, BigDecimal usd) {
        return new RateCard(
                id,
                "acme",
                operation,
                RateCard.ANY,
                new PerUnitPricing(new TreeMap<>(Map.of(unit, usd)), unit),
                FailedCalls.NOT_BILLED,
                LedgerFixtures.LONG_AGO,
                null,
                "made up");
    }

    BilledUsage images(String time, int count) {
        return call(event(time, "upscale", null, "images", count, EventStatus.SUCCESS));
    }

    BilledUsage tokens(String time, int count) {
        return call(event(time, "chat", "small", "input_tokens", count, EventStatus.SUCCESS));
    }

    BilledUsage failed(String time, int count) {
        return call(event(time, "upscale", null, "images", count, EventStatus.FAILED));
    }

    UsageEvent event(
            String time,
            String operation,
            @Nullable String model,
            String unit,
            int count,
            EventStatus status) {
        return new UsageEvent(
                "e" + ++ids,
                Instant.parse(time),
                "u" + ids % 3,
                "acme",
                operation,
                model,
                new Quantities(Map.of(unit, BigDecimal.valueOf(count))),
                status,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                false);
    }

    BilledUsage call(UsageEvent event) {
        String source = "app-" + event.id().length() % 2;
        journal.append(new JournalRecord.Usage(new UsageBatch(source, NOW, List.of(event)))).join();
        return this;
    }

    private void record() {
        new Recorder(journal, ledger, new SettableClock(NOW), s -> {}, RepricedUsage.SMALL).drain();
    }

    Reconciling reconciling() {
        return new Reconciling(ledger.now(), ledger::rowsKept);
    }

    Reconciliation compare(Bill bill) {
        record();
        return switch (reconciling().compare("acme", bill)) {
            case Reconciling.Compared compared -> compared.reconciliation();
            case Reconciling.Refused refused -> throw new AssertionError(refused.message());
        };
    }

    /** Books what that bill says, through the journal. */
    Reconciling.Booked book(Bill bill) {
        Reconciliation found = compare(bill);
        List<JournalRecord> records = new ArrayList<>();
        Reconciling.Booked booked =
                reconciling()
                        .book(
                                "acme",
                                bill,
                                found,
                                (source, events) ->
                                        records.add(
                                                new JournalRecord.Correction(
                                                        new UsageBatch(source, NOW, events),
                                                        "invoice",
                                                        "bill-1")));
        records.forEach(record -> journal.append(record).join());
        record();
        return booked;
    }

    /** A bill whose days are those of UTC. */
    static Bill bill() {
        return new Bill(ZoneOffset.UTC, null, null);
    }

    /** A line about a day of images or tokens; the quantity is one of whole units. */
    static BillLine line(long number, String day, BillItem item, long count, String usd) {
        Instant start = LocalDate.parse(day).atStartOfDay(ZoneOffset.UTC).toInstant();
        BigDecimal amount = new BigDecimal(usd);
        String text = day + item + count + "/" + usd;
        return new BillLine(
                number,
                start,
                start.plusSeconds(86_400),
                item,
                item.equals(IMAGES) ? "images" : "input_tokens",
                BigDecimal.valueOf(count),
                BigDecimal.ZERO,
                amount,
                Math.max(0, amount.scale()),
                UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** The outcomes, each with its day and operation or model. */
    static List<String> outcomes(Reconciliation found) {
        return found.findings().stream()
                .map(f -> f.first() + " " + name(f.item()) + " " + f.outcome())
                .toList();
    }

    static String name(BillItem item) {
        return item.operation() != null ? item.operation() : String.valueOf(item.model());
    }

    static Reconciliation.Finding only(Reconciliation found, Outcome outcome) {
        return found.findings().stream().filter(f -> f.outcome() == outcome).findFirst().get();
    }
}
