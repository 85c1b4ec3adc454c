package dev.tare.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.server.wiring.ServerAddress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real server, really killed in the middle of an import: nothing lost, nothing twice. */
class KillTest {
    private static final int EVENTS = 60_000;
    private static final int KILLS = 3;

    @TempDir Path folder;

    private Process serve() throws Exception {
        Process server =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-Xmx512m",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Tare.class.getName(),
                                "serve",
                                "--port",
                                "0",
                                "--data",
                                data().toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("server.log").toFile())
                        .start();
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> {
                    assertThat(server.isAlive())
                            .as(Files.readString(folder.resolve("server.log")))
                            .isTrue();
                    ServerAddress address = ServerAddress.read(data().resolve("server.json"));
                    return address != null && address.pid() == server.pid();
                });
        return server;
    }

    private Path data() {
        return folder.resolve("data");
    }

    private String tare(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] all = java.util.Arrays.copyOf(args, args.length + 2);
        all[args.length] = "--data";
        all[args.length + 1] = data().toString();
        Tare.run(all, new PrintWriter(out), new PrintWriter(err));
        return out + err.toString();
    }

    @Test
    void an_import_cut_off_by_kill_9_and_done_again_counts_each_event_once() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Path usage = usage(random);
        for (int i = 0; i < KILLS; i++) {
            Process server = serve();
            int after = random.nextInt(50, 1_500);
            Thread killer =
                    Thread.startVirtualThread(() -> {
                        try {
                            assertThat(server.waitFor(after, TimeUnit.MILLISECONDS)).isFalse();
                        } catch (InterruptedException ended) {
                            Thread.currentThread().interrupt();
                        }
                        server.destroyForcibly();
                    });
            tare("import", "usage", usage.toString());
            killer.join();
            assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        Process server = serve();
        try {
            String summary = tare("import", "usage", usage.toString());
            assertThat(summary).as("seed %d", seed).contains("rows             60,000");
            JsonNode total =
                    new JsonMapper()
                            .readTree(tare("report", "profit", "--range", "all", "--json"))
                            .path("total");
            assertThat(total.path("requests").asLong()).as("seed %d", seed).isEqualTo(EVENTS);
            // 60,000 upscales at $0.08.
            assertThat(total.path("api_cost").asString()).isEqualTo("4800.00");
            assertThat(tare("verify")).as("seed %d", seed).doesNotContain("BAD");
        } finally {
            server.destroy();
            assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(List.of(data().resolve("server.json"))).noneMatch(Files::exists);
    }

    private Path usage(Random random) throws Exception {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < EVENTS; i++) {
            lines.append("{\"id\":\"e-")
                    .append(i)
                    .append("\",\"user_id\":\"u-")
                    .append(random.nextInt(500))
                    .append("\",\"provider\":\"deep_image\",\"operation\":\"upscale\",")
                    .append("\"plan\":\"basic\",\"time\":\"2026-0")
                    .append(random.nextInt(1, 10))
                    .append("-15T10:00:00Z\"}\n");
        }
        return Files.writeString(folder.resolve("usage.ndjson"), lines);
    }
}
