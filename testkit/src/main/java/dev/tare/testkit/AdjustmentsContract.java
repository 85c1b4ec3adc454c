package dev.tare.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.profit.ReportAmounts;
import dev.tare.core.profit.ReportQuery;
import dev.tare.core.rollup.Verification;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every ledger promises of corrections: the answers of the ledger in memory. */
public abstract class AdjustmentsContract {
    private static final ZoneId UTC = ZoneId.of("UTC");

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
        CorrectedUsage usage =
                new CorrectedUsage(UsageSumsContract.randomRows(random, 0, zone), random);
        usage.record(ledger.store());
        usage.record(reference);

        for (int i = 0; i < 60; i++) {
            ReportQuery query = UsageSumsContract.randomQuery(random, zone);
            assertThat(ledger.sums().isCorrected(query))
                    .as("seed %d, question %d: %s", seed, i, query)
                    .isEqualTo(reference.isCorrected(query));
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
        CorrectedUsage usage = CorrectedUsage.small();
        usage.record(ledger.store());
        long booked = verify(ledger).getLast().looked();
        usage.tellTheLastAgain();

        usage.record(ledger.store());

        assertThat(booked).isPositive();
        assertThat(verify(ledger).getLast().looked()).isEqualTo(booked);
    }

    private static List<Verification.Check> verify(LedgerUnderTest ledger) {
        return ledger.audit(audit -> new Verification(audit, ledger.store().books()).run());
    }
}
