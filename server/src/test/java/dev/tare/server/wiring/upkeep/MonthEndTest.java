package dev.tare.server.wiring.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.ledger.JournalEntry;
import dev.tare.core.ledger.JournalPosition;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.pricing.Books;
import dev.tare.core.pricing.FailedCalls;
import dev.tare.core.pricing.PerUnitPricing;
import dev.tare.core.pricing.PeriodPricing;
import dev.tare.core.pricing.PriceChange;
import dev.tare.core.pricing.PricingModel;
import dev.tare.core.pricing.RateCard;
import dev.tare.testkit.InMemoryJournal;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Months that are charged as a whole are settled soon after they are over. */
final class MonthEndTest {
    private static final PricingModel RATE = new PerUnitPricing(Map.of("images", BigDecimal.ONE));

    private final InMemoryJournal journal = new InMemoryJournal(new UUID(1, 2));

    private static Books books(PricingModel price) {
        RateCard card =
                new RateCard(
                        "c", "p", "*", "*", price, FailedCalls.UNKNOWN, Instant.EPOCH, null, "t");
        return Books.EMPTY.with(new PriceChange(List.of(card), List.of(), List.of()));
    }

    private static Books monthly() {
        return books(new PeriodPricing(RATE, "images", ZoneOffset.UTC, null, null, null));
    }

    private List<JournalRecord> records() {
        return journal.read(JournalPosition.start(journal.id()), 100).stream()
                .map(JournalEntry::record)
                .toList();
    }

    @Test
    void theLastMonthIsSettledOnceADayFromItsThirdDayAfterToItsTenth() {
        MonthEnd months = new MonthEnd(journal, MonthEndTest::monthly);

        months.tick(Instant.parse("2026-12-02T23:59:59Z"));
        assertThat(records()).isEmpty();
        months.tick(Instant.parse("2026-12-03T00:00:00Z"));
        months.tick(Instant.parse("2026-12-03T23:00:00Z"));
        months.tick(Instant.parse("2026-12-04T00:00:00Z"));
        months.tick(Instant.parse("2026-12-11T00:00:00Z"));

        assertThat(records()).hasSize(2);
        JournalRecord.Repricing settled = (JournalRecord.Repricing) records().getFirst();
        assertThat(settled.aim().onlyMonths()).isTrue();
        assertThat(settled.reason()).isEqualTo("settled 2026-11");
        // Wide enough for the month in any zone, too narrow for any other.
        assertThat(settled.scope().from()).isEqualTo(Instant.parse("2026-10-31T00:00:00Z"));
        assertThat(settled.scope().to()).isEqualTo(Instant.parse("2026-12-02T00:00:00Z"));
    }

    @Test
    void whereNothingIsChargedByTheMonthNothingIsSettled() {
        new MonthEnd(journal, () -> books(RATE)).tick(Instant.parse("2026-12-03T00:00:00Z"));

        assertThat(records()).isEmpty();
    }
}
