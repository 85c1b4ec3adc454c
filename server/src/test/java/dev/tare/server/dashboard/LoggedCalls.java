package dev.tare.server.dashboard;

import static dev.tare.server.dashboard.TestSite.NOW;

import dev.tare.core.event.UsageBatch;
import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.EventScope;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.pricing.FailedCalls;
import dev.tare.core.pricing.GraduatedPricing;
import dev.tare.core.pricing.PerUnitPricing;
import dev.tare.core.pricing.PeriodPricing;
import dev.tare.core.pricing.PriceChange;
import dev.tare.core.pricing.PriceOrigin;
import dev.tare.core.pricing.PricingModel;
import dev.tare.core.pricing.RateCard;
import dev.tare.core.pricing.Tier;
import dev.tare.testkit.InMemoryJournal;
import dev.tare.testkit.LedgerFixtures;
import dev.tare.testkit.SampleEvents;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Calls of every kind that the page of calls has to show well, hostile texts among them. */
final class LoggedCalls {
    static final String HOSTILE = "\"><script>alert('x')</script>\u202e";

    private LoggedCalls() {}

    /** Into that journal; to be recorded then. */
    static void fill(InMemoryJournal journal) {
        journal.append(new JournalRecord.Prices(NOW, LedgerFixtures.prices())).join();
        journal.append(new JournalRecord.Prices(NOW, more())).join();
        usage(journal, image("render-7f31").plan("basic").build());
        usage(journal, image("render-7f32").plan("free").quantity("images", "40").build());
        usage(journal, image("render-7f33").plan("pro").failed("timed out").build());
        usage(journal, image("render-7f34").plan("pro").cost("0.05").build());
        usage(
                journal,
                event("chat-0042", 600)
                        .provider("openai")
                        .operation("chat")
                        .model("gpt-4.1-mini-2025-04-14")
                        .quantity("input_tokens", "1204")
                        .quantity("cached_input_tokens", "11008")
                        .quantity("output_tokens", "412")
                        .plan("pro")
                        .processingTimeMs(1_840L)
                        .metadata("{\"feature\":\"assistant\"}")
                        .build());
        usage(journal, image("scan-1").provider("monthly").plan("basic").build());
        usage(journal, image("scan-2").provider("monthly").plan("basic").build());
        usage(journal, hostile());
        usage(journal, event("dark-1", 500).provider("nobody").operation("embed").build());
        corrections(journal);
    }

    private static void corrections(InMemoryJournal journal) {
        UsageEvent anew = image("render-7f31").plan("pro").quantity("images", "3").build();
        journal.append(
                        new JournalRecord.Correction(
                                new UsageBatch("image-editor", NOW, List.of(anew)),
                                "plan known now " + HOSTILE,
                                "plans-2026-11"))
                .join();
        journal.append(new JournalRecord.Prices(NOW, late())).join();
        EventScope all = EventScope.of(NOW.minusSeconds(86_400), NOW);
        journal.append(new JournalRecord.Repricing(NOW, "reprice-1", "late list", all, false))
                .join();
    }

    private static UsageEvent hostile() {
        return event(HOSTILE, 400)
                .provider("acme" + HOSTILE)
                .operation(HOSTILE)
                .model(HOSTILE)
                .user(HOSTILE)
                .plan(HOSTILE)
                .metadata("{\"a\":\"</script><img src=x>\"}")
                .build();
    }

    private static SampleEvents event(String id, long secondsAgo) {
        return SampleEvents.event(id).time(NOW.minusSeconds(secondsAgo)).user("anna@example.com");
    }

    private static SampleEvents image(String id) {
        return event(id, 3_600)
                .provider("acme")
                .operation("upscale")
                .model("photo-4x")
                .quantity("images", "2");
    }

    private static void usage(InMemoryJournal journal, UsageEvent event) {
        journal.append(new JournalRecord.Usage(new UsageBatch("image-editor", NOW, List.of(event))))
                .join();
    }

    private static PriceChange more() {
        GraduatedPricing table =
                new GraduatedPricing(
                        "images",
                        List.of(
                                new Tier(new BigDecimal("3"), new BigDecimal("0.10")),
                                new Tier(null, new BigDecimal("0.05"))),
                        false);
        return new PriceChange(
                List.of(
                        card(
                                "openai gpt-4.1-mini 2026-03-09",
                                "openai",
                                new PerUnitPricing(
                                        new TreeMap<>(
                                                Map.of(
                                                        "input_tokens", new BigDecimal("0.0000004"),
                                                        "cached_input_tokens",
                                                                new BigDecimal("0.0000001"),
                                                        "output_tokens",
                                                                new BigDecimal("0.0000016"))),
                                        null)),
                        card(
                                "contract-2026",
                                "monthly",
                                new PeriodPricing(
                                        table, "images", ZoneOffset.UTC, null, null, null))),
                List.of(),
                List.of());
    }

    private static PriceChange late() {
        return new PriceChange(
                List.of(
                        card(
                                "acme-from-november",
                                "acme",
                                new PerUnitPricing(
                                        new TreeMap<>(Map.of("images", new BigDecimal("0.0351"))),
                                        null))),
                List.of(),
                List.of());
    }

    private static RateCard card(String id, String provider, PricingModel pricing) {
        return new RateCard(
                id,
                provider,
                RateCard.ANY,
                RateCard.ANY,
                pricing,
                FailedCalls.NOT_BILLED,
                Instant.parse("2026-03-09T00:00:00Z"),
                null,
                "https://example.com/pricing, read 2026-03-09",
                PriceOrigin.NEGOTIATED);
    }
}
