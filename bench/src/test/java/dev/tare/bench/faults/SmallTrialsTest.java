package dev.tare.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A few rounds of the trials that {@code ./bench/faults} runs at full length. */
class SmallTrialsTest {
    private static final List<String> QUICK_START = List.of("-XX:TieredStopAtLevel=1");
    private static final long SEED = 20_261_123;

    @TempDir Path folder;

    @Test
    void a_server_killed_under_load_loses_and_doubles_nothing() throws Exception {
        assertThat(new ServerKillTrial(folder, QUICK_START, SEED).run(5)).isEmpty();
    }

    @Test
    void a_wire_that_breaks_loses_and_doubles_nothing() throws Exception {
        assertThat(new WireFaultTrial(folder, QUICK_START, SEED).run(5)).isEmpty();
    }
}
