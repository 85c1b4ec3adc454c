package dev.tare.server.duckdb;

import static dev.tare.testkit.LedgerFixtures.batch;
import static dev.tare.testkit.LedgerFixtures.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.ledger.SqlConsole.Answer;
import dev.tare.core.ledger.StoreUnavailable;
import dev.tare.core.pricing.PricedEvent;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Where the engine fails in the middle of an answer, the driver lets the answer end as if that were
 * all. Nobody may take the part for the whole.
 */
final class CutShortTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:15:30Z");
    private static final int ROWS = 150_000;
    private static final int BLOCK = 262_144;
    private static final int HEAD = 12_288;
    private static final int BLOCKS_TRIED = 8;

    @TempDir private Path folder;

    private Path filled() {
        Path file = folder.resolve("ledger.duckdb");
        try (DuckDbLedger ledger = DuckDbLedger.open(file, ZoneOffset.UTC)) {
            List<PricedEvent> rows = new ArrayList<>();
            for (int i = 0; i < ROWS; i++) {
                rows.add(row(Long.toString(i * 0x9E37_79B9_7F4AL, 36), NOW.minusSeconds(i), NOW));
            }
            ledger.store().apply(batch(1, rows));
            ledger.checkpoint();
        }
        return file;
    }

    @Test
    void a_damaged_block_is_told_and_never_read_as_the_end() throws IOException {
        Path file = filled();
        Map<String, Integer> outcomes = new TreeMap<>();
        long blocks = Files.size(file) / BLOCK;
        for (long block = 0; block < blocks; block += Math.max(1, blocks / BLOCKS_TRIED)) {
            long at = HEAD + block * BLOCK + BLOCK / 2;
            flip(file, at);
            outcomes.merge("keys " + whole(file, CutShortTest::keys), 1, Integer::sum);
            outcomes.merge("audit " + whole(file, CutShortTest::audited), 1, Integer::sum);
            flip(file, at);
        }
        assertThat(outcomes.keySet())
                .contains("keys refused", "audit refused")
                .allMatch(outcome -> outcome.endsWith("refused") || outcome.endsWith("whole"));
    }

    private static void flip(Path file, long at) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(at);
            int was = bytes.read();
            bytes.seek(at);
            bytes.write(was ^ 0x55);
        }
    }

    /** Counts what is read. */
    private interface Reading {
        long of(DuckDbLedger ledger);
    }

    private static String whole(Path file, Reading reading) {
        DuckDbLedger ledger;
        try {
            ledger = DuckDbLedger.open(file, ZoneOffset.UTC);
        } catch (StoreUnavailable refused) {
            return "refused";
        }
        try {
            long read = reading.of(ledger);
            return read == ROWS ? "whole" : "cut short at " + read;
        } catch (StoreUnavailable refused) {
            return "refused";
        } finally {
            close(ledger);
        }
    }

    private static void close(DuckDbLedger ledger) {
        try {
            ledger.close();
        } catch (StoreUnavailable damaged) {
            // The engine may refuse to write a file that it found damaged.
        }
    }

    private static long keys(DuckDbLedger ledger) {
        long[] told = {0};
        ledger.store().eachKey(0, Instant.EPOCH, (key, receivedAt) -> told[0]++);
        return told[0];
    }

    private static long audited(DuckDbLedger ledger) {
        long[] told = {0};
        LongSupplier count =
                () ->
                        ledger.<Long>audit(audit -> {
                            audit.eachRow(row -> told[0]++);
                            return told[0];
                        });
        return count.getAsLong();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT CASE WHEN i = 300000 THEN error('stop here') END FROM range(500000) r(i)",
                "SELECT CAST(CASE WHEN i = 300000 THEN 'stop' ELSE '1' END AS INT)"
                        + " FROM range(500000) r(i)"
            })
    void a_question_that_fails_half_way_is_refused(String sql) {
        try (DuckDbLedger ledger =
                DuckDbLedger.open(folder.resolve("ledger.duckdb"), ZoneOffset.UTC)) {
            Answer answer = ledger.console().ask(sql, 1_000_000, Duration.ofSeconds(60));

            assertThat(answer).isInstanceOf(Answer.Refused.class);
            assertThat(((Answer.Refused) answer).code()).isEqualTo("failed");
            assertThat(ledger.console().ask("SELECT 1", 10, Duration.ofSeconds(60)))
                    .isInstanceOf(Answer.Rows.class);
        }
    }
}
