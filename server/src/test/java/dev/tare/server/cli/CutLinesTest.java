package dev.tare.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

/** What a server says while it cuts its ledger's days anew. */
final class CutLinesTest {
    private final StringWriter said = new StringWriter();
    private final CutLines lines = new CutLines(ZoneId.of("Asia/Kathmandu"), new PrintWriter(said));

    @Test
    void the_first_and_the_last_are_said_and_each_tenth_in_between_once() {
        for (long done = 0; done <= 1_200; done += 30) {
            lines.at(done, 1_200);
        }

        assertThat(said.toString().lines())
                .hasSize(11)
                .startsWith(
                        "Cutting the days anew in Asia/Kathmandu: 0 of 1,200 events",
                        "Cutting the days anew in Asia/Kathmandu: 120 of 1,200 events")
                .endsWith("Cutting the days anew in Asia/Kathmandu: 1,200 of 1,200 events, done");
    }

    @Test
    void begun_anew_after_a_failure_it_is_said_again() {
        lines.at(0, 4);
        lines.at(0, 4);
        lines.at(4, 4);

        assertThat(said.toString().lines()).hasSize(3);
    }
}
