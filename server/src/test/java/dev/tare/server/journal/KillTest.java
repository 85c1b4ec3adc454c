package dev.tare.server.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tare.core.ledger.JournalEntry;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged outlives a process that is killed without warning. */
class KillTest {
    private static final int KILLS = 5;

    @TempDir Path folder;

    @Test
    @Timeout(120)
    void acknowledged_records_are_there_after_each_kill() throws Exception {
        long seed = 5;
        Random random = new Random(seed);
        Map<String, Long> acknowledged = new LinkedHashMap<>();
        for (int kill = 0; kill < KILLS; kill++) {
            killAfter(100 + random.nextInt(900), kill, acknowledged);
            try (FileJournal journal = Journals.small(folder, Disk.LOCAL)) {
                Map<String, Long> found =
                        Journals.all(journal).stream()
                                .collect(Collectors.toMap(Journals::id, KillTest::offset));
                assertThat(found)
                        .as("kill %d, seed %d", kill, seed)
                        .containsAllEntriesOf(acknowledged);
                // Each of the six threads may have had one record on its way, per kill, and the
                // last line printed may have been cut short.
                assertThat(found.size() - acknowledged.size()).isBetween(0, 7 * (kill + 1));
            }
        }
    }

    private void killAfter(int lines, int run, Map<String, Long> acknowledged) throws Exception {
        Process child =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx128m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                KilledAppender.class.getName(),
                                folder.toString(),
                                String.valueOf(run))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (BufferedReader out = child.inputReader()) {
            int read = 0;
            String last = "";
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                note(last, acknowledged);
                last = line;
                read++;
                if (read == lines) {
                    assertInUse(child.pid());
                    // By its handle: Process itself would throw away what it has printed.
                    assertThat(child.toHandle().destroyForcibly()).isTrue();
                }
            }
            // The kill may have cut the last line short; then nobody was told.
            assertThat(read).isGreaterThanOrEqualTo(lines);
        } finally {
            child.destroyForcibly();
            assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    private void assertInUse(long pid) {
        assertThatExceptionOfType(JournalInUse.class)
                .isThrownBy(() -> FileJournal.open(folder))
                .withMessageContaining("process " + pid);
    }

    private static void note(String line, Map<String, Long> acknowledged) {
        int space = line.indexOf(' ');
        if (space > 0) {
            acknowledged.put(line.substring(0, space), Long.valueOf(line.substring(space + 1)));
        }
    }

    private static long offset(JournalEntry entry) {
        return entry.after().offset();
    }
}
