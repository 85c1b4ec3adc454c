package dev.tare.server.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tare.core.event.UsageEvent;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ImportRunTest extends ImportCase {
    private static final String TRACE_MAPPING =
            """
            columns:
              time: TIMESTAMP
              quantities.input_tokens: ContextTokens
              quantities.output_tokens: GeneratedTokens
            constants: { provider: azure, operation: chat, model: gpt-4, user_id: trace }
            time_zone: UTC
            """;

    @Test
    void rowsOfATraceBecomeEvents() throws IOException {
        Path file =
                write(
                        "trace.csv",
                        """
                        TIMESTAMP,ContextTokens,GeneratedTokens\r
                        2023-11-16 18:15:46.6805900,374,44\r
                        2023-11-16 18:15:50.9951699,396,109\r
                        """);
        ImportSummary summary = done(file, mapping(TRACE_MAPPING));
        assertThat(taken)
                .extracting(
                        UsageEvent::time,
                        UsageEvent::userId,
                        UsageEvent::model,
                        e -> e.quantities().byUnit().toString())
                .containsExactly(
                        tuple(
                                Instant.parse("2023-11-16T18:15:46.680590Z"),
                                "trace",
                                "gpt-4",
                                "{input_tokens=374, output_tokens=44}"),
                        tuple(
                                Instant.parse("2023-11-16T18:15:50.995169Z"),
                                "trace",
                                "gpt-4",
                                "{input_tokens=396, output_tokens=109}"));
        assertThat(summary.rows()).isEqualTo(2);
        assertThat(summary.accepted()).isEqualTo(2);
        assertThat(summary.broken()).isZero();
        assertThat(summary.rejectedFile()).isNull();
        assertThat(summary.first()).isEqualTo("2023-11-16T18:15:46.680590Z");
        assertThat(summary.last()).isEqualTo("2023-11-16T18:15:50.995169Z");
        assertThat(summary.providers()).isEqualTo(Map.of("azure", 2L));
        assertThat(summary.quantities())
                .isEqualTo(
                        Map.of(
                                "input_tokens",
                                new BigDecimal("770"),
                                "output_tokens",
                                new BigDecimal("153")));
    }

    @Test
    void aDryRunChecksEverythingAndLeavesNoTrace() throws IOException {
        Path file = write("usage.csv", "time,user_id,provider,operation\nnever,u,p,o\n" + GOOD);
        ImportRun.Outcome outcome =
                new ImportRun(
                                (source, events) -> new UsageSink.Failed("unexpected", "sent"),
                                (read, total, rows) -> {},
                                CLOCK)
                        .run(file, Mapping.NONE, new ImportRun.Options("app", true, null));
        ImportSummary summary = ((ImportRun.Done) outcome).summary();
        assertThat(summary.rows()).isEqualTo(2);
        assertThat(summary.events()).isEqualTo(1);
        assertThat(summary.sent()).isZero();
        assertThat(summary.broken()).isEqualTo(1);
        assertThat(summary.firstBroken().getFirst().code()).isEqualTo("invalid_time");
        assertThat(files()).containsExactly("usage.csv");
    }

    @Test
    void aBrokenLineIsKeptAsideAndTheRestGoesIn() throws IOException {
        String broken =
                """
                2026-01-01T00:00:00Z,u,p
                "2026-01-01T00:00:00Z,u,p,o
                1970-01-01T00:00:00Z,u,p,o
                2026-01-01T00:00:00Z,,p,o
                "2026-01-01T00:00:00Z"x,u,p,o
                """;
        Path file =
                write(
                        "usage.csv",
                        "time,user_id,provider,operation\n" + GOOD + broken + "\n" + GOOD);
        ImportSummary summary = done(file, Mapping.NONE);
        assertThat(taken).hasSize(2);
        assertThat(summary.firstBroken())
                .extracting(row -> row.line() + " " + row.field() + " " + row.code())
                .containsExactly(
                        "3 null wrong_number_of_columns",
                        "4 null unclosed_quote",
                        "5 time time_out_of_range",
                        "6 user_id missing_field",
                        "7 null malformed_line");
        Path aside = folder.resolve("usage.rejected.csv");
        assertThat(summary.rejectedFile()).isEqualTo(aside);
        assertThat(aside).hasContent("time,user_id,provider,operation\n" + broken);
        done(file, Mapping.NONE);
        assertThat(files())
                .as("what may be being mended is not overwritten")
                .contains("usage.rejected.csv", "usage.rejected-2.csv");
    }

    @Test
    void aColumnThatIsNotThereIsToldWithThoseThatAre() throws IOException {
        Path file = write("usage.csv", "when,tokens\n1,2\n");
        ImportRun.Unusable unusable = (ImportRun.Unusable) run(file, mapping(TRACE_MAPPING));
        assertThat(unusable.code()).isEqualTo("unknown_column");
        assertThat(unusable.message())
                .contains("\"TIMESTAMP\", \"ContextTokens\"")
                .contains("the columns \"when\", \"tokens\"");
        assertThat(((ImportRun.Unusable) run(file, Mapping.NONE)).code())
                .isEqualTo("unmapped_column");
        assertThat(((ImportRun.Unusable) run(write("e.csv", ""), Mapping.NONE)).code())
                .isEqualTo("empty_file");
        assertThat(((ImportRun.Unusable) run(folder.resolve("none.csv"), Mapping.NONE)).code())
                .isEqualTo("no_such_file");
        assertThat(((ImportRun.Unusable) run(write("d.csv", "time,time\n"), Mapping.NONE)).code())
                .isEqualTo("duplicate_column");
    }

    @Test
    void whatTheOtherSideRefusesIsKeptAsideToo() throws IOException {
        Path file =
                write(
                        "usage.csv",
                        "time,user_id,provider,operation\n" + GOOD + GOOD.replace("u", "no"));
        UsageSink picky =
                (source, events) ->
                        new UsageSink.Taken(
                                1, List.of(new UsageSink.Refused(1, "too_old", "Too old.")));
        ImportRun.Outcome outcome =
                new ImportRun(picky, (read, total, rows) -> {}, CLOCK)
                        .run(file, Mapping.NONE, new ImportRun.Options("app", false, null));
        ImportSummary summary = ((ImportRun.Done) outcome).summary();
        assertThat(summary.rejected()).isEqualTo(1);
        assertThat(summary.firstBroken().getFirst().line()).isEqualTo(3);
        assertThat(folder.resolve("usage.rejected.csv"))
                .hasContent("time,user_id,provider,operation\n" + GOOD.replace("u", "no"));
    }

    @Test
    void aFailingSinkStopsTheRunAndSaysSo() throws IOException {
        Path file = write("usage.csv", "time,user_id,provider,operation\n" + GOOD.repeat(2_500));
        List<Integer> sizes = new ArrayList<>();
        UsageSink dying =
                (source, events) -> {
                    sizes.add(events.size());
                    return sizes.size() < 2
                            ? new UsageSink.Taken(events.size(), List.of())
                            : new UsageSink.Failed("server_gone", "The server is gone.");
                };
        ImportRun.Stopped stopped =
                (ImportRun.Stopped)
                        new ImportRun(dying, (read, total, rows) -> {}, CLOCK)
                                .run(file, Mapping.NONE, new ImportRun.Options("a", false, null));
        assertThat(stopped.code()).isEqualTo("server_gone");
        assertThat(stopped.summary().accepted()).isEqualTo(1_000);
        assertThat(sizes).containsExactly(1_000, 1_000);
    }

    @Test
    void progressEndsWithAllBytes() throws IOException {
        Path file = write("usage.csv", "time,user_id,provider,operation\n" + GOOD.repeat(3_001));
        List<Long> rows = new ArrayList<>();
        List<Long> read = new ArrayList<>();
        new ImportRun(
                        (source, events) -> new UsageSink.Taken(events.size(), List.of()),
                        (bytes, total, count) -> {
                            read.add(bytes);
                            rows.add(count);
                        },
                        CLOCK)
                .run(file, Mapping.NONE, new ImportRun.Options("app", false, null));
        assertThat(rows).containsExactly(1_000L, 2_000L, 3_000L, 3_001L);
        assertThat(read.getLast()).isEqualTo(Files.size(file));
    }
}
