package dev.tare.bench.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Runs files of cases of our own, and says how many of them came out how. */
record CaseRun(Path folder) {
    void write(String name, String... lines) throws IOException {
        write(name, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    void write(String name, byte[] bytes) throws IOException {
        Files.write(folder.resolve(name), bytes);
    }

    /** Of that file, among all that lie there. */
    Map<String, Object> of(String name) throws IOException {
        List<Map<String, Object>> reports =
                Cases.run(folder).stream()
                        .map(CaseReport::json)
                        .filter(report -> name.equals(report.get("file")))
                        .toList();
        assertThat(reports).hasSize(1);
        return reports.getFirst();
    }

    Map<String, Object> run(String name, String... lines) throws IOException {
        write(name, lines);
        return of(name);
    }

    static void assertCounts(
            Map<String, Object> report,
            int agreed,
            int byDecision,
            int disagreed,
            int unsupported) {
        assertThat(report)
                .containsOnlyKeys(
                        "file",
                        "run",
                        "agreed",
                        "by_decision",
                        "disagreed",
                        "unsupported",
                        "examples")
                .containsEntry("run", agreed + byDecision + disagreed)
                .containsEntry("agreed", agreed)
                .containsEntry("by_decision", byDecision)
                .containsEntry("disagreed", disagreed)
                .containsEntry("unsupported", unsupported);
    }
}
