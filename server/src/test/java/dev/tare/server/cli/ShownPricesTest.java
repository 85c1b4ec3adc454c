package dev.tare.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code tare import prices} shows before anything is entered. */
class ShownPricesTest {
    private static final int MODELS = 23;

    @TempDir Path folder;
    private HistoryShell shell;

    @BeforeEach
    void open() throws IOException {
        shell = new HistoryShell(folder);
    }

    private int imported(String name, String text, String... more) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        String[] line = new String[3 + more.length];
        line[0] = "import";
        line[1] = "prices";
        line[2] = file.toString();
        System.arraycopy(more, 0, line, 3, more.length);
        int code = shell.tare(line);
        assertThat(code).as(shell.err()).isZero();
        return code;
    }

    private static String map(String rate) {
        StringBuilder map = new StringBuilder("{");
        for (int i = 10; i < 10 + MODELS; i++) {
            map.append(
                    "\"m-%d\":{\"litellm_provider\":\"p\",\"input_cost_per_token\":%s},"
                            .formatted(i, rate));
            map.append(
                    "\"odd-%d\":{\"litellm_provider\":\"p\",\"cost_per_moonbeam\":1},"
                            .formatted(i));
        }
        return map.deleteCharAt(map.length() - 1).append('}').toString();
    }

    @Test
    void eachChangeOfAListIsShownWithItsRatesAndAllOfThemWhereAsked() throws IOException {
        imported("map.json", map("1e-6"), "--from", "2026-03-09");
        assertThat(shell.out()).doesNotContain("  new: p m-10");

        imported("later.json", map("3e-6"), "--from", "2026-05-01", "--dry-run");
        assertThat(shell.out())
                .contains(
                        """
                          changed: p m-10
                            input_image_tokens: 0.000001 -> 0.000003 (+200 %)
                            input_tokens: 0.000001 -> 0.000003 (+200 %)
                        """,
                        "  changed: p m-29\n",
                        "  … and 3 more: --all shows them\n",
                        "  odd-29: not understood: cost_per_moonbeam\n")
                .doesNotContain("p m-30", "odd-30");

        imported("later.json", map("3e-6"), "--from", "2026-05-01", "--dry-run", "--all");
        assertThat(shell.out())
                .contains("  changed: p m-32\n    input_image_tokens: 0.000001 -> 0.000003")
                .contains("  odd-32: not understood")
                .doesNotContain("more: --all");
    }

    @Test
    void withAllAListSaysWhatItsNewModelsCost() throws IOException {
        imported("map.json", map("1e-6"), "--from", "2026-03-09", "--dry-run", "--all");

        assertThat(shell.out()).contains("  new: p m-32\n    input_image_tokens: 0.000001\n");
    }

    private static String file(String id, String from, String blocks) {
        return """
        rate_cards:
          - id: %s
            provider: acme
            operation: scan
            model: "*"
            pricing: { package: { unit: pages, size: 100, usd: "0.5", blocks: %s } }
            failed_calls: not_billed
            from: %s
            source: their page
        """
                .formatted(id, blocks, from);
    }

    @Test
    void aFileOfOnesOwnShowsWhatIsNewAndWhatItTakesOver() throws IOException {
        imported("own.yaml", file("scan-1", "2026-01-01", "up"), "--dry-run");
        assertThat(shell.out())
                .contains(
                        """
                          new: acme, scan, * (card scan-1, from 2026-01-01T00:00:00Z)
                            pages, per 100: 0.5
                            pages, per 100, rounding: a block begun counts
                        """);

        imported("own.yaml", file("scan-1", "2026-01-01", "up"));
        imported("next.yaml", file("scan-2", "2026-06-01", "down"), "--dry-run");
        assertThat(shell.out())
                .contains(
                        """
                          changed: acme, scan, * (card scan-2, from 2026-06-01T00:00:00Z)
                            until then: card scan-1
                            pages, per 100, rounding: a block begun counts -> only full\
                         blocks count
                        """)
                .doesNotContain("0.5");
    }
}
