package dev.tare.testkit;

import static dev.tare.testkit.LedgerFixtures.JOURNAL;
import static dev.tare.testkit.LedgerFixtures.batch;
import static dev.tare.testkit.LedgerFixtures.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.core.ledger.EventKey;
import dev.tare.core.ledger.JournalPosition;
import dev.tare.core.ledger.LedgerState;
import dev.tare.core.ledger.LedgerTransaction;
import dev.tare.core.ledger.StoreRefusedData;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store promises of several batches written as one. */
public abstract class LedgerTransactionContract {
    private static final Instant NOW = Instant.parse("2026-11-23T10:15:30.123456Z");

    private LedgerUnderTest ledger;

    /** A new, empty ledger whose days are those of {@code zone}. */
    protected abstract LedgerUnderTest open(ZoneId zone);

    @BeforeEach
    void openEmpty() {
        ledger = open(ZoneOffset.UTC);
    }

    @Test
    void batchesOfOneTransactionAreWrittenAsOne() {
        try (LedgerTransaction transaction = ledger.store().begin()) {
            transaction.add(batch(5, List.of(row("a", NOW, NOW), row("b", NOW, NOW))));
            transaction.add(batch(9, List.of(row("c", NOW, NOW))));

            assertThat(ledger.store().findByTime(Map.of(key("a"), NOW, key("c"), NOW)))
                    .as("found at once")
                    .hasSize(2);
            assertThat(ledger.<Long>audit(audit -> audit.counts().rows())).as("seen").isZero();
            assertThat(ledger.sums().span()).isNull();
            transaction.commit();
        }

        assertThat(ledger.store().state(JOURNAL))
                .isEqualTo(new LedgerState(new JournalPosition(JOURNAL, 9), 3, 3, 0, 0));
        assertThat(ledger.<Long>audit(audit -> audit.counts().rows())).isEqualTo(3);
        assertThat(ledger.<List<String>>audit(audit -> audit.compareRollups(9).differences()))
                .isEmpty();
    }

    @Test
    void afterAQuestionThatFailedInItATransactionTakesNothingMore() {
        try (LedgerTransaction transaction = ledger.store().begin()) {
            transaction.add(batch(5, List.of(row("a", NOW, NOW))));
            assertThatThrownBy(() ->
                            ledger.store()
                                    .eachKey(
                                            0,
                                            Instant.EPOCH,
                                            (key, receivedAt) -> {
                                                throw new InternalError("a page is lost");
                                            }))
                    .isInstanceOf(InternalError.class);
            assertThatThrownBy(
                            () -> {
                                transaction.add(batch(6, List.of(row("b", NOW, NOW))));
                                throw new IllegalStateException(
                                        "a store that undid nothing takes it");
                            })
                    .isInstanceOf(IllegalStateException.class);
        }
        assertThat(ledger.<Long>audit(audit -> audit.counts().rows())).isZero();
        ledger.store().apply(batch(7, List.of(row("c", NOW, NOW))));
        assertThat(ledger.<Long>audit(audit -> audit.counts().rows())).isEqualTo(1);
    }

    @Test
    void aTransactionThatIsntCommittedLeavesNoTrace() {
        ledger.store().apply(batch(1, List.of(row("first", NOW, NOW))));
        try (LedgerTransaction transaction = ledger.store().begin()) {
            transaction.add(batch(5, List.of(row("a", NOW, NOW))));
        }
        try (LedgerTransaction transaction = ledger.store().begin()) {
            transaction.add(batch(5, List.of(row("a", NOW, NOW))));
            assertThatThrownBy(() ->
                            transaction.add(
                                    batch(6, List.of(LedgerFixtures.unstorable("bad", NOW)))))
                    .isInstanceOf(StoreRefusedData.class);
        }

        assertThat(ledger.store().state(JOURNAL).position().offset()).isEqualTo(1);
        assertThat(ledger.store().findByTime(Map.of(key("a"), NOW))).isEmpty();
        assertThat(ledger.<Long>audit(audit -> audit.counts().rows())).isEqualTo(1);
        ledger.store().apply(batch(7, List.of(row("a", NOW, NOW))));
        assertThat(ledger.<Long>audit(audit -> audit.counts().rows())).isEqualTo(2);
    }

    @Test
    void identitiesOfATransactionThatIsOpenAreToldWithTheOthers() {
        ledger.store().apply(batch(1, List.of(row("before", NOW, NOW))));
        try (LedgerTransaction transaction = ledger.store().begin()) {
            transaction.add(batch(5, List.of(row("within", NOW, NOW))));
            List<EventKey> told = new ArrayList<>();

            ledger.store().eachKey(0, NOW, (key, receivedAt) -> told.add(key));

            assertThat(told).containsExactlyInAnyOrder(key("before"), key("within"));
        }
    }

    private static EventKey key(String id) {
        return new EventKey("app", id);
    }
}
