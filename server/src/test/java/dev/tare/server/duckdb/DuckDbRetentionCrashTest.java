package dev.tare.server.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.ledger.JournalPosition;
import dev.tare.core.ledger.LedgerBatch;
import dev.tare.core.ledger.LettingGo;
import dev.tare.core.ledger.RowsKept;
import dev.tare.core.rollup.Verification;
import dev.tare.testkit.LedgerFixtures;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another process writes months and lets go of them, and is killed: each went whole or not. */
final class DuckDbRetentionCrashTest {
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final long SEED = 20_261_127;
    private static final int ROWS = 400;

    @TempDir private Path folder;

    /** The first instant of the month with that number. */
    private static Instant month(long number) {
        return YearMonth.of(2010, 2)
                .plusMonths(number)
                .atDay(1)
                .atStartOfDay()
                .toInstant(ZoneOffset.UTC);
    }

    /** Writes a month, lets go of the one before the last, and says so after each. */
    static final class Writing {
        private Writing() {}

        public static void main(String[] arguments) {
            DuckDbLedger ledger = DuckDbLedger.open(Path.of(arguments[0]), UTC);
            long offset = ledger.store().state(LedgerFixtures.JOURNAL).position().offset();
            while (true) {
                offset++;
                ledger.store().apply(batch(offset));
                if (offset % 9 == 0) {
                    ledger.checkpoint();
                }
                System.out.println(offset);
            }
        }

        private static LedgerBatch batch(long offset) {
            long number = offset / 2;
            if (offset % 2 == 0) {
                return LedgerBatch.of(
                        new JournalPosition(LedgerFixtures.JOURNAL, offset),
                        new LettingGo(month(number - 1), month(number)));
            }
            return LedgerFixtures.batch(
                    offset,
                    LedgerFixtures.randomRows(
                            new Random(offset),
                            "b" + offset + "-",
                            ROWS,
                            month(number),
                            month(number + 1)));
        }
    }

    @Test
    void aKilledWriterLetGoOfWholeMonthsOrNot() throws IOException, InterruptedException {
        Path file = folder.resolve("ledger.duckdb");
        Random random = new Random(SEED);
        for (int run = 0; run < 3; run++) {
            Process writer = start(file);
            try (BufferedReader out = writer.inputReader(StandardCharsets.UTF_8)) {
                for (int i = 6 + random.nextInt(15); i > 0; i--) {
                    assertThat(out.readLine()).as("the writer ended by itself").isNotNull();
                }
            } finally {
                writer.destroyForcibly();
                assertThat(writer.waitFor(30, TimeUnit.SECONDS)).isTrue();
            }
            try (DuckDbLedger ledger = DuckDbLedger.open(file, UTC)) {
                assertWhole(ledger, "seed " + SEED + ", run " + run);
            }
        }
    }

    private static void assertWhole(DuckDbLedger ledger, String as) {
        long position = ledger.store().state(LedgerFixtures.JOURNAL).position().offset();
        long written = (position + 1) / 2 * ROWS;
        assertThat(ledger.store().rowCount()).as(as).isEqualTo(written);
        long newest = position / 2 - 1;
        assertThat(ledger.store().rowsKept())
                .as(as)
                .isEqualTo(new RowsKept(month(newest), Math.max(0, newest) * ROWS));
        List<Verification.Check> checks =
                ledger.audit(audit -> new Verification(audit, LedgerFixtures.books()).run());
        assertThat(checks).as(as).allSatisfy(c -> assertThat(c.findings()).isEmpty());
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
