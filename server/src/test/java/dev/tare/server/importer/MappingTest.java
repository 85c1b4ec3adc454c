package dev.tare.server.importer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MappingTest extends ImportCase {
    @Test
    void everyFaultIsToldAtOnce() {
        Mapping.Parsed parsed =
                Mapping.parse(
                        """
                        columns: { tiem: TIMESTAMP, quantities.Images: N, user_id: [a] }
                        constants: { id: same }
                        time_format: sometime
                        time_zone: Mars/Olympus
                        statuses: { ok: fine }
                        delimiter: "--"
                        colums: {}
                        """);
        assertThat(parsed).isInstanceOf(Mapping.Bad.class);
        assertThat(((Mapping.Bad) parsed).problems())
                .extracting(p -> p.path() + " " + p.code())
                .containsExactlyInAnyOrder(
                        "colums unknown_key",
                        "columns.user_id invalid_type",
                        "columns.tiem unknown_field",
                        "columns.quantities.Images unknown_field",
                        "constants.id invalid_constant",
                        "time_format invalid_time_format",
                        "time_zone unknown_time_zone",
                        "statuses.ok invalid_status",
                        "delimiter invalid_delimiter");
    }

    @Test
    void whatIsNoMappingIsRefused() {
        for (String text : List.of("", "just text", "columns: [", "columns: 3")) {
            assertThat(Mapping.parse(text)).as(text).isInstanceOf(Mapping.Bad.class);
        }
    }

    @Test
    void theCommandLineWinsOverTheFile() throws IOException {
        Mapping mapping = mapping("columns: { user_id: a }\nconstants: { provider: p }");
        Mapping.Parsed more =
                mapping.with(
                        Map.of("user_id", "b", "time", "t"),
                        Map.of("provider", "q", "operation", "o"));
        done(
                write("usage.csv", "a,b,t\nx,y,2026-01-01T00:00:00Z\n"),
                ((Mapping.Good) more).mapping());
        assertThat(taken.getFirst().userId()).isEqualTo("y");
        assertThat(taken.getFirst().provider()).isEqualTo("q");
        assertThat(mapping.with(Map.of("users", "b"), Map.of())).isInstanceOf(Mapping.Bad.class);
    }

    @Test
    void aConstantStandsInForAnEmptyValue() throws IOException {
        Mapping mapping =
                mapping(
                        """
                        columns: { time: t, user_id: u, status: s }
                        constants: { provider: p, operation: o, user_id: nobody }
                        statuses: { "500": failed, "200": success }
                        """);
        done(
                write("u.csv", "t,u,s\n2026-01-01T00:00:00Z,,500\n2026-01-01T00:00:00Z,x,200\n"),
                mapping);
        assertThat(taken)
                .extracting(e -> e.userId() + " " + e.status().text())
                .containsExactly("nobody failed", "x success");
    }

    @Test
    void theMappingOfTheManualFitsTheTraceItIsFor() throws IOException {
        Mapping mapping =
                mapping(Files.readString(Path.of("../docs/examples/azure-llm-trace.mapping.yaml")));
        done(
                write(
                        "trace.csv",
                        """
                        TIMESTAMP,ContextTokens,GeneratedTokens
                        2023-11-16 18:15:46.6805900,374,44
                        """),
                mapping);
        assertThat(taken.getFirst().time()).isEqualTo("2023-11-16T18:15:46.680590Z");
        assertThat(taken.getFirst().quantities().byUnit())
                .containsOnlyKeys("input_tokens", "output_tokens");
    }
}
