package dev.tare.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.ledger.Adjustment;
import dev.tare.core.ledger.Adjustment.Kind;
import dev.tare.core.ledger.EventScope;
import dev.tare.core.ledger.ExplainedCost;
import dev.tare.core.ledger.ExplainedEvent;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.ledger.LoggedEvent;
import dev.tare.core.ledger.LoggedEvents.Filter;
import dev.tare.core.ledger.LoggedEvents.Page;
import dev.tare.core.ledger.LoggedEvents.Search;
import dev.tare.core.ledger.Recorder;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What made a correction is known from the correction alone. */
class CorrectionKindsTest {
    private final InMemoryLedger ledger = new InMemoryLedger(ZoneId.of("UTC"));

    private List<ExplainedEvent> explained(Instant from, Instant to) {
        Page page = ledger.events().page(new Filter(from, to, Map.of(), false, null, 500));
        List<ExplainedEvent> all = new ArrayList<>();
        for (var row : page.rows()) {
            var key = row.event().event().key();
            LoggedEvent found =
                    ledger.events()
                            .find(new Search(key.id(), key.source(), null))
                            .events()
                            .getFirst();
            all.add(ExplainedEvent.of(found, ledger.books()));
        }
        return all;
    }

    private static Map<Kind, Long> kinds(List<ExplainedEvent> events) {
        return events.stream()
                .flatMap(event -> event.event().corrections().stream())
                .collect(Collectors.groupingBy(Adjustment::kind, Collectors.counting()));
    }

    @Test
    void eventsToldAnewAreKnownFromEventsPricedAnew() {
        Random random = new Random(7);
        new RepricedUsage()
                .usage(random, 200)
                .corrected(new Random(8), new Random(7), 200)
                .enter(RepricedUsage.latePrices())
                .reprice(RepricedUsage.ALL, true)
                .record(ledger);

        List<ExplainedEvent> events = explained(RepricedUsage.FROM, RepricedUsage.TO);

        assertThat(kinds(events)).containsOnlyKeys(Kind.TOLD_ANEW, Kind.REPRICED);
        events.forEach(event -> ExplainedAmounts.check(event.event().toString(), event));
        for (ExplainedEvent event : events) {
            for (Adjustment one : event.event().corrections()) {
                assertThat(one.batch())
                        .isEqualTo(one.kind() == Kind.REPRICED ? "again-1" : "before");
            }
        }
    }

    @Test
    void aMonthsSettlementIsKnownAndSaysWhereEachEventStoodInIt() {
        Instant behind = MonthlyUsage.NOVEMBER;
        Instant first =
                YearMonth.of(2026, 10)
                        .atDay(1)
                        .atStartOfDay(MonthlyUsage.PROVIDERS_ZONE)
                        .toInstant();
        settle(EventScope.of(first, behind));

        List<ExplainedEvent> events = explained(first, behind);

        assertThat(kinds(events)).containsOnlyKeys(Kind.SETTLED);
        int placed = 0;
        for (ExplainedEvent event : events) {
            ExplainedAmounts.check(event.event().toString(), event);
            if (event.charged().cost() instanceof ExplainedCost.ByCard card
                    && card.month() != null) {
                assertThat(card.month().end()).isEqualTo(behind);
                assertThat(
                                card.month()
                                        .use()
                                        .period()
                                        .start()
                                        .atOffset(ZoneOffset.UTC)
                                        .getDayOfMonth())
                        .isEqualTo(1);
                placed++;
            }
        }
        assertThat(placed).isGreaterThan(20);
    }

    private void settle(EventScope month) {
        InMemoryJournal journal = MonthlyUsage.journal(new Random(7));
        journal.append(
                        new JournalRecord.Repricing(
                                MonthlyUsage.NOW, "october", "settled", month, false))
                .join();
        new Recorder(
                        journal,
                        ledger,
                        new SettableClock(MonthlyUsage.NOW),
                        state -> {},
                        RepricedUsage.SMALL)
                .drain();
    }
}
