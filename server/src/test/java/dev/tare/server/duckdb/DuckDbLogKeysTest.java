package dev.tare.server.duckdb;

import static dev.tare.testkit.LedgerFixtures.batch;
import static dev.tare.testkit.LedgerFixtures.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.ledger.LedgerTransaction;
import dev.tare.core.ledger.UsageStore;
import dev.tare.core.pricing.PricedEvent;
import dev.tare.testkit.LedgerUnderTest;
import dev.tare.testkit.LogKeysContract;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

final class DuckDbLogKeysTest extends LogKeysContract {
    private static final Instant NOW = Instant.parse("2026-11-23T10:15:30Z");

    @RegisterExtension private final DuckDbLedgers ledgers = new DuckDbLedgers();
    @TempDir private Path folder;

    @Override
    protected LedgerUnderTest open(ZoneId zone) {
        return DuckDbLedgers.underTest(ledgers.open(folder, zone));
    }

    private int made;

    private List<PricedEvent> rows(int count) {
        List<PricedEvent> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(row("e" + made++, NOW, NOW));
        }
        return rows;
    }

    private static List<String> told(UsageStore store, long from) {
        List<String> told = new ArrayList<>();
        store.eachKey(from, Instant.EPOCH, (key, receivedAt) -> told.add(key.id()));
        return told;
    }

    /** An engine that numbered rows otherwise would make events count twice. */
    @Test
    void numbers_outlast_what_was_undone_checkpoints_and_restarts() {
        Path file = folder.resolve("numbers.duckdb");
        for (int round = 0; round < 3; round++) {
            try (DuckDbLedger ledger = DuckDbLedger.open(file, ZoneOffset.UTC)) {
                UsageStore store = ledger.store();
                store.apply(batch(made + 1, rows(20_001)));
                int kept = made;
                try (LedgerTransaction undone = store.begin()) {
                    undone.add(batch(made + 1, rows(125_000)));
                    assertThat(told(store, kept - 1)).hasSize(125_001).startsWith("e" + (kept - 1));
                }
                made = kept;
                if (round % 2 == 0) {
                    ledger.checkpoint();
                }
                store.apply(batch(made + 1, rows(3)));
                assertNumbers(store);
            }
        }
    }

    private void assertNumbers(UsageStore store) {
        assertThat(store.rowCount()).isEqualTo(made);
        for (int from : new int[] {0, 20_000, 20_004, made - 4, made}) {
            assertThat(told(store, from))
                    .isEqualTo(IntStream.range(from, made).mapToObj(i -> "e" + i).toList());
        }
    }
}
