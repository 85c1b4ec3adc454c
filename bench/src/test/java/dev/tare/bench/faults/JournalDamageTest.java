package dev.tare.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hundred variants of the damage trial; {@code ./bench/run damage} tries a thousand. */
class JournalDamageTest {
    @TempDir Path folder;

    @Test
    void damaged_files_give_the_same_records_or_a_named_refusal_and_a_repair() throws Exception {
        JournalDamageTrial trial = new JournalDamageTrial(20_261_123, folder);
        trial.run(100);
        assertThat(trial.outcomes().values().stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(100);
        assertThat(trial.outcomes().keySet()).anyMatch(outcome -> outcome.endsWith("repaired"));
    }
}
