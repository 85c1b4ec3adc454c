package dev.tare.server.importer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.event.UsageEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** What tests of imports have in common: a folder, a fixed clock and a sink that takes all. */
abstract class ImportCase {
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T00:00:00Z"), ZoneOffset.UTC);

    /** A row under the header {@code time,user_id,provider,operation}. */
    static final String GOOD = "2026-01-01T00:00:00Z,u,p,o\n";

    @TempDir Path folder;

    final List<UsageEvent> taken = new ArrayList<>();

    List<String> files() throws IOException {
        try (var list = Files.list(folder)) {
            return list.map(path -> path.getFileName().toString()).toList();
        }
    }

    Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    ImportSummary done(Path file, Mapping mapping) {
        ImportRun.Outcome outcome = run(file, mapping);
        assertThat(outcome).isInstanceOf(ImportRun.Done.class);
        return ((ImportRun.Done) outcome).summary();
    }

    ImportRun.Outcome run(Path file, Mapping mapping) {
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

    static Mapping mapping(String yaml) {
        Mapping.Parsed parsed = Mapping.parse(yaml);
        assertThat(parsed).isInstanceOf(Mapping.Good.class);
        return ((Mapping.Good) parsed).mapping();
    }
}
