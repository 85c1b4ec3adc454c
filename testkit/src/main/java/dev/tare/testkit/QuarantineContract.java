package dev.tare.testkit;

import static dev.tare.testkit.LedgerFixtures.JOURNAL;
import static dev.tare.testkit.LedgerFixtures.batch;
import static dev.tare.testkit.LedgerFixtures.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.ledger.EventKey;
import dev.tare.core.ledger.JournalPosition;
import dev.tare.core.ledger.LedgerBatch;
import dev.tare.core.ledger.LedgerState;
import dev.tare.core.ledger.Quarantine;
import dev.tare.core.ledger.Quarantine.Filter;
import dev.tare.core.ledger.QuarantineDecision;
import dev.tare.core.ledger.QuarantineDecision.Action;
import dev.tare.core.ledger.QuarantineDecision.Outcome;
import dev.tare.core.ledger.QuarantineEntry;
import dev.tare.core.ledger.QuarantineEntry.State;
import dev.tare.core.ledger.QuarantinedEvent;
import dev.tare.core.ledger.QuarantinedEvent.Reason;
import dev.tare.core.ledger.StoredEvent;
import dev.tare.core.pricing.PriceChange;
import dev.tare.core.pricing.PricedEvent;
import dev.tare.core.rollup.Verification;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store promises of what was set aside. */
public abstract class QuarantineContract {
    private static final Instant NOW = Instant.parse("2026-11-23T10:15:30.123456Z");
    private static final String FIRST = "5b8f0c39-1";
    private static final String SECOND = "5b8f0c39-2";

    private LedgerUnderTest ledger;

    /** A new, empty ledger whose days are those of {@code zone}. */
    protected abstract LedgerUnderTest open(ZoneId zone);

    @BeforeEach
    void openEmpty() {
        ledger = open(ZoneOffset.UTC);
        ledger.store()
                .apply(
                        new LedgerBatch(
                                new JournalPosition(JOURNAL, 0),
                                List.of(),
                                List.of(),
                                LedgerFixtures.prices(),
                                0));
    }

    private Quarantine quarantine() {
        return ledger.store().quarantine();
    }

    private void setAside(long offset, QuarantinedEvent... events) {
        setAside(JOURNAL, offset, events);
    }

    private void setAside(UUID journal, long offset, QuarantinedEvent... events) {
        ledger.store()
                .apply(
                        new LedgerBatch(
                                new JournalPosition(journal, offset),
                                List.of(),
                                List.of(events),
                                PriceChange.NONE,
                                0));
    }

    private void decide(
            long offset, String entry, Action action, Outcome outcome, PricedEvent... rows) {
        QuarantineDecision decision =
                new QuarantineDecision(entry, NOW, action, outcome, null, "ann", "why not");
        ledger.store()
                .apply(
                        new LedgerBatch(
                                new JournalPosition(JOURNAL, offset),
                                List.of(rows),
                                List.of(),
                                PriceChange.NONE,
                                outcome == Outcome.DUPLICATE ? 1 : 0,
                                List.of(decision),
                                List.of()));
    }

    private QuarantineEntry entry(String id) {
        return Objects.requireNonNull(quarantine().entry(id), id);
    }

    private List<String> ids(Filter filter) {
        return quarantine().list(filter).stream().map(QuarantineEntry::id).toList();
    }

    private List<Verification.Check> verify() {
        return ledger.audit(audit -> new Verification(audit, ledger.store().books()).run());
    }

    @Test
    void anEntryComesBackAsItWasSetAside() {
        QuarantinedEvent full =
                new QuarantinedEvent(
                        "app",
                        NOW,
                        LedgerFixtures.fullRow("full", NOW, NOW).event(),
                        Reason.UNSTORABLE,
                        "The store refuses it.");
        setAside(1, full);

        QuarantineEntry entry = entry(FIRST);
        assertThat(entry.event()).isEqualTo(full);
        assertThat(entry.state()).isEqualTo(State.WAITING);
        assertThat(quarantine().entry("5b8f0c39-9")).isNull();
    }

    @Test
    void entriesAreNumberedByTheirJournalInTheOrderTheyCame() {
        UUID other = UUID.fromString("00000000-0000-4000-8000-000000000001");
        setAside(1, LedgerFixtures.setAside("a", NOW), LedgerFixtures.setAside("b", NOW));
        setAside(other, 1, LedgerFixtures.setAside("c", NOW.plusSeconds(9)));
        setAside(2, LedgerFixtures.setAside("d", NOW.minusSeconds(9)));

        assertThat(ids(new Filter(null, null, null, 10)))
                .containsExactly("00000000-1", SECOND, FIRST, "5b8f0c39-3");
    }

    @Test
    void aPageBeginsBehindAnEntryAndHoldsWhatIsAskedFor() {
        for (int i = 0; i < 5; i++) {
            setAside(1 + i, LedgerFixtures.setAside("e" + i, NOW.plusSeconds(i)));
        }
        decide(9, "5b8f0c39-4", Action.DISCARD, Outcome.DISCARDED);

        assertThat(ids(new Filter(null, null, null, 2)))
                .containsExactly("5b8f0c39-5", "5b8f0c39-4");
        assertThat(ids(new Filter(State.WAITING, null, "5b8f0c39-4", 2)))
                .containsExactly("5b8f0c39-3", "5b8f0c39-2");
        assertThat(ids(new Filter(State.DISCARDED, Reason.CONFLICT, null, 9)))
                .containsExactly("5b8f0c39-4");
        assertThat(ids(new Filter(null, Reason.UNSTORABLE, null, 9))).isEmpty();
        assertThat(ids(new Filter(null, null, "nothing", 9))).isEmpty();
    }

    @Test
    void aDiscardedEntryStaysCountedInQuarantineAndTellsWhoDecided() {
        setAside(1, LedgerFixtures.setAside("a", NOW));
        decide(2, FIRST, Action.DISCARD, Outcome.DISCARDED);

        QuarantineEntry entry = entry(FIRST);
        assertThat(entry.state()).isEqualTo(State.DISCARDED);
        assertThat(entry.decision())
                .extracting(QuarantineDecision::by, QuarantineDecision::note)
                .containsExactly("ann", "why not");
        assertThat(quarantine().tally()).isEqualTo(new Quarantine.Tally(0, 0, 1));
        assertThat(ledger.store().state(JOURNAL)).isEqualTo(state(2, 1, 0, 0, 1));
        assertThat(verify()).allMatch(Verification.Check::passed);
    }

    @Test
    void aRetriedEventMovesFromQuarantineToTheLogOrTheDuplicates() {
        setAside(1, LedgerFixtures.setAside("a", NOW), LedgerFixtures.setAside("b", NOW));
        decide(2, FIRST, Action.RETRY, Outcome.RECORDED, row("a", NOW, NOW));
        ledger.store().apply(batch(3, List.of(row("b", NOW, NOW))));
        decide(4, SECOND, Action.RETRY, Outcome.DUPLICATE);

        assertThat(quarantine().tally()).isEqualTo(new Quarantine.Tally(0, 2, 0));
        assertThat(ledger.store().state(JOURNAL)).isEqualTo(state(4, 3, 2, 1, 0));
        assertThat(verify()).allSatisfy(check -> assertThat(check.findings()).isEmpty());
    }

    @Test
    void aDecisionThatCouldNotBeAppliedLeavesTheEntryWaiting() {
        setAside(1, LedgerFixtures.setAside("a", NOW));
        decide(2, FIRST, Action.RETRY, Outcome.CONFLICT);
        decide(3, FIRST, Action.RETRY, Outcome.UNSTORABLE);

        assertThat(quarantine().tally()).isEqualTo(new Quarantine.Tally(1, 0, 0));
        assertThat(ledger.store().state(JOURNAL)).isEqualTo(state(3, 1, 0, 0, 1));
        assertThat(verify()).allMatch(Verification.Check::passed);
    }

    @Test
    void aRetriedEventThatIsNotInTheLogIsFoundAndSoIsAnEntrySettledTwice() {
        setAside(1, LedgerFixtures.setAside("a", NOW), LedgerFixtures.setAside("b", NOW));
        decide(2, FIRST, Action.RETRY, Outcome.RECORDED, row("another", NOW, NOW));
        decide(3, SECOND, Action.DISCARD, Outcome.DISCARDED);
        decide(4, SECOND, Action.DISCARD, Outcome.DISCARDED);

        Verification.Check check =
                verify().stream()
                        .filter(c -> c.name().equals("quarantine"))
                        .findAny()
                        .orElseThrow();
        assertThat(check.passed()).isFalse();
        assertThat(check.findings())
                .anyMatch(text -> text.contains(FIRST) && text.contains("in the log"))
                .anyMatch(text -> text.contains(SECOND) && text.contains("2 times"));
    }

    @Test
    void theRowThatStandsIsTheOneReceivedFirst() {
        ledger.store()
                .apply(
                        batch(
                                1,
                                List.of(
                                        row("a", NOW, NOW.plusSeconds(5)),
                                        row("a", NOW.plusSeconds(1), NOW))));
        EventKey key = new EventKey("app", "a");
        EventKey none = new EventKey("app", "none");

        assertThat(quarantine().firstRows(List.of(key, none, key))).containsOnlyKeys(key);
        assertThat(quarantine().firstRows(List.of(key)).values())
                .extracting(StoredEvent::time)
                .containsExactly(NOW.plusSeconds(1));
        assertThat(quarantine().firstRows(List.of())).isEmpty();
    }

    private static LedgerState state(
            long offset, long acknowledged, long recorded, long duplicates, long quarantined) {
        return new LedgerState(
                new JournalPosition(JOURNAL, offset),
                acknowledged,
                recorded,
                duplicates,
                quarantined);
    }
}
