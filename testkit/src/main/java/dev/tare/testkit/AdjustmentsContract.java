package dev.tare.testkit;

import static dev.tare.testkit.LedgerFixtures.JOURNAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.event.UsageBatch;
import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.ledger.Recorder;
import dev.tare.core.ledger.UsageStore;
import dev.tare.core.pricing.PricedEvent;
import dev.tare.core.profit.ReportAmounts;
import dev.tare.core.profit.ReportQuery;
import dev.tare.core.rollup.Verification;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every ledger promises of corrections: the answers of the ledger in memory. */
public abstract class AdjustmentsContract {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final ZoneId UTC = ZoneId.of("UTC");

    private final InMemoryJournal journal = new InMemoryJournal(JOURNAL);

    /** A new, empty ledger whose days are those of {@code zone}. */
    protected abstract LedgerUnderTest open(ZoneId zone);

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "America/New_York", "Asia/Kathmandu"})
    void everyQuestionHasTheAnswerOfTheLedgerInMemory(String workspaceZone) {
        long seed = 20_261_126L + workspaceZone.hashCode();
        Random random = new Random(seed);
        ZoneId zone = ZoneId.of(workspaceZone);
        LedgerUnderTest ledger = open(zone);
        InMemoryLedger reference = new InMemoryLedger(zone);
        write(UsageSumsContract.randomRows(random, 0, zone), random);
        record(ledger.store());
        record(reference);

        for (int i = 0; i < 60; i++) {
            ReportQuery query = UsageSumsContract.randomQuery(random, zone);
            for (ReportAmounts amounts : ReportAmounts.values()) {
                assertThat(UsageSumsContract.readable(ledger.sums().sums(query.of(amounts))))
                        .as("seed %d, question %d: %s of %s", seed, i, query, amounts)
                        .isEqualTo(UsageSumsContract.readable(reference.sums(query.of(amounts))));
            }
        }
        assertThat(verify(ledger)).allSatisfy(check -> assertThat(check.findings()).isEmpty());
        assertThat(verify(ledger).getLast().looked())
                .isEqualTo(reference.compareAdjustments(1).adjustments())
                .isGreaterThan(100);
    }

    @Test
    void aCorrectionToldTwiceIsBookedOnce() {
        LedgerUnderTest ledger = open(UTC);
        Random random = new Random(7);
        write(LedgerFixtures.randomRows(random, "a", 50, NOW.minusSeconds(90_000), NOW), random);
        record(ledger.store());
        long booked = verify(ledger).getLast().looked();
        List<JournalRecord.Correction> again =
                journal.read(dev.tare.core.ledger.JournalPosition.start(JOURNAL), 10_000).stream()
                        .map(entry -> entry.record())
                        .filter(JournalRecord.Correction.class::isInstance)
                        .map(JournalRecord.Correction.class::cast)
                        .toList()
                        .reversed()
                        .subList(0, 1);
        again.forEach(record -> journal.append(record).join());

        record(ledger.store());

        assertThat(booked).isPositive();
        assertThat(verify(ledger).getLast().looked()).isEqualTo(booked);
    }

    /** Prices, the rows as sent, and corrections of a third of them, some of them twice. */
    private void write(List<PricedEvent> rows, Random random) {
        journal.append(new JournalRecord.Prices(NOW, LedgerFixtures.prices())).join();
        List<UsageEvent> events = rows.stream().map(PricedEvent::event).toList();
        journal.append(new JournalRecord.Usage(new UsageBatch("app", NOW, events))).join();
        for (int pass = 0; pass < 2; pass++) {
            List<UsageEvent> anew = new ArrayList<>();
            for (PricedEvent row : rows) {
                if (random.nextInt(3) == 0) {
                    anew.add(LedgerFixtures.randomAnew(random, row.event(), row.time()));
                }
            }
            journal.append(
                            new JournalRecord.Correction(
                                    new UsageBatch("app", NOW.plusSeconds(pass), anew),
                                    "better known",
                                    "batch-" + pass))
                    .join();
        }
    }

    private void record(UsageStore store) {
        new Recorder(journal, store, new SettableClock(NOW), state -> {}).drain();
    }

    private static List<Verification.Check> verify(LedgerUnderTest ledger) {
        return ledger.audit(audit -> new Verification(audit, ledger.store().books()).run());
    }
}
