package dev.tare.bench.growth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.core.rollup.Verification;
import dev.tare.server.duckdb.DuckDbLedger;
import dev.tare.server.duckdb.DuckDbSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One short round of what {@code ./bench/run growth} runs at full length, and its reckoning. */
class SmallGrowthTest {
    private static final long EVENTS = 5_000;

    @TempDir Path folder;

    @Test
    void a_filled_ledger_is_served_measured_and_passes_every_check() throws Exception {
        GrowthPlan plan =
                new GrowthPlan(
                        List.of(EVENTS),
                        1,
                        Duration.ofSeconds(1),
                        365,
                        false,
                        List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        GrowthTrial trial = new GrowthTrial(plan, folder);

        String table = trial.run();

        assertThat(table)
                .contains(Figure.RECORDED.text(), Figure.READY.text(), Figure.BARE.text())
                .doesNotContain("NaN");
        assertThat(trial.astray()).isZero();
        Path ledger = folder.resolve("all-" + EVENTS).resolve(StoredLedger.FILE);
        try (DuckDbLedger filled =
                DuckDbLedger.openReadOnly(new DuckDbSettings(ledger, ZoneOffset.UTC))) {
            assertThat(filled.verify()).allMatch(Verification.Check::passed);
            assertThat(filled.states()).anyMatch(state -> state.recorded() == EVENTS);
        }
    }

    @Test
    void a_figure_is_told_by_its_median_and_marked_where_it_got_worse_by_over_a_quarter() {
        Medians medians = new Medians();
        for (double seconds : new double[] {9, 1, 2}) {
            medians.add(Figure.READY, 1_000_000, seconds);
            medians.add(Figure.READY, 50_000_000, 2 * seconds);
            medians.add(Figure.RECORDED, 1_000_000, 100 * seconds);
            medians.add(Figure.RECORDED, 50_000_000, 80 * seconds);
        }

        assertThat(medians.table(List.of(1_000_000L, 50_000_000L)))
                .contains("| median | 1M | 50M | 50M / 1M |")
                .contains("| start to ready, s | 2.00 | 4.00 | 2.00! |")
                .contains("recorded, events/s | 200 | 160 | 0.80 |");
    }

    @Test
    void arguments_name_millions_rounds_seconds_and_days() {
        GrowthPlan plan = GrowthPlan.read(List.of("0.5,0.2", "1", "3", "--days=30", "--ids"));

        assertThat(plan.sizes()).containsExactly(200_000L, 500_000L);
        assertThat(plan.rounds()).isEqualTo(1);
        assertThat(plan.stretch()).hasSeconds(3);
        assertThat(plan.days()).isEqualTo(30);
        assertThat(plan.allKnown()).isTrue();
        assertThatThrownBy(() -> GrowthPlan.read(List.of("0")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
