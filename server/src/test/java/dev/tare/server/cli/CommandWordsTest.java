package dev.tare.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Words the command line understands, and words it doesn't. */
class CommandWordsTest {
    @TempDir Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int tare(String... args) {
        return Tare.run(args, new PrintWriter(out), new PrintWriter(err));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo",
                "serve",
                "init",
                "import usage",
                "import history",
                "import prices",
                "report",
                "prices",
                "event",
                "prices told",
                "reprice",
                "reconcile",
                "sql",
                "verify",
                "backup",
                "status",
                "key",
                "password"
            })
    void every_verb_explains_itself_with_an_example(String verb) {
        String[] args = (verb + " --help").split(" ", -1);
        assertThat(tare(args)).isZero();
        assertThat(out.toString()).contains("Example").contains("tare " + verb);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sell",
                "report",
                "report loss",
                "report profit --colour red",
                "import",
                "import usage nowhere.csv",
                "import history --csv nowhere --mapping image-editor",
                "import history --csv . --mapping nothing",
                "serve --port 99999",
                "sql"
            })
    void what_can_not_be_understood_ends_with_2_and_a_sentence(String line) {
        Stream<String> words = line.isEmpty() ? Stream.of() : Arrays.stream(line.split(" ", -1));
        Stream<String> here = Stream.of("--data", folder.resolve("data").toString());
        assertThat(tare(Stream.concat(words, here).toArray(String[]::new)))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).isNotBlank().doesNotContain("Exception");
    }
}
