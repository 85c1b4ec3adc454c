package dev.tare.server.dashboard;

import dev.tare.core.advice.UnpricedUsage;
import dev.tare.core.event.EventStatus;
import dev.tare.core.event.UsageBatch;
import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.JournalEntry;
import dev.tare.core.ledger.JournalPosition;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.ledger.JournalUnavailable;
import dev.tare.core.ledger.PriceDesk;
import dev.tare.core.ledger.Recorder;
import dev.tare.core.pricing.PriceBook;
import dev.tare.core.pricing.PriceChange;
import dev.tare.core.pricing.RateCard;
import dev.tare.core.profit.ProfitReports;
import dev.tare.core.rollup.PriceImpacts;
import dev.tare.server.pricelist.Catalogue;
import dev.tare.server.wire.PriceFile;
import dev.tare.testkit.InMemoryJournal;
import dev.tare.testkit.InMemoryLedger;
import dev.tare.testkit.SampleEvents;
import dev.tare.testkit.SettableClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** A real recorder over a ledger in memory, with the shipped prices and calls when told to. */
final class PricedCalls {
    /** A name that is no markup, whatever it looks like. */
    static final String HOSTILE = "<script>alert('1')</script>";

    private static final String OWN =
            """
            source: "their price page, read 2026-10-01"
            rate_cards:
              - { id: photo-1, provider: acme, operation: upscale, model: photo-4x,
                  from: 2026-01-01, failed_calls: not_billed, default_unit: images,
                  rates: { images: "0.04" } }
              - { id: photo-2, provider: acme, operation: upscale, model: photo-4x,
                  from: 2026-10-01, failed_calls: not_billed, default_unit: images,
                  rates: { images: "0.05" } }
              - { id: agreed, provider: acme, operation: caption, from: 2026-10-01,
                  origin: negotiated, rates: { images: "0.003" } }
              - { id: long, provider: bedrock-converse, operation: "*", from: 2026-03-09,
                  model: us.anthropic.claude-3-7-sonnet-20250219-v1:0-with-a-very-long-name-behind,
                  rates: { input_tokens: { usd: "3.30", per: 1000000 },
                           output_tokens: { usd: "16.5", per: 1000000 } } }
              - { id: hostile, provider: "%s", operation: "%s", model: "%s",
                  from: 2026-03-09, source: "%s", rates: { calls: "1" } }
              - { id: long-prompts, provider: acme, operation: chat, from: 2026-03-09,
                  pricing: { threshold: { measured: [ input_tokens ],
                      base: { per_unit: { input_tokens: "0.000005", output_tokens: "0.000025" } },
                      steps: [ { above: 200000, price: { per_unit: {
                          input_tokens: "0.00001", output_tokens: "0.0000375" } } } ] } } }
              - { id: later, provider: zeta, from: 2027-01-01, rates: { calls: "0.01" } }
            """
                    .formatted(HOSTILE, HOSTILE, HOSTILE, HOSTILE);

    private final InMemoryJournal journal =
            new InMemoryJournal(UUID.fromString("5b8f0c39-6f86-4c38-b1fc-0d6b4c2f7a12"));
    private final InMemoryLedger ledger = new InMemoryLedger(ZoneOffset.UTC);
    private final Recorder recorder;
    private final Instant now;
    final PriceDesk desk;
    final PriceImpacts impacts = new PriceImpacts(ledger.now(), ledger::rowsKept, ZoneOffset.UTC);

    PricedCalls(Instant now) {
        this.now = now;
        this.recorder = new Recorder(journal, ledger, new SettableClock(now), state -> {});
        this.desk = new PriceDesk(recorder::books, _ -> {});
    }

    PricesController.Parts parts(DashboardSettings settings) {
        return new PricesController.Parts(
                desk,
                journal,
                recorder::drain,
                impacts,
                new PricesController.Usage(
                        new ProfitReports(ledger), this::unpriced, () -> Map.of()),
                settings);
    }

    private UnpricedUsage.Found unpriced(Instant from, Instant to, int max) {
        boolean none = ledger.rowCount() == 0;
        return new UnpricedUsage.Found(
                none
                        ? List.of()
                        : List.of(
                                new UnpricedUsage.Group(
                                        "openai",
                                        "chat",
                                        "gpt-4.1-mini-20250414",
                                        EventStatus.SUCCESS,
                                        2,
                                        new TreeMap<>(
                                                Map.of("input_tokens", new BigDecimal(2_400))),
                                        now.minus(Duration.ofDays(2)),
                                        now.minus(Duration.ofDays(1)),
                                        List.of())),
                0,
                0);
    }

    PriceBook book() {
        return recorder.books().prices();
    }

    /** From now on the journal's disk is full. */
    void refuse() {
        journal.refuse(JournalUnavailable.Cause.DISK_FULL);
    }

    /** Everything accepted so far. */
    List<JournalRecord> records() {
        return journal.read(new JournalPosition(journal.id(), 0), Integer.MAX_VALUE).stream()
                .map(JournalEntry::record)
                .toList();
    }

    /** Prices, forty calls over twenty days, and two without a price. */
    void fill() {
        List<RateCard> cards = new ArrayList<>();
        Catalogue.cards().values().forEach(cards::addAll);
        cards.addAll(((PriceFile.Prices) PriceFile.parse(OWN)).change().rateCards());
        journal.append(new JournalRecord.Prices(now, new PriceChange(cards, List.of(), List.of())))
                .join();
        List<UsageEvent> calls = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            calls.add(
                    SampleEvents.event("call-" + i)
                            .time(now.minus(Duration.ofHours(12L * i + 1)))
                            .user("u-" + i % 7)
                            .provider("acme")
                            .operation("upscale")
                            .model("photo-4x")
                            .quantity("images", String.valueOf(1 + i % 3))
                            .build());
        }
        for (int i = 0; i < 2; i++) {
            calls.add(
                    SampleEvents.event("unpriced-" + i)
                            .time(now.minus(Duration.ofDays(i + 1L)))
                            .user("u-1")
                            .provider("openai")
                            .operation("chat")
                            .model("gpt-4.1-mini-20250414")
                            .quantity("input_tokens", "1200")
                            .build());
        }
        journal.append(new JournalRecord.Usage(new UsageBatch("app", now, calls))).join();
        recorder.drain();
    }
}
