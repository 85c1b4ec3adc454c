package dev.tare.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.server.postgres.PostgresAddress;
import dev.tare.server.postgres.PostgresDatabases;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code tare event} and {@code tare prices told}, on both engines. */
class EventCommandTest {
    @TempDir Path folder;
    private final List<String> place = new ArrayList<>();
    private String out = "";
    private String err = "";

    private int tare(String... words) {
        StringWriter printed = new StringWriter();
        StringWriter complained = new StringWriter();
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--data", folder.resolve("data").toString()));
        all.addAll(place);
        int code =
                Tare.run(
                        all.toArray(String[]::new),
                        new PrintWriter(printed),
                        new PrintWriter(complained));
        out = printed.toString();
        err = complained.toString();
        return code;
    }

    private void prices(String id, String from, String rate) throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve(id + ".yaml"),
                        """
                        source: "a page"
                        rate_cards:
                          - id: %s
                            provider: acme
                            operation: upscale
                            from: %s
                            rates: { images: "%s" }
                        plans:
                          - id: basic
                            name: Basic
                            kind: subscription
                            price: "9.99"
                            credits: 20
                            from: 2026-01-01
                        credits:
                          - { operation: upscale, credits: 1, from: 2026-01-01 }
                        """
                                .formatted(id, from, rate));
        assertThat(tare("import", "prices", file.toString())).as(err).isZero();
    }

    private void record(String engine) throws IOException {
        if (engine.equals("database")) {
            PostgresAddress address = PostgresDatabases.make();
            place.addAll(List.of("--db", "postgres://postgres@" + address.place()));
        }
        prices("acme-1", "2026-01-01", "0.08");
        Path usage =
                Files.write(
                        folder.resolve("usage.ndjson"),
                        List.of(
                                call("call-1", "acme", "\"quantities\":{\"images\":3}"),
                                call(
                                        "told-1",
                                        "acme",
                                        "\"quantities\":{\"images\":1},\"cost\":\"0.25\""),
                                call(
                                        "told-2",
                                        "acme",
                                        "\"quantities\":{\"images\":2},\"cost\":0.16"),
                                call("told-3", "nobody", "\"cost\":1"),
                                call("dark-1", "nobody", "\"quantities\":{\"images\":1}")));
        assertThat(tare("import", "usage", usage.toString())).as(err).isZero();
    }

    private static String call(String id, String provider, String more) {
        return ("{\"id\":\"%s\",\"time\":\"2026-11-20T10:00:00Z\",\"user_id\":\"u-42\","
                        + "\"provider\":\"%s\",\"operation\":\"upscale\",\"plan\":\"basic\",%s}")
                .formatted(id, provider, more);
    }

    private JsonNode json() {
        return new JsonMapper().readTree(out);
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "database"})
    void aCallIsExplainedAsItWasChargedAndBehindEachCorrection(String engine) throws IOException {
        record(engine);
        prices("acme-2", "2026-11-01", "0.07");
        assertThat(
                        tare(
                                "reprice",
                                "--from",
                                "2026-11-20",
                                "--to",
                                "2026-11-20",
                                "--provider",
                                "acme",
                                "--reason",
                                "late list",
                                "--apply"))
                .as(err)
                .isZero();

        assertThat(tare("event", "call-1")).as(err).isZero();

        assertThat(out)
                .startsWith("call-1 from ")
                .contains("Used 3 images")
                .containsPattern("As charged\n  Cost \\$0.24, by its rate card")
                .containsPattern("images +3 +0.08 +0.24")
                .contains("Rate card acme-1, from 2026-01-01T00:00:00Z, own; a page")
                .contains("Revenue $0.4995: 1 credit × $9.99 ÷ 20 (plan basic)")
                .contains("Correction 1: repriced, booked ", "late list")
                .contains("Cost $0.24 → $0.21, revenue $0.4995 → $0.4995")
                .contains("Rate card acme-2")
                .contains("Now: cost $0.21, revenue $0.4995, profit $0.2895");
        assertThat(tare("event", "call-1", "--json")).isZero();
        assertThat(json().at("/events/0/corrections/0/kind").asString()).isEqualTo("repriced");
        assertThat(tare("event", "dark-1")).isZero();
        assertThat(out).contains("Cost unknown: unpriced. By the book as it is now: no rate card");
        assertThat(tare("event", "told-1")).isZero();
        assertThat(out).contains("as its sender told. The book says $0.07; told is $0.18 more");
        assertThat(tare("event", "gone", "--source", "x")).isEqualTo(ExitCode.USAGE);
        assertThat(err).contains("\"gone\"", "\"x\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "database"})
    void toldCostsStandBesideTheBooksAndThoseThatDifferAreAFinding(String engine)
            throws IOException {
        record(engine);
        String[] span = {"--from", "2026-11-20", "--to", "2026-11-20"};

        assertThat(tare(HistoryShell.with(new String[] {"prices", "told"}, span)))
                .as(err)
                .isEqualTo(ExitCode.FINDING);

        assertThat(out)
                .startsWith("3 calls came with their cost told")
                .contains("1 differ from the book")
                .containsPattern(
                        "acme +upscale +\\(none\\) +2 +\\$0.41 +2 +\\$0.41 +\\$0.24 +\\$0.17"
                                + " +70.83 +1")
                .containsPattern("nobody +upscale +\\(none\\) +1 +\\$1.00 +0 +– +– +– +– +–")
                .containsPattern("Total +3 +\\$1.41 +2")
                .contains("Not compared: 1 call without a price");
        tare(HistoryShell.with(new String[] {"prices", "told", "--json"}, span));
        assertThat(json().at("/groups/0/difference_usd").asString()).isEqualTo("0.17");
        assertThat(json().at("/total/not_compared_events").asLong()).isEqualTo(1);
        assertThat(tare("prices", "told", "--from", "2026-11-21", "--to", "2026-11-21")).isZero();
        assertThat(out).startsWith("No call came with its cost told");
        assertThat(tare("prices", "told", "--range", "ever")).isEqualTo(ExitCode.USAGE);
    }
}
