package dev.tare.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tare price} and {@code tare import prices} of another's list. */
class PriceCommandTest {
    private static final String MAP =
            "{\"gem-1\":{\"litellm_provider\":\"gemini\",\"input_cost_per_token\":%s,"
                    + "\"output_cost_per_token\":4e-6,\"cache_read_input_token_cost\":1e-7},"
                    + "\"odd\":{\"litellm_provider\":\"x\",\"cost_per_moonbeam\":1},"
                    + "\"none\":{\"litellm_provider\":\"x\",\"max_tokens\":1}}";

    @TempDir Path folder;
    private HistoryShell shell;

    @BeforeEach
    void listImported() throws IOException {
        shell = new HistoryShell(folder);
        Path map = Files.writeString(folder.resolve("map.json"), MAP.formatted("1e-6"));
        assertThat(shell.tare("import", "prices", map.toString(), "--from", "2026-03-09"))
                .as(shell.err())
                .isZero();
    }

    @Test
    void aListIsEnteredAndWhatWasLeftOutIsNamed() {
        assertThat(shell.out())
                .contains("1 prices: 1 new, 0 changed, 0 as before. 1 entries carry no cost.")
                .contains("odd: not understood: cost_per_moonbeam")
                .contains("New: 1 rate card");
    }

    @Test
    void aLaterListEntersOnlyWhatDiffersAndADryRunNothing() throws IOException {
        Path later = Files.writeString(folder.resolve("later.json"), MAP.formatted("3e-6"));
        String[] line = {"import", "prices", later.toString(), "--from", "2026-05-01"};

        assertThat(shell.tare(line[0], line[1], line[2], line[3], line[4], "--dry-run")).isZero();
        assertThat(shell.out()).contains("1 changed").contains("Nothing was entered");
        assertThat(shell.tare(line)).isZero();
        assertThat(shell.out()).contains("changed: gemini gem-1").contains("New: 1 rate card");
        assertThat(shell.tare(line)).isZero();
        assertThat(shell.out()).contains("1 as before").contains("New: 0 rate cards");

        assertThat(price("--at", "2026-04-30", "{\"input_tokens\":1000000}")).isZero();
        assertThat(shell.out()).startsWith("$1 (stored as $1.000000000)");
        assertThat(price("--at", "2026-05-01", "{\"input_tokens\":1000000}")).isZero();
        assertThat(shell.out()).startsWith("$3 (stored as $3.000000000)");
    }

    private int price(String... more) {
        String[] fixed = {"price", "--provider", "gemini", "--model", "gem-1"};
        String[] all = Arrays.copyOf(fixed, fixed.length + more.length);
        System.arraycopy(more, 0, all, fixed.length, more.length);
        return shell.tare(all);
    }

    @Test
    void aCallIsExplainedPartByPart() {
        assertThat(
                        price(
                                "{\"prompt_tokens\":1000,\"completion_tokens\":10,"
                                        + "\"prompt_tokens_details\":{\"cached_tokens\":400}}"))
                .isZero();
        assertThat(shell.out())
                .contains("$0.00068 (stored as $0.000680000)")
                .containsPattern("cached_input_tokens +400 +0\\.0000001 +0\\.00004")
                .contains("Rate card litellm gemini/gem-1 2026-03-09")
                .contains("imported")
                .contains("Counted as openai_chat");
    }

    @Test
    void anUnpricedCallSaysWhyAndWhatItCostsAtLeast() {
        assertThat(price("{\"input_tokens\":1000,\"images\":1}")).isZero();
        assertThat(shell.out())
                .contains("Unpriced: the card has no rate for images.")
                .contains("At least $0.001");
        assertThat(shell.tare("price", "--provider", "nobody")).isZero();
        assertThat(shell.out()).contains("no rate card for nobody");
    }

    @Test
    void aPriceOfOnesOwnNeedsNoBook() {
        assertThat(shell.tare("price", "--rate", "images=0.08", "{\"images\":3}", "--json"))
                .isZero();
        assertThat(shell.out()).contains("\"exact_usd\":\"0.24\"");
    }

    @Test
    void whatIsWrongIsNamedWithItsMend() {
        assertThat(price("{images:3}")).isEqualTo(ExitCode.USAGE);
        assertThat(shell.err()).contains("single quotes");
        assertThat(shell.tare("price")).isEqualTo(ExitCode.USAGE);
        assertThat(shell.err()).contains("--provider");
        assertThat(price("--at", "yesterday", "{}")).isEqualTo(ExitCode.USAGE);
        assertThat(shell.err()).contains("time", "yesterday", "2026-01-31");
        assertThat(shell.tare("import", "prices", folder.resolve("map.json").toString()))
                .isEqualTo(ExitCode.USAGE);
        assertThat(shell.err()).contains("--from");
    }
}
