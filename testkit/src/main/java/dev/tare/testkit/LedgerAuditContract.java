package dev.tare.testkit;

import static dev.tare.testkit.LedgerFixtures.JOURNAL;
import static dev.tare.testkit.LedgerFixtures.batch;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.ledger.ChargedEvent;
import dev.tare.core.ledger.JournalPosition;
import dev.tare.core.ledger.LedgerBatch;
import dev.tare.core.ledger.RowsKept;
import dev.tare.core.pricing.PriceChange;
import dev.tare.core.pricing.PricedEvent;
import dev.tare.core.rollup.LedgerAudit;
import dev.tare.core.rollup.Verification;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What everything that reads a ledger for verification promises. */
public abstract class LedgerAuditContract {
    private static final Instant FROM = Instant.parse("2026-10-25T00:00:00Z");
    private static final Instant TO = Instant.parse("2026-11-05T00:00:00Z");

    /** A new, empty ledger whose days are those of {@code zone}. */
    protected abstract LedgerUnderTest open(ZoneId zone);

    @Test
    void anEmptyLedgerPasses() {
        LedgerUnderTest ledger = open(ZoneId.of("UTC"));

        assertThat(verify(ledger)).allMatch(Verification.Check::passed);
    }

    @Test
    void aLedgerAsWrittenPassesAndEverythingInItWasLookedAt() {
        LedgerUnderTest ledger = open(ZoneId.of("America/New_York"));
        fill(ledger);

        List<Verification.Check> checks = verify(ledger);

        assertThat(checks).allSatisfy(check -> assertThat(check.findings()).isEmpty());
        assertThat(checks.get(0).looked()).isEqualTo(605);
        assertThat(checks.get(1).looked()).isGreaterThan(100);
        assertThat(checks.get(2).looked()).isEqualTo(600);
    }

    @Test
    void everyRowIsToldWithWhatWasCharged() {
        LedgerUnderTest ledger = open(ZoneId.of("UTC"));
        PricedEvent full = LedgerFixtures.fullRow("full", FROM, FROM);
        PricedEvent valued =
                LedgerFixtures.priced(
                        LedgerFixtures.event("v", FROM, "u", "acme", "basic", null), FROM);
        ledger.store().apply(batch(1, List.of(full, valued)));
        List<ChargedEvent> told = new ArrayList<>();

        ledger.audit(audit -> {
            audit.eachRow(told::add);
            return told;
        });

        assertThat(told).hasSize(2);
        ChargedEvent row = told.get(1);
        assertThat(row.rateCardId()).isEqualTo("img-1");
        assertThat(row.pricing()).isEqualTo("priced");
        assertThat(row.apiCost()).isEqualByComparingTo("0.04");
        // 1.5 credits at 9.99 / 20.
        assertThat(row.creditValue()).isEqualByComparingTo("0.74925");
        assertThat(told.get(0).pricing()).isEqualTo("client");
        assertThat(told.get(0).rateCardId()).isNull();
    }

    @Test
    void eventsThatWereNeverCountedAreFound() {
        LedgerUnderTest ledger = open(ZoneId.of("UTC"));
        fill(ledger);
        Verification.Check events =
                ledger.audit(audit ->
                                new Verification(miscounting(audit), LedgerFixtures.books()).run())
                        .getFirst();

        assertThat(events.passed()).isFalse();
        assertThat(events.findings().getFirst()).contains("rows in api_usage_logs is 599");
    }

    private static LedgerAudit miscounting(LedgerAudit audit) {
        return new LedgerAudit() {
            @Override
            public Counts counts() {
                Counts counts = audit.counts();
                return new Counts(counts.states(), counts.rows() - 1, counts.quarantined());
            }

            @Override
            public RowsKept rowsKept() {
                return audit.rowsKept();
            }

            @Override
            public void eachRow(Consumer<ChargedEvent> consumer) {
                audit.eachRow(consumer);
            }

            @Override
            public void eachAdjusted(Consumer<ChargedEvent> consumer) {
                audit.eachAdjusted(consumer);
            }

            @Override
            public AdjustmentComparison compareAdjustments(int max) {
                return audit.compareAdjustments(max);
            }

            @Override
            public QuarantineComparison compareQuarantine(int max) {
                return audit.compareQuarantine(max);
            }

            @Override
            public RollupComparison compareRollups(int max) {
                return audit.compareRollups(max);
            }
        };
    }

    /** Puts 600 rows, one event set aside and four duplicates in, in three batches. */
    public static void fill(LedgerUnderTest ledger) {
        Random random = new Random(42);
        ledger.store()
                .apply(
                        new LedgerBatch(
                                new JournalPosition(JOURNAL, 1),
                                List.of(),
                                List.of(),
                                LedgerFixtures.prices(),
                                0));
        for (int i = 0; i < 2; i++) {
            ledger.store()
                    .apply(
                            batch(
                                    2 + i,
                                    LedgerFixtures.randomRows(
                                            random, "r" + i + "-", 300, FROM, TO)));
        }
        ledger.store()
                .apply(
                        new LedgerBatch(
                                new JournalPosition(JOURNAL, 9),
                                List.of(),
                                List.of(LedgerFixtures.setAside("q", TO)),
                                PriceChange.NONE,
                                4));
    }

    private static List<Verification.Check> verify(LedgerUnderTest ledger) {
        return ledger.audit(audit -> new Verification(audit, ledger.store().books()).run());
    }
}
