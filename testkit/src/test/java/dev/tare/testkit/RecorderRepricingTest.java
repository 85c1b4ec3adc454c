package dev.tare.testkit;

import static dev.tare.testkit.RepricedUsage.ALL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.core.ledger.Adjustment;
import dev.tare.core.ledger.ChargedEvent;
import dev.tare.core.ledger.EventScope;
import dev.tare.core.ledger.LogNow;
import dev.tare.core.ledger.Recorder;
import dev.tare.core.ledger.RecorderSetup;
import dev.tare.core.ledger.SliceProgress;
import dev.tare.core.ledger.StoreUnavailable;
import dev.tare.core.ledger.UnmatchedCorrection;
import dev.tare.core.ledger.UsageStore;
import dev.tare.core.pricing.PricedEvent;
import dev.tare.core.rollup.Verification;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pricing events anew, in slices, whatever happens in between. */
class RecorderRepricingTest {
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final long SEED = 7;
    private static final int EVENTS = 400;

    private final InMemoryLedger ledger = new InMemoryLedger(UTC);
    private final FragileStore store = new FragileStore(ledger);
    private final List<UnmatchedCorrection> unmatched = new ArrayList<>();

    private static RepricedUsage late() {
        return new RepricedUsage()
                .usage(new Random(SEED), EVENTS)
                .enter(RepricedUsage.latePrices());
    }

    private Recorder recorder(RepricedUsage usage, UsageStore into) {
        RecorderSetup setup = RepricedUsage.SMALL.withUnmatched(unmatched::addAll);
        SettableClock clock = new SettableClock(RepricedUsage.TO);
        return new Recorder(usage.journal(), into, clock, state -> {}, setup);
    }

    /** What one run without any trouble books. */
    private static List<Adjustment> undisturbed(RepricedUsage usage) {
        FragileStore calm = new FragileStore(new InMemoryLedger(UTC));
        usage.record(calm);
        return calm.adjusted;
    }

    private List<ChargedEvent> events() {
        List<ChargedEvent> all = new ArrayList<>();
        ledger.now().each(ALL, all::add);
        return all;
    }

    private void assertSound() {
        assertThat(new Verification(ledger, ledger.books()).run())
                .allSatisfy(check -> assertThat(check.findings()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void pricedAnewAllCostsAndIsWorthWhatItWouldHaveWithThePricesInTime(long seed) {
        RepricedUsage inTime =
                new RepricedUsage()
                        .enter(LedgerFixtures.prices())
                        .enter(RepricedUsage.latePrices())
                        .calls(new Random(seed), "e", EVENTS);
        InMemoryLedger should = new InMemoryLedger(UTC);
        inTime.record(should);
        RepricedUsage late =
                new RepricedUsage()
                        .usage(new Random(seed), EVENTS)
                        .enter(RepricedUsage.latePrices())
                        .reprice(ALL, true);

        recorder(late, store).drain();

        assertThat(amounts(ledger.now())).as("seed %d", seed).isEqualTo(amounts(should.now()));
        assertThat(store.adjusted).hasSizeGreaterThan(100);
        assertSound();
    }

    private static List<String> amounts(LogNow log) {
        List<String> amounts = new ArrayList<>();
        log.each(
                ALL,
                row ->
                        amounts.add(
                                String.join(
                                        " ",
                                        row.event().key().id(),
                                        plain(row.apiCost()),
                                        plain(row.creditValue()),
                                        plain(row.event().credits()),
                                        row.pricing())));
        return amounts;
    }

    private static String plain(@Nullable BigDecimal amount) {
        return amount == null ? "none" : amount.stripTrailingZeros().toPlainString();
    }

    @Test
    void onlyTheCostChangesUnlessCreditsAreToBeValuedToo() {
        recorder(late().reprice(ALL, false), store).drain();

        assertThat(store.adjusted)
                .isNotEmpty()
                .allSatisfy(one -> {
                    assertThat(one.creditValueChange()).isNull();
                    assertThat(one.costChange()).isNotNull();
                    assertThat(one.after().event()).isEqualTo(one.before().event());
                    assertThat(one.before().pricing()).isNotEqualTo("client");
                });
    }

    @Test
    void onlyWhatIsAskedForChanges() {
        EventScope scope =
                new EventScope(
                        Instant.parse("2026-11-02T03:07:00Z"),
                        Instant.parse("2026-11-03T00:00:00Z"),
                        "acme",
                        "upscale",
                        "");
        recorder(late().reprice(scope, false), store).drain();

        assertThat(store.adjusted)
                .isNotEmpty()
                .allSatisfy(one -> assertThat(scope.has(one.before())).isTrue());
    }

    @Test
    void killedBehindAnySliceItEndsAsIfItHadNotBeen() {
        RepricedUsage usage = late();
        List<Adjustment> should = undisturbed(late().reprice(ALL, true));
        recorder(usage, store).drain();
        usage.reprice(ALL, true);

        int killed = 0;
        for (store.commitsMax = 1; ; store.commitsMax = 1, killed++) {
            try {
                recorder(usage, store).drain();
                break;
            } catch (StoreUnavailable gone) {
                // The next one begins with what is in the store.
            }
        }

        assertThat(killed).isGreaterThan(5);
        assertThat(store.adjusted).isEqualTo(should);
        assertThat(ids(store.adjusted)).hasSize(should.size());
        assertSound();
    }

    private static Set<String> ids(List<Adjustment> adjustments) {
        return new HashSet<>(adjustments.stream().map(Adjustment::id).toList());
    }

    @Test
    void whereTheAnswerToACommitIsLostNothingIsBookedTwice() {
        RepricedUsage usage = late();
        Recorder recorder = recorder(usage, store);
        recorder.drain();
        usage.reprice(ALL, true);
        recorder.step();
        store.failingAfterCommit = true;
        assertThatThrownBy(recorder::step).isInstanceOf(StoreUnavailable.class);
        store.failingAfterCommit = false;

        recorder.drain();

        assertThat(store.adjusted).isEqualTo(undisturbed(late().reprice(ALL, true)));
        assertSound();
    }

    @Test
    void whatADatabasePutBackHasLostIsBookedAgain() {
        RepricedUsage usage = late();
        Recorder recorder = recorder(usage, store);
        recorder.drain();
        usage.reprice(ALL, true);
        recorder.step();
        store.forgetting = true;
        recorder.step();
        store.forgetting = false;
        store.failing = true;
        assertThatThrownBy(recorder::step).isInstanceOf(StoreUnavailable.class);
        store.failing = false;

        recorder.drain();

        assertThat(store.adjusted).isEqualTo(undisturbed(late().reprice(ALL, true)));
        assertSound();
    }

    @Test
    void startedTwiceItIsBookedOnce() {
        RepricedUsage usage = late().reprice(ALL, true).reprice(ALL, true);

        recorder(usage, store).drain();

        assertThat(store.adjusted).isEqualTo(undisturbed(late().reprice(ALL, true)));
        assertThat(ledger.now().booked("again-2")).isZero();
    }

    @Test
    void itGoesOnWhereItWasWhenTheStoreWasAwayAndSaysHowFarItIs() {
        RepricedUsage usage = late();
        Recorder recorder = recorder(usage, store);
        recorder.drain();
        assertThat(recorder.slices()).isNull();
        usage.reprice(ALL, false);
        recorder.step();
        recorder.step();
        SliceProgress progress = Objects.requireNonNull(recorder.slices());
        assertThat(progress.batch()).isEqualTo("again-1");
        assertThat(progress.events()).isEqualTo(EVENTS);
        assertThat(progress.eventsDone()).isBetween(40L, 80L);
        assertThat(progress.reached()).isBetween(RepricedUsage.FROM, RepricedUsage.TO);
        store.failing = true;
        assertThatThrownBy(recorder::drain).isInstanceOf(StoreUnavailable.class);
        store.failing = false;

        recorder.step();

        assertThat(Objects.requireNonNull(recorder.slices()).eventsDone())
                .isGreaterThan(progress.eventsDone());
        recorder.drain();
        assertThat(recorder.slices()).isNull();
        assertThat(store.adjusted).isEqualTo(undisturbed(late().reprice(ALL, false)));
    }

    @Test
    void usageBehindItWaitsAndTakesThePricesOfItsOwnTurn() {
        RepricedUsage usage = late().reprice(ALL, true).calls(new Random(99), "later", 30);

        recorder(usage, store).drain();

        assertThat(events()).hasSize(EVENTS + 30);
        assertThat(store.adjusted)
                .noneMatch(one -> one.before().event().key().id().startsWith("later"));
        assertSound();
    }

    @Test
    void aSpanWithoutEventsMovesTheJournalOn() {
        EventScope empty =
                EventScope.of(
                        Instant.parse("2020-01-01T00:00:00Z"),
                        Instant.parse("2020-02-01T00:00:00Z"));
        RepricedUsage usage = late().reprice(empty, false);
        Recorder recorder = recorder(usage, store);

        recorder.drain();

        assertThat(recorder.state().position()).isEqualTo(usage.journal().end());
        assertThat(store.adjusted).isEmpty();
    }

    @Test
    void whatTheStoreRefusesIsNamedAndHoldsNobodyUp() {
        store.refusedAdjustmentsOf = "user-3";
        RepricedUsage usage = late().reprice(ALL, true);
        Recorder recorder = recorder(usage, store);

        recorder.drain();

        assertThat(recorder.state().position()).isEqualTo(usage.journal().end());
        assertThat(unmatched)
                .isNotEmpty()
                .allMatch(one -> one.reason() == UnmatchedCorrection.Reason.UNSTORABLE);
        assertSound();
    }

    @Test
    void anEventPricedAnewIsThePriceOfTheBookAtItsTime() {
        recorder(late().reprice(ALL, false), store).drain();

        for (ChargedEvent row : events()) {
            PricedEvent fresh =
                    PricedEvent.of(row.told(), "app", row.event().receivedAt(), ledger.books());
            assertThat(plain(row.apiCost())).isEqualTo(plain(fresh.apiCost()));
        }
    }
}
