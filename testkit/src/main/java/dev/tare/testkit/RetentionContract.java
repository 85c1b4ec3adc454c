package dev.tare.testkit;

import static dev.tare.testkit.LedgerFixtures.JOURNAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.event.UsageBatch;
import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.ledger.Quarantine;
import dev.tare.core.ledger.QuarantineDecision.Action;
import dev.tare.core.ledger.QuarantineEntry;
import dev.tare.core.ledger.QuarantinedEvent;
import dev.tare.core.ledger.Recorder;
import dev.tare.core.ledger.RowsKept;
import dev.tare.core.ledger.UsageStore;
import dev.tare.core.pricing.PricedEvent;
import dev.tare.core.profit.Dimension;
import dev.tare.core.profit.ReportQuery;
import dev.tare.core.profit.UsageSums;
import dev.tare.core.rollup.Rollups;
import dev.tare.core.rollup.Verification;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every ledger promises of rows that are let go: their sums stay, and nothing comes twice. */
public abstract class RetentionContract {
    /** From when on rows are kept here. */
    protected static final Instant BEFORE = Instant.parse("2024-04-01T00:00:00Z");

    private static final Instant FROM = Instant.parse("2024-01-05T00:00:00Z");
    private static final Instant TO = Instant.parse("2024-06-20T00:00:00Z");
    private static final LocalDate FIRST_DAY = LocalDate.of(2024, 1, 1);
    private static final LocalDate LAST_DAY = LocalDate.of(2024, 6, 20);
    private static final Instant NOW = Instant.parse("2024-12-01T12:00:00Z");
    private static final ZoneId UTC = ZoneId.of("UTC");

    private final InMemoryJournal journal = new InMemoryJournal(JOURNAL);

    /** A new, empty ledger whose days are those of {@code zone}. */
    protected abstract LedgerUnderTest open(ZoneId zone);

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "America/New_York", "Asia/Kathmandu"})
    void sumsAnswerAsBeforeAndRowsAnswerFromThereOn(String workspaceZone) {
        long seed = 20_261_126L + workspaceZone.hashCode();
        Random random = new Random(seed);
        ZoneId zone = ZoneId.of(workspaceZone);
        LedgerUnderTest ledger = open(zone);
        InMemoryLedger reference = new InMemoryLedger(zone);
        sendWithCorrections(random);
        record(ledger.store(), reference);
        List<ReportQuery> queries = new ArrayList<>();
        List<Map<String, String>> answers = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            ReportQuery query =
                    i % 4 == 0
                            ? UserQueries.random(random, zone, FIRST_DAY, LAST_DAY)
                            : RetentionQueries.random(random, zone);
            queries.add(query);
            answers.add(answer(ledger.sums(), query));
        }
        UsageSums.Span span = ledger.sums().span();

        letGo(BEFORE);
        record(ledger.store(), reference);

        for (int i = 0; i < queries.size(); i++) {
            ReportQuery query = queries.get(i);
            boolean rows = ledger.sums().needsRows(query);
            assertThat(rows).as("%s", query).isEqualTo(reference.needsRows(query));
            assertThat(answer(ledger.sums(), query))
                    .as("seed %d, question %d: %s", seed, i, query)
                    .isEqualTo(rows ? answer(reference, query) : answers.get(i));
        }
        assertKept(ledger, reference);
        assertThat(spanOf(ledger)).isEqualTo(List.of(Rollups.quarterHour(first(span)), last(span)));
    }

    private static Instant first(UsageSums.@Nullable Span span) {
        return span == null ? Instant.MIN : span.first();
    }

    private static Instant last(UsageSums.@Nullable Span span) {
        return span == null ? Instant.MIN : span.last();
    }

    /** The first event's time to the quarter hour: its row is gone. */
    private static List<Instant> spanOf(LedgerUnderTest ledger) {
        UsageSums.Span span = ledger.sums().span();
        return List.of(Rollups.quarterHour(first(span)), last(span));
    }

    private static void assertKept(LedgerUnderTest ledger, InMemoryLedger reference) {
        RowsKept kept = ledger.store().rowsKept();
        assertThat(kept).isEqualTo(reference.rowsKept());
        assertThat(kept.letGo()).isPositive();
        assertThat(ledger.sums().rowsKept()).isEqualTo(kept);
        assertThat(ledger.<Long>audit(audit -> audit.counts().rows()))
                .isEqualTo(reference.counts().rows());
        assertThat(ledger.store().rowCount()).isEqualTo(reference.rowCount());
        List<Verification.Check> checks = verify(ledger);
        assertThat(checks).allSatisfy(check -> assertThat(check.findings()).isEmpty());
        assertThat(checks.subList(0, 2))
                .allSatisfy(check -> assertThat(check.rule()).contains("2024-04-01"));
        assertThat(checks.getLast().looked())
                .isEqualTo(reference.compareAdjustments(1).adjustments())
                .isPositive();
    }

    @Test
    void whatIsOlderThanTheRowsKeptIsSetAsideWhetherOrNotItWasThere() {
        LedgerUnderTest ledger = open(UTC);
        send(event("old", BEFORE.minusSeconds(9)), event("young", BEFORE));
        letGo(BEFORE);
        send(
                event("old", BEFORE.minusSeconds(9)),
                event("new but old", BEFORE.minusNanos(1_000)),
                event("young", BEFORE),
                event("new", BEFORE));

        Recorder recorder = record(ledger.store());

        assertThat(recorder.state().recorded()).isEqualTo(3);
        assertThat(recorder.state().duplicates()).isEqualTo(1);
        assertThat(waiting(ledger))
                .hasSize(2)
                .allSatisfy(entry -> {
                    assertThat(entry.event().reason()).isEqualTo(QuarantinedEvent.Reason.TOO_OLD);
                    assertThat(entry.event().explanation()).contains("before 2024-04-01", "iscard");
                });
        String first = waiting(ledger).getFirst().id();
        decide(Action.RETRY, first);
        record(ledger.store());
        assertThat(waiting(ledger)).hasSize(2);
        decide(Action.DISCARD, first);
        record(ledger.store());
        assertThat(waiting(ledger)).hasSize(1);
        assertThat(verify(ledger)).allMatch(Verification.Check::passed);
    }

    @Test
    void anEarlierTimeAndTheSameOnceMoreChangeNothing() {
        LedgerUnderTest ledger = open(UTC);
        send(event("old", BEFORE.minusSeconds(9)), event("young", BEFORE));
        letGo(BEFORE);
        record(ledger.store());
        RowsKept kept = ledger.store().rowsKept();
        letGo(BEFORE);
        letGo(Instant.parse("2024-02-01T00:00:00Z"));
        record(ledger.store());

        assertThat(ledger.store().rowsKept()).isEqualTo(kept).isEqualTo(new RowsKept(BEFORE, 1));

        Instant later = Instant.parse("2024-05-01T00:00:00Z");
        letGo(later);
        record(ledger.store());
        assertThat(ledger.store().rowsKept()).isEqualTo(new RowsKept(later, 2));
        assertThat(ledger.store().rowCount()).isEqualTo(2);
    }

    @Test
    void aCorrectionOfAnEventLetGoChangesNothing() {
        LedgerUnderTest ledger = open(UTC);
        send(event("old", BEFORE.minusSeconds(9)), event("young", BEFORE));
        correct(event("old", BEFORE.minusSeconds(9)), "basic");
        letGo(BEFORE);
        record(ledger.store());
        ReportQuery all = new ReportQuery(FROM, TO, UTC, List.of(Dimension.PLAN), Map.of());
        Map<String, String> answer = answer(ledger.sums(), all);
        correct(event("old", BEFORE.minusSeconds(9)), "pro");
        record(ledger.store());

        assertThat(answer(ledger.sums(), all)).isEqualTo(answer).hasSize(2);

        correct(event("young", BEFORE), "pro");
        record(ledger.store());

        assertThat(answer(ledger.sums(), all)).isNotEqualTo(answer);
        assertThat(verify(ledger)).allMatch(Verification.Check::passed);
    }

    @Test
    void rowsGoOnBeingNumberedAndAreTold() {
        LedgerUnderTest ledger = open(UTC);
        send(event("a", BEFORE), event("b", BEFORE.minusSeconds(9)), event("c", BEFORE));
        letGo(BEFORE);
        record(ledger.store());
        assertThat(ledger.store().rowCount()).isEqualTo(3);
        assertThat(told(ledger, 3)).isEmpty();
        send(event("d", BEFORE), event("e", BEFORE));
        record(ledger.store());
        send(event("f", BEFORE));
        record(ledger.store());

        assertThat(ledger.store().rowCount()).isEqualTo(6);
        assertThat(told(ledger, 0)).containsExactly("a", "c", "d", "e", "f");
        assertThat(told(ledger, 1)).contains("c", "d", "e", "f");
        assertThat(told(ledger, 3)).containsExactly("d", "e", "f");
        assertThat(told(ledger, 5)).containsExactly("f");
        assertThat(told(ledger, 6)).isEmpty();
    }

    private static List<String> told(LedgerUnderTest ledger, long fromRow) {
        List<String> told = new ArrayList<>();
        ledger.store().eachKey(fromRow, Instant.EPOCH, (key, receivedAt) -> told.add(key.id()));
        return told;
    }

    private void sendWithCorrections(Random random) {
        List<PricedEvent> rows = LedgerFixtures.randomRows(random, "r", 400, FROM, TO);
        journal.append(new JournalRecord.Prices(NOW, LedgerFixtures.prices())).join();
        send(rows.stream().map(PricedEvent::event).toArray(UsageEvent[]::new));
        for (int pass = 0; pass < 2; pass++) {
            List<UsageEvent> anew = new ArrayList<>();
            for (PricedEvent row : rows) {
                if (random.nextInt(3) == 0) {
                    anew.add(LedgerFixtures.randomAnew(random, row.event(), row.time()));
                }
            }
            correct(anew);
        }
    }

    private static Map<String, String> answer(UsageSums sums, ReportQuery query) {
        return UsageSumsContract.readable(sums.sums(query));
    }

    private static UsageEvent event(String id, Instant time) {
        return LedgerFixtures.event(id, time, "user-1", "acme", null, null);
    }

    private void send(UsageEvent... events) {
        journal.append(new JournalRecord.Usage(new UsageBatch("app", NOW, List.of(events)))).join();
    }

    private void correct(UsageEvent event, String plan) {
        correct(
                List.of(
                        LedgerFixtures.event(
                                event.id(), event.time(), event.userId(), "acme", plan, null)));
    }

    private void correct(List<UsageEvent> anew) {
        UsageBatch batch = new UsageBatch("app", NOW, anew);
        journal.append(new JournalRecord.Correction(batch, "better known", "batch")).join();
    }

    private void letGo(Instant before) {
        journal.append(new JournalRecord.Retention(NOW, before)).join();
    }

    private void decide(Action action, String entry) {
        journal.append(new JournalRecord.Decision(NOW, List.of(entry), action, null, "ann", null))
                .join();
    }

    private static List<QuarantineEntry> waiting(LedgerUnderTest ledger) {
        return ledger.store()
                .quarantine()
                .list(new Quarantine.Filter(QuarantineEntry.State.WAITING, null, null, 100));
    }

    private Recorder record(UsageStore... stores) {
        Recorder last = null;
        for (UsageStore store : stores) {
            last = new Recorder(journal, store, new SettableClock(NOW), state -> {});
            last.drain();
        }
        return Objects.requireNonNull(last);
    }

    private static List<Verification.Check> verify(LedgerUnderTest ledger) {
        return ledger.audit(audit -> new Verification(audit, ledger.store().books()).run());
    }
}
