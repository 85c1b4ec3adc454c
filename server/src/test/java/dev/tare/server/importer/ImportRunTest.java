package dev.tare.server.importer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.event.EventStatus;
import dev.tare.core.event.UsageEvent;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportRunTest {
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-11-23T00:00:00Z"), ZoneOffset.UTC);

    private static final String TRACE_MAPPING =
            """
            columns:
              time: TIMESTAMP
              quantities.input_tokens: ContextTokens
              quantities.output_tokens: GeneratedTokens
            constants: { provider: azure, operation: chat, model: gpt-4, user_id: trace }
            time_zone: UTC
            """;

    @TempDir Path folder;

    private final List<UsageEvent> taken = new ArrayList<>();

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
                        org.assertj.core.groups.Tuple.tuple(
                                Instant.parse("2023-11-16T18:15:46.680590Z"),
                                "trace",
                                "gpt-4",
                                "{input_tokens=374, output_tokens=44}"),
                        org.assertj.core.groups.Tuple.tuple(
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

    private static final String GOOD = "2026-01-01T00:00:00Z,u,p,o\n";

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
    void quotedValuesMayHoldDelimitersQuotesAndLines() throws IOException {
        Path file =
                write(
                        "usage.csv",
                        "\uFEFFtime;user_id;provider;operation;error;status\r\n"
                                + "2026-01-01T00:00:00Z;\"a;b\";p;o;\"two\r\nlines \"\"é\"\"\";failed\r\n"
                                + "2026-01-01T00:00:00Z;5\" screen;p;o;;\r\n");
        done(file, Mapping.NONE);
        assertThat(taken)
                .extracting(UsageEvent::userId, UsageEvent::error, UsageEvent::status)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "a;b", "two\r\nlines \"é\"", EventStatus.FAILED),
                        org.assertj.core.groups.Tuple.tuple(
                                "5\" screen", null, EventStatus.SUCCESS));
    }

    @Test
    void tabsPipesAndGzipAreUnderstood() throws IOException {
        for (String delimiter : List.of(",", ";", "\t", "|")) {
            String text = ("time,user_id,provider,operation\n" + GOOD).replace(",", delimiter);
            Path file = folder.resolve("packed.txt.gz");
            try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
                out.write(text.getBytes(StandardCharsets.UTF_8));
            }
            assertThat(done(file, Mapping.NONE).accepted()).as(delimiter).isEqualTo(1);
        }
    }

    @Test
    void aTornGzipEndsWithWhatCouldBeRead() throws IOException {
        Path whole = folder.resolve("a.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(whole))) {
            out.write("time,user_id,provider,operation\n".getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < 50_000; i++) {
                out.write(
                        GOOD.replace("u,", i + "u" + i * 31 + ",")
                                .getBytes(StandardCharsets.UTF_8));
            }
        }
        byte[] bytes = Files.readAllBytes(whole);
        Path torn = folder.resolve("torn.csv.gz");
        Files.write(torn, java.util.Arrays.copyOf(bytes, bytes.length / 2));
        ImportRun.Outcome outcome = run(torn, Mapping.NONE);
        assertThat(outcome).isInstanceOf(ImportRun.Stopped.class);
        ImportRun.Stopped stopped = (ImportRun.Stopped) outcome;
        assertThat(stopped.code()).isEqualTo("unreadable_file");
        assertThat(stopped.summary().accepted()).isGreaterThan(1_000).isEqualTo(taken.size());
    }

    @Test
    void badUtf8BreaksItsLineOnly() throws IOException {
        byte[] text =
                ("time,user_id,provider,operation\n" + GOOD + GOOD.replace("u", "\u00fc"))
                        .getBytes(StandardCharsets.ISO_8859_1);
        Path file = folder.resolve("latin.csv");
        Files.write(file, text);
        ImportSummary summary = done(file, Mapping.NONE);
        assertThat(taken).hasSize(1);
        assertThat(summary.firstBroken().getFirst().code()).isEqualTo("invalid_text");
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
    void nativeEventsNeedNoMapping() throws IOException {
        String good =
                "{\"id\":\"1\",\"time\":\"2026-01-01T00:00:00Z\",\"user_id\":\"u\",\"provider\":"
                        + "\"p\",\"operation\":\"o\",\"quantities\":{\"images\":0.10},\"metadata\":"
                        + "{\"a\": [1.10, {\"b\": null}]}, \"estimated\": true}\n";
        String broken =
                "{\"id\":\n"
                        + "{\"id\":\"2\",\"colour\":\"red\"}\n"
                        + "{\"id\":\"2\",\"id\":\"3\"}\n"
                        + good.replace("0.10", "1e10000000")
                        + good.replace("{\"images\":0.10}", "7")
                        + good.replace("\"time\"", "\"model\"");
        ImportSummary summary = done(write("usage.ndjson", good + broken), Mapping.NONE);
        assertThat(taken).hasSize(1);
        assertThat(taken.getFirst().id()).isEqualTo("1");
        assertThat(taken.getFirst().metadata()).isEqualTo("{\"a\":[1.10,{\"b\":null}]}");
        assertThat(taken.getFirst().estimated()).isTrue();
        assertThat(summary.firstBroken())
                .extracting(BrokenRow::code)
                .containsExactly(
                        "malformed_json",
                        "unknown_field",
                        "duplicate_field",
                        "invalid_quantity",
                        "invalid_type",
                        "missing_field");
        assertThat(folder.resolve("usage.rejected.ndjson")).hasContent(broken);
    }

    @Test
    void foreignNdjsonIsMappedByPath() throws IOException {
        Path file =
                write(
                        "calls.jsonl",
                        "{\"ts\": 1767225600.5, \"usage\": {\"in\": 12}, \"ok\": \"yes\","
                                + " \"who\": 7, \"kept\": {\"out\": [1]}}\n");
        Mapping mapping =
                mapping(
                        """
                        columns:
                          time: ts
                          quantities.input_tokens: usage.in
                          status: ok
                          user_id: who
                          metadata.kept: kept.out
                          model: engine
                        constants: { provider: p, operation: o, model: m1 }
                        statuses: { "yes": success, "no": failed }
                        time_format: epoch_seconds
                        """);
        ImportSummary summary = done(file, mapping);
        UsageEvent event = taken.getFirst();
        assertThat(event.time()).isEqualTo("2026-01-01T00:00:00.500Z");
        assertThat(event.userId()).isEqualTo("7");
        assertThat(event.model()).isEqualTo("m1");
        assertThat(event.metadata()).isEqualTo("{\"kept\":\"[1]\"}");
        assertThat(summary.neverSeen()).containsExactly("engine");
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

    private List<String> files() throws IOException {
        try (var list = Files.list(folder)) {
            return list.map(path -> path.getFileName().toString()).toList();
        }
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private ImportSummary done(Path file, Mapping mapping) {
        ImportRun.Outcome outcome = run(file, mapping);
        assertThat(outcome).isInstanceOf(ImportRun.Done.class);
        return ((ImportRun.Done) outcome).summary();
    }

    private ImportRun.Outcome run(Path file, Mapping mapping) {
        taken.clear();
        return new ImportRun(
                        (source, events) -> {
                            taken.addAll(events);
                            return new UsageSink.Taken(events.size(), List.of());
                        },
                        (read, total, rows) -> {},
                        CLOCK)
                .run(file, mapping, new ImportRun.Options("app", false, null));
    }

    private static Mapping mapping(String yaml) {
        Mapping.Parsed parsed = Mapping.parse(yaml);
        assertThat(parsed).isInstanceOf(Mapping.Good.class);
        return ((Mapping.Good) parsed).mapping();
    }
}
