package dev.tare.testkit;

import static dev.tare.testkit.LedgerFixtures.batch;
import static dev.tare.testkit.LedgerFixtures.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.ledger.EventKey;
import dev.tare.core.pricing.PricedEvent;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store promises of the identities in its log, and of the numbers of its rows. */
public abstract class LogKeysContract {
    private static final Instant NOW = Instant.parse("2026-11-23T10:15:30.123456Z");

    private LedgerUnderTest ledger;

    /** For JUnit. */
    @SuppressWarnings("NullAway.Init") // Set before each test.
    protected LogKeysContract() {}

    /** A new, empty ledger whose days are those of {@code zone}. */
    protected abstract LedgerUnderTest open(ZoneId zone);

    @BeforeEach
    void openEmpty() {
        ledger = open(ZoneOffset.UTC);
    }

    @Test
    void keysReceivedSinceAreAllTold() {
        ledger.store()
                .apply(
                        batch(
                                1,
                                List.of(
                                        row("before", NOW, NOW.minusNanos(1000)),
                                        row("at", NOW, NOW),
                                        row("after", NOW, NOW.plusSeconds(1)))));
        Map<EventKey, Instant> told = new HashMap<>();

        ledger.store().eachKey(0, NOW, told::put);

        assertThat(told)
                .containsOnly(
                        Map.entry(new EventKey("app", "at"), NOW),
                        Map.entry(new EventKey("app", "after"), NOW.plusSeconds(1)));
    }

    @Test
    void rowsAreNumberedInTheOrderOfTheirWriting() {
        assertThat(ledger.store().rowCount()).isZero();
        ledger.store().apply(batch(1, List.of(row("a", NOW, NOW), row("b", NOW, NOW))));
        ledger.store().apply(batch(2, List.of(row("c", NOW, NOW.minusSeconds(9)))));
        ledger.store().apply(batch(3, List.of(row("d", NOW.minusSeconds(9), NOW))));

        assertThat(ledger.store().rowCount()).isEqualTo(4);
        assertThat(told(0, Instant.EPOCH)).containsExactly("a", "b", "c", "d");
        assertThat(told(1, Instant.EPOCH)).containsExactly("b", "c", "d");
        assertThat(told(1, NOW)).containsExactly("b", "d");
        assertThat(told(3, NOW)).containsExactly("d");
        assertThat(told(4, Instant.EPOCH)).isEmpty();
    }

    @Test
    void manyRowsAreNumberedInOneTransactionAsInMany() {
        int all = 0;
        for (int size : new int[] {1, 125_000, 7, 10_000}) {
            List<PricedEvent> rows = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                rows.add(row("e" + all++, NOW, NOW));
            }
            ledger.store().apply(batch(all, rows));
        }

        assertThat(ledger.store().rowCount()).isEqualTo(all);
        for (int from : new int[] {0, 1, 122_880, 125_001, 125_008}) {
            assertThat(told(from, Instant.EPOCH))
                    .isEqualTo(IntStream.range(from, all).mapToObj(i -> "e" + i).toList());
        }
    }

    private List<String> told(long fromRow, Instant since) {
        List<String> told = new ArrayList<>();
        ledger.store().eachKey(fromRow, since, (key, receivedAt) -> told.add(key.id()));
        return told;
    }
}
