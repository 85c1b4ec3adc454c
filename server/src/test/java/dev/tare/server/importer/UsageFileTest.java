package dev.tare.server.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tare.core.event.EventStatus;
import dev.tare.core.event.UsageEvent;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class UsageFileTest extends ImportCase {
    @Test
    void quotedValuesMayHoldDelimitersQuotesAndLines() throws IOException {
        Path file =
                write(
                        "usage.csv",
                        "\uFEFFtime;user_id;provider;operation;error;status\r\n"
                                + "2026-01-01T00:00:00Z;\"a;b\";p;o;"
                                + "\"two\r\nlines \"\"é\"\"\";failed\r\n"
                                + "2026-01-01T00:00:00Z;5\" screen;p;o;;\r\n");
        done(file, Mapping.NONE);
        assertThat(taken)
                .extracting(UsageEvent::userId, UsageEvent::error, UsageEvent::status)
                .containsExactly(
                        tuple("a;b", "two\r\nlines \"é\"", EventStatus.FAILED),
                        tuple("5\" screen", null, EventStatus.SUCCESS));
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
        Files.write(torn, Arrays.copyOf(bytes, bytes.length / 2));
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
}
