package dev.tare.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A few rounds of the trial that {@code ./bench/faults} runs at full length. */
class SmallWireFaultTest {
    private static final long SEED = 20_261_123;

    @TempDir Path folder;

    @Test
    void a_wire_that_breaks_loses_and_doubles_nothing() throws Exception {
        assertThat(new WireFaultTrial(folder, QuickStart.JVM, SEED).run(5)).isEmpty();
    }
}
