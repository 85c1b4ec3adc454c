package dev.tare.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code tare prices missing}: each cure is a command that works as it is printed. */
class MissingPricesTest {
    private static final String[] SPAN = {"--from", "2026-01-01", "--to", "2026-12-31"};

    @TempDir Path folder;
    private HistoryShell shell;

    @BeforeEach
    void open() throws IOException {
        shell = new HistoryShell(folder);
        assertThat(
                        shell.tare(
                                "import",
                                "prices",
                                Files.writeString(
                                                folder.resolve("own.yaml"),
                                                """
                                                source: "a page"
                                                rate_cards:
                                                  - id: acme-upscale
                                                    provider: acme-labs
                                                    operation: upscale
                                                    from: 2026-05-01
                                                    rates: { images: "0.08" }
                                                  - id: big talk
                                                    provider: acme-labs
                                                    operation: chat
                                                    model: talker-2
                                                    from: 2026-01-01
                                                    rates:
                                                      input_tokens: "0.01"
                                                      output_tokens: "0.02"
                                                """)
                                        .toString()))
                .as(() -> shell.err())
                .isZero();
    }

    private void used(String... events) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String event : events) {
            lines.add("{\"id\":\"" + lines.size() + "\",\"user_id\":\"u\"," + event + "}");
        }
        Path file = Files.write(folder.resolve("usage.ndjson"), lines);
        assertThat(shell.tare("import", "usage", file.toString())).as(shell.out()).isZero();
    }

    private static String event(
            String time, String provider, String operation, String model, String more) {
        return "\"time\":\"%sT10:00:00Z\",\"provider\":\"%s\",\"operation\":\"%s\"%s%s"
                .formatted(
                        time,
                        provider,
                        operation,
                        model.isEmpty() ? "" : ",\"model\":\"" + model + "\"",
                        more);
    }

    private JsonNode missing() {
        shell.tare(HistoryShell.with(new String[] {"prices", "missing", "--json"}, SPAN));
        return new JsonMapper().readTree(shell.out());
    }

    @Test
    void whereEveryCallHasAPriceThatIsSaid() throws IOException {
        used(event("2026-06-01", "acme-labs", "upscale", "", ",\"quantities\":{\"images\":1}"));

        assertThat(shell.tare(HistoryShell.with(new String[] {"prices", "missing"}, SPAN)))
                .isZero();
        assertThat(shell.out()).startsWith("Every call has a price");
    }

    @Test
    void theLargestGroupComesFirstWithTheReasonAndWhatWasUsed() throws IOException {
        used(
                event("2026-06-01", "nobody", "chat", "x", ",\"quantities\":{\"input_tokens\":5}"),
                event("2026-06-01", "acme-labs", "upscale", "", ",\"quantities\":{\"seconds\":2}"),
                event("2026-06-02", "acme-labs", "upscale", "", ",\"quantities\":{\"seconds\":3}"));

        assertThat(shell.tare(HistoryShell.with(new String[] {"prices", "missing"}, SPAN)))
                .isEqualTo(ExitCode.FINDING);
        assertThat(shell.out())
                .startsWith("3 calls without a price")
                .containsPattern(
                        "1 +2 +acme-labs +upscale +\\(none\\) +no rate for unit \\(seconds\\);"
                                + " used 5 seconds")
                .containsPattern("2 +1 +nobody +chat +x +no rate card")
                .contains("2. Nothing like it is in the book or the catalogue");
    }

    /** Each cure, run as it is printed; then the same call would have a price. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "early   | 2026-03-02 | acme-labs | upscale | |"
                        + " | card_of_other_times | acme-upscale --from 2026-03-02",
                "dated   | 2026-06-01 | acme-labs | chat | talker-2-2026-05-05 |"
                        + " | no_rate_card | 'big talk' --model talker-2-2026-05-05",
                "spelled | 2026-06-01 | acme_labs | chat | Talker_2 |"
                        + " | no_rate_card | 'big talk' --provider acme_labs --model Talker_2",
                "slip    | 2026-06-01 | acme-labs | upscales | |"
                        + " | no_rate_card | acme-upscale --operation upscales",
                "thought | 2026-06-01 | acme-labs | chat | talker-2 | reasoning_tokens"
                        + " | no_rate_for_unit | 'big talk' --rate reasoning_tokens=0.02",
                "failed  | 2026-06-01 | acme-labs | chat | talker-2 | failed"
                        + " | failed_call_rule_unknown | 'big talk' --failed-calls not_billed",
                "quote   | 2026-06-01 | ac'me-labs | upscale | |"
                        + " | no_rate_card | acme-upscale --provider 'ac'\\''me-labs'"
            })
    void aCureIsACommandThatWorks(
            String name,
            String day,
            String provider,
            String operation,
            String model,
            String more,
            String reason,
            String command)
            throws IOException {
        String unit = operation.startsWith("upscale") ? "images" : "input_tokens";
        boolean failed = "failed".equals(more);
        String quantities =
                ",\"quantities\":{\""
                        + unit
                        + "\":3"
                        + (more == null || failed ? "" : ",\"" + more + "\":2")
                        + "}"
                        + (failed ? ",\"status\":\"failed\"" : "");
        used(event(day, provider, operation, model == null ? "" : model, quantities));

        JsonNode found = missing().path("missing").get(0);
        assertThat(found.path("reason").asString()).as(name).isEqualTo(reason);
        assertThat(found.path("command").asString()).isEqualTo("tare prices copy " + command);
        run(found.path("command").asString());

        assertThat(missing().path("missing").get(0).path("reason").asString())
                .as("by the book as it is then")
                .isEqualTo("priced_by_now");
    }

    /** As a shell takes it apart. */
    private void run(String command) {
        List<String> words = new ArrayList<>();
        Matcher word = Pattern.compile("((?:'[^']*'|\\\\.|[^\\s'\\\\])+)").matcher(command);
        while (word.find()) {
            words.add(
                    Pattern.compile("'([^']*)'|\\\\(.)")
                            .matcher(word.group())
                            .replaceAll(part ->
                                    Matcher.quoteReplacement(
                                            part.group(1) == null
                                                    ? part.group(2)
                                                    : part.group(1))));
        }
        assertThat(words.removeFirst()).isEqualTo("tare");
        assertThat(shell.tare(words.toArray(String[]::new))).as(() -> shell.err()).isZero();
    }

    @Test
    void whatTheCatalogueHasIsEnteredFromThere() throws IOException {
        shell = new HistoryShell(Files.createDirectory(folder.resolve("old")));
        Path none = Files.writeString(folder.resolve("none.yaml"), "plans: []\n");
        assertThat(shell.tare("import", "prices", none.toString())).as(shell.err()).isZero();
        used(event("2026-06-01", "mistrall", "chat", "mistral-small-latest", ""));

        assertThat(missing().path("missing").get(0).path("command").asString())
                .startsWith("tare prices copy 'catalogue mistral/mistral-small-latest");
        assertThat(shell.tare("import", "prices", "--catalogue", "mistral")).isZero();
        assertThat(shell.out())
                .isEqualTo("mistral: New: 0 rate cards, 0 plans, 0 credit tariffs.\n");
        assertThat(shell.tare("import", "prices", "--catalogue", "image-providers")).isZero();
        assertThat(shell.out()).contains("New: 4 rate cards");
        assertThat(shell.tare("import", "prices", "--catalogue", "moon")).isEqualTo(ExitCode.USAGE);
        assertThat(shell.err()).contains("moon", "anthropic");
    }

    @Test
    void aCopyThatSaysNothingNewIsRefusedAndTheSameCopyTwiceIsOne() {
        assertThat(shell.tare("prices", "copy", "acme-upscale")).isEqualTo(ExitCode.USAGE);
        assertThat(shell.err()).contains("--model");
        assertThat(shell.tare("prices", "copy", "gone", "--model", "x")).isEqualTo(ExitCode.USAGE);
        assertThat(shell.err()).contains("\"gone\"");
        assertThat(shell.tare("prices", "copy", "acme-upscale", "--rate", "seconds=-1"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(shell.err()).contains("seconds", "-1");
        String[] copy = {"prices", "copy", "acme-upscale", "--from", "2026-02-01"};
        assertThat(shell.tare(copy)).isZero();
        assertThat(shell.out()).startsWith("New: card acme-labs-upscale-2026-02-01-copy");
        assertThat(shell.tare(copy)).isZero();
        assertThat(shell.out()).contains("entered already");
    }

    @Test
    void sourcesThatDifferAreComparedRateByRate() throws IOException {
        Path list =
                Files.writeString(
                        folder.resolve("list.json"),
                        "[{\"modelName\":\"talker-2\",\"matchPattern\":\"^(openai/)?talker-2$\","
                                + "\"prices\":{\"input\":0.015,\"output\":0.02}}]");
        Path map =
                Files.writeString(
                        folder.resolve("map.json"),
                        "{\"talker-2\":{\"litellm_provider\":\"openai\","
                                + "\"input_cost_per_token\":0.01,"
                                + "\"output_cost_per_token\":0.02}}");
        for (Path file : List.of(list, map)) {
            assertThat(shell.tare("import", "prices", file.toString(), "--from", "2026-03-09"))
                    .as(shell.err())
                    .isZero();
        }

        assertThat(shell.tare("prices", "compare", "--at", "2026-04-01"))
                .isEqualTo(ExitCode.FINDING);
        assertThat(shell.out())
                .contains("1 things have a price from more than one source; 1 of them differ.")
                .contains("in force is litellm (litellm openai/talker-2 2026-03-09")
                .containsPattern("input_tokens +0\\.01 +0\\.015 +50 %")
                .doesNotContainPattern("\\noutput_tokens");
        assertThat(shell.tare("prices", "compare", "--at", "2026-04-01", "--provider", "other"))
                .isZero();
        assertThat(shell.tare("prices", "compare", "--json", "--at", "2026-01-02")).isZero();
        assertThat(shell.out()).contains("\"compared\":0");
        assertThat(shell.tare("prices", "compare", "--at", "soon")).isEqualTo(ExitCode.USAGE);
        assertThat(shell.err()).contains("soon", "2026-01-31");
    }
}
