package dev.tare.server.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.core.ledger.LedgerState;
import dev.tare.core.ledger.StoreUnavailable;
import dev.tare.core.rollup.Verification;
import dev.tare.testkit.LedgerFixtures;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another process writes and is killed; the file holds whole batches, and all that were told. */
final class DuckDbCrashTest {
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final int ROWS = 400;

    @TempDir private Path folder;

    /** Writes batch after batch to the file given, and says so after each. */
    static final class Writing {
        private Writing() {}

        public static void main(String[] arguments) {
            DuckDbLedger ledger = DuckDbLedger.open(Path.of(arguments[0]), UTC);
            Path ahead = Path.of(arguments[0] + ".wal");
            long offset = ledger.store().state(LedgerFixtures.JOURNAL).position().offset();
            while (true) {
                offset++;
                ledger.store()
                        .apply(
                                LedgerFixtures.batch(
                                        offset,
                                        LedgerFixtures.randomRows(
                                                new Random(offset),
                                                "b" + offset + "-",
                                                ROWS,
                                                Instant.parse("2026-11-01T00:00:00Z"),
                                                Instant.parse("2026-11-03T00:00:00Z"))));
                if (offset % 7 == 0) {
                    ledger.checkpoint();
                    long left = ahead.toFile().length();
                    if (left > 0) {
                        throw new IllegalStateException(left + " bytes not worked in");
                    }
                }
                System.out.println(offset);
            }
        }
    }

    @Test
    void aKilledWriterLeavesWholeBatchesAndNoneThatWasToldIsMissing()
            throws IOException, InterruptedException {
        Path file = folder.resolve("ledger.duckdb");
        Random random = new Random(20_261_123);
        for (int run = 0; run < 3; run++) {
            Process writer = start(file);
            long told = 0;
            try (BufferedReader out = writer.inputReader(StandardCharsets.UTF_8)) {
                // Killed some way into whatever comes after what it told.
                for (int i = 5 + random.nextInt(12); i > 0; i--) {
                    String line = out.readLine();
                    assertThat(line).as("the writer ended by itself").isNotNull();
                    told = Long.parseLong(line);
                }
                if (run == 0) {
                    refusesSecondProcess(file, writer);
                }
            } finally {
                writer.destroyForcibly();
                assertThat(writer.waitFor(30, TimeUnit.SECONDS)).isTrue();
            }
            try (DuckDbLedger ledger = DuckDbLedger.open(file, UTC)) {
                LedgerState state = ledger.store().state(LedgerFixtures.JOURNAL);
                assertThat(state.position().offset()).isGreaterThanOrEqualTo(told);
                assertThat(state.recorded()).isEqualTo(state.position().offset() * ROWS);
                List<Verification.Check> checks =
                        ledger.audit(
                                audit -> new Verification(audit, LedgerFixtures.books()).run());
                assertThat(checks).allSatisfy(c -> assertThat(c.findings()).isEmpty());
            }
        }
    }

    private static void refusesSecondProcess(Path file, Process writer) {
        assertThatThrownBy(() -> DuckDbLedger.open(file, UTC))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("is open in another process")
                .hasMessageContaining(String.valueOf(writer.pid()))
                .hasMessageContaining("stop that one, or ask it at its address");
        assertThatThrownBy(() -> DuckDbLedger.openReadOnly(new DuckDbSettings(file, UTC)))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("is open in another process");
    }

    private static Process start(Path file) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writing.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
