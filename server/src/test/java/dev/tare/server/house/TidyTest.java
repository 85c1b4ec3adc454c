package dev.tare.server.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The style numbers, over every module. What stands above them is named in {@link #EXCEPTIONS},
 * with the number it stands at; the list is for shrinking. {@code SourceRulesTest} shows that each
 * rule bites.
 */
class TidyTest {

    /** {@code rule place} to number, for example {@code file-length core/src/main/java/….java}. */
    private static final Map<String, Integer> EXCEPTIONS =
            Map.of(
                    // A user's own SELECT may well yield a double; it is printed, not reckoned
                    // with.
                    "floating-point server/src/main/java/dev/tare/server/duckdb/CellText.java",
                    2,
                    "method-length server/src/test/java/dev/tare/server/importer/ImportRunTest.java"
                            + "#ImportRunTest.rowsOfATraceBecomeEvents",
                    42,
                    "method-length server/src/test/java/dev/tare/server/wire/PriceFileTest.java"
                            + "#PriceFileTest.everyFaultIsToldAtOnceWithItsPlaceAndMend",
                    45,
                    "method-length server/src/test/java/dev/tare/server/wire/PriceFileTest.java"
                            + "#PriceFileTest.readsEveryField",
                    66,
                    // One file on purpose: an application copies it and has everything.
                    "file-length clients/node/tare.mjs",
                    963,
                    "file-length server/src/main/resources/static/assets/tare.css",
                    592);

    private static final List<String> JAVA = List.of(".java");
    private static final List<String> PAGES =
            List.of(".js", ".mjs", ".css", ".jte", ".html", ".sql");

    private final Repository repository = Repository.find();

    @Test
    void theHouseIsTidy() {
        var java = repository.sources(JAVA);
        var findings = new ArrayList<>(PackageRules.check(java));
        java.forEach(
                (path, text) -> findings.addAll(SourceRules.check(JavaSource.parse(path, text))));
        repository
                .sources(PAGES)
                .forEach((path, text) -> findings.addAll(SourceRules.fileLength(path, text)));

        assertThat(Ratchet.compare(findings, EXCEPTIONS))
                .as("each line names rule, place and number; the numbers are in CONTRIBUTING.md")
                .isEmpty();
    }

    @Test
    void everyModuleIsRead() {
        var paths = repository.sources(JAVA).keySet();

        assertThat(repository.modules()).contains("core", "testkit", "sdk", "server", "bench");
        assertThat(repository.modules())
                .allSatisfy(module ->
                        assertThat(paths)
                                .as("sources of " + module)
                                .anyMatch(path -> path.startsWith(module + "/src/main/")));
        assertThat(Stream.of("target/", "/generated-sources/"))
                .noneMatch(part -> paths.stream().anyMatch(path -> path.contains(part)));
    }
}
