package dev.tare.testkit;

import static dev.tare.testkit.RepricedUsage.ALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.ledger.Adjustment;
import dev.tare.core.ledger.ChargedEvent;
import dev.tare.core.ledger.EventScope;
import dev.tare.core.ledger.LedgerBatch;
import dev.tare.core.ledger.LedgerTransaction;
import dev.tare.core.ledger.LogNow;
import dev.tare.core.ledger.PricedAnew;
import dev.tare.core.ledger.UsageStore;
import dev.tare.core.profit.ReportAmounts;
import dev.tare.core.profit.ReportQuery;
import dev.tare.core.rollup.RepricingDifferences;
import dev.tare.core.rollup.Repricings;
import dev.tare.core.rollup.Verification;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every ledger promises of reading its log as it is now, and of pricing it anew. */
public abstract class RepricingContract {
    private static final Instant LATER = Instant.parse("2030-01-01T00:00:00Z");
    private static final ZoneId ZONE = ZoneId.of("America/New_York");
    private static final long SEED = 20_261_126;
    private static final int EVENTS = 600;

    /** A new, empty ledger whose days are those of {@code zone}. */
    protected abstract LedgerUnderTest open(ZoneId zone);

    private static RepricedUsage corrected() {
        return new RepricedUsage()
                .usage(new Random(SEED), EVENTS)
                .corrected(new Random(SEED + 1), new Random(SEED), EVENTS);
    }

    private static List<String> read(LogNow log, EventScope scope) {
        List<String> rows = new ArrayList<>();
        log.each(scope, row -> rows.add(readable(row)));
        return rows;
    }

    /** Amounts as every store gives them back. */
    private static String readable(ChargedEvent row) {
        return String.join(
                " | ",
                row.event().key().toString(),
                row.event().time() + "/" + row.event().receivedAt(),
                row.event().provider() + "/" + row.event().operation() + "/" + row.event().model(),
                row.event().plan() + "/" + row.event().status() + "/" + row.event().userId(),
                row.event().quantities().byUnit().toString(),
                plain(row.event().credits()) + "/" + plain(row.event().clientCost()),
                plain(row.apiCost()) + "/" + plain(row.creditValue()),
                row.rateCardId() + "/" + row.pricing() + "/" + row.estimated());
    }

    private static String plain(@Nullable BigDecimal amount) {
        return amount == null ? "none" : amount.stripTrailingZeros().toPlainString();
    }

    @Test
    void eventsAreToldWithTheirLastCorrectionInTheOrderOfTheirTimes() {
        LedgerUnderTest ledger = open(ZONE);
        InMemoryLedger reference = new InMemoryLedger(ZONE);
        corrected().record(ledger.store());
        corrected().record(reference);
        Instant from = Instant.parse("2026-11-01T10:07:13Z");
        Instant to = Instant.parse("2026-11-03T22:15:00Z");

        for (EventScope scope :
                List.of(
                        ALL,
                        EventScope.of(from, to),
                        new EventScope(from, to, "llmco", null, null),
                        new EventScope(from, to, null, "upscale", ""),
                        new EventScope(from, to, "llmco", "chat", "m1"),
                        new EventScope(from, to, "o'nobody", null, null))) {
            assertThat(read(ledger.store().now(), scope))
                    .as("seed %d, %s", SEED, scope)
                    .isEqualTo(read(reference.now(), scope));
        }
        assertThat(read(reference.now(), ALL)).hasSize(EVENTS);
        assertThat(counted(ledger.store().now(), from, to))
                .isEqualTo(counted(reference.now(), from, to))
                .isNotEmpty();
    }

    private static List<String> counted(LogNow log, Instant from, Instant to) {
        List<String> counts = new ArrayList<>();
        log.eachQuarterHour(from, to, (quarter, rows) -> counts.add(quarter + " " + rows));
        return counts;
    }

    @Test
    void theLogIsReadWhileWhatComesOfItIsWritten() {
        UsageStore store = open(ZONE).store();
        int many = 2_500; // More than any store fetches at once.
        new RepricedUsage().usage(new Random(SEED), many).record(store);
        LedgerBatch nothing = LedgerFixtures.batch(99, List.of());
        int[] read = new int[1];

        try (LedgerTransaction transaction = store.begin()) {
            store.now()
                    .each(
                            ALL,
                            row -> {
                                read[0]++;
                                transaction.add(of(nothing, row, read[0]));
                            });
            transaction.commit();
        }

        assertThat(read[0]).isEqualTo(many);
        assertThat(store.now().booked("touched")).isEqualTo(many);
        assertThat(store.now().booked("untouched")).isZero();
    }

    private static LedgerBatch of(LedgerBatch batch, ChargedEvent row, int number) {
        Adjustment one =
                new Adjustment("id-" + number, row.event().time(), "r", "touched", row, row);
        return new LedgerBatch(
                batch.after(), List.of(), List.of(), batch.prices(), 0, List.of(), List.of(one));
    }

    private static PricedAnew.Aim aim(boolean creditValues) {
        return new PricedAnew.Aim(creditValues, false);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void pricingAnewGivesTheLedgerInMemoryAndLeavesTheRowsAsTheyWere(boolean creditValues) {
        LedgerUnderTest ledger = open(ZONE);
        UsageStore store = ledger.store();
        InMemoryLedger reference = new InMemoryLedger(ZONE);
        RepricedUsage usage = corrected().enter(RepricedUsage.latePrices());
        usage.record(store);
        List<String> rows = charged(ledger);
        Repricings repricings = new Repricings(store.now(), store::rowsKept, store::books, ZONE);
        Repricings.Preview preview = repricings.preview(ALL, aim(creditValues), LATER);
        long before = adjustments(ledger);

        usage.reprice(ALL, creditValues).record(store);
        usage.record(reference);

        assertThat(charged(ledger)).isEqualTo(rows).hasSize(EVENTS);
        assertThat(verify(ledger)).allSatisfy(check -> assertThat(check.findings()).isEmpty());
        assertThat(preview.looked()).isEqualTo(EVENTS);
        assertThat(told(repricings.booked("again-1"))).isEqualTo(told(preview.differences()));
        RepricingDifferences.Difference total = preview.differences().total();
        assertThat(total.events()).isGreaterThan(100).isEqualTo(adjustments(ledger) - before);
        assertThat(total.priced()).isPositive();
        assertThat(total.unpriced()).isPositive();
        assertThat(total.value().signum() != 0).isEqualTo(creditValues);
        assertThat(read(store.now(), ALL)).isEqualTo(read(reference.now(), ALL));
        Random random = new Random(SEED);
        for (int i = 0; i < 25; i++) {
            ReportQuery query = UsageSumsContract.randomQuery(random, ZONE);
            for (ReportAmounts amounts : ReportAmounts.values()) {
                assertThat(UsageSumsContract.readable(ledger.sums().sums(query.of(amounts))))
                        .as("seed %d, question %d: %s of %s", SEED, i, query, amounts)
                        .isEqualTo(UsageSumsContract.readable(reference.sums(query.of(amounts))));
            }
        }

        usage.reprice(ALL, creditValues).record(store);

        assertThat(adjustments(ledger) - before).isEqualTo(total.events());
        assertThat(store.now().booked("again-2")).isZero();
        assertThat(verify(ledger)).allSatisfy(check -> assertThat(check.findings()).isEmpty());
    }

    private static String told(RepricingDifferences differences) {
        return String.join(
                "\n",
                differences.total().toString(),
                differences.days().toString(),
                differences.providers(10).toString(),
                differences.operations(10).toString(),
                differences.users(3).toString());
    }

    private static List<String> charged(LedgerUnderTest ledger) {
        return ledger.audit(audit -> {
            List<String> rows = new ArrayList<>();
            audit.eachRow(row -> rows.add(readable(row)));
            return rows;
        });
    }

    private static long adjustments(LedgerUnderTest ledger) {
        return ledger.audit(audit -> audit.compareAdjustments(1).adjustments());
    }

    private static List<Verification.Check> verify(LedgerUnderTest ledger) {
        return ledger.audit(audit -> new Verification(audit, ledger.store().books()).run());
    }
}
