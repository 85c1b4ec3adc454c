package dev.tare.bench.faults;

import dev.tare.core.ledger.SqlConsole;
import dev.tare.core.rollup.Verification;
import dev.tare.server.dashboard.RecordedSignal;
import dev.tare.server.security.AccessFile;
import dev.tare.server.wiring.House;
import dev.tare.server.wiring.HouseSettings;
import dev.tare.server.wiring.ShippedPrices;
import dev.tare.server.wiring.WebServer;
import dev.tare.server.wiring.WebSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Fills a real, small disk: a server with journal and ledger on 64 MiB must refuse with 507, go on
 * answering reports, take events again by itself once there is room, and have counted every
 * acknowledged event exactly once. Needs root, to mount a file system in memory.
 */
public final class FullDiskTrial {
    private static final int BATCH = 200;
    private static final int BALLAST_MEBIBYTES = 40;
    private static final int BATCHES_MAX = 5_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> acknowledged = new ArrayList<>();
    private int sent;

    private FullDiskTrial() {}

    /** Ends with 0 (held), 1 (broken) or 3 (couldn't be tried). */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path disk = Files.createTempDirectory("tare-full-disk");
        if (run("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", disk.toString()) != 0) {
            System.out.println(
                    "SKIPPED: no file system could be mounted on "
                            + disk
                            + "; run this as root on Linux.");
            System.exit(3);
        }
        int code = 1;
        try {
            new FullDiskTrial().fill(disk);
            System.out.println("Held.");
            code = 0;
        } catch (IllegalStateException broken) {
            System.out.println("BROKEN: " + broken.getMessage());
        } finally {
            run("umount", disk.toString());
        }
        System.exit(code);
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    private void fill(Path disk) throws IOException, InterruptedException {
        HouseSettings settings = new HouseSettings(disk.resolve("data"), ZoneOffset.UTC);
        Path ballast = disk.resolve("ballast");
        Files.write(ballast, new byte[BALLAST_MEBIBYTES << 20]);
        AtomicReference<AccessFile.@Nullable FirstSecrets> made = new AtomicReference<>();
        try (House house =
                        House.open(settings, Clock.systemUTC(), ShippedPrices::read, state -> {});
                WebServer server =
                        WebServer.start(
                                house,
                                new RecordedSignal(),
                                new WebSettings("127.0.0.1", 0, Set.of()),
                                made::set)) {
            AccessFile.FirstSecrets secrets = Objects.requireNonNull(made.get());
            URI usage = server.address().resolve("/v1/usage");
            URI report = server.address().resolve("/v1/reports/profit?range=all");
            untilFull(usage, secrets.ingestKey());
            say("The disk is full after " + acknowledged.size() + " events.");
            require(status(report, secrets.adminKey()) == 200, "reports don't answer");
            require(send(usage, secrets.ingestKey()) == 507, "it isn't full for the next sender");
            say("Trouble of the recorder: " + house.trouble());
            Files.delete(ballast);
            untilTaken(usage, secrets.ingestKey());
            say("With room again, events are taken again.");
            require(
                    house.awaitRecorded(PATIENCE),
                    "the ledger doesn't catch up: " + house.trouble());
            require(status(report, secrets.adminKey()) == 200, "reports don't answer afterwards");
            count(house);
        }
    }

    private static void say(String what) {
        System.out.println(what);
    }

    private void untilFull(URI usage, String key) throws IOException, InterruptedException {
        for (int i = 0; i < BATCHES_MAX; i++) {
            int status = send(usage, key);
            if (status == 507) {
                return;
            }
            require(status == 202 || status == 503, "a full disk was answered " + status);
        }
        throw new IllegalStateException("The disk never filled up.");
    }

    private void untilTaken(URI usage, String key) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (send(usage, key) != 202) {
            require(System.nanoTime() < deadline, "nothing is taken though there is room");
        }
    }

    /** A batch of new events; remembers them where they are acknowledged. */
    private int send(URI usage, String key) throws IOException, InterruptedException {
        List<String> ids = new ArrayList<>();
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < BATCH; i++) {
            String id = "e-" + sent++;
            ids.add(id);
            body.append("{\"id\":\"")
                    .append(id)
                    .append("\",\"user_id\":\"u-")
                    .append(sent % 97)
                    .append("\",\"provider\":\"deep_image\",\"operation\":\"upscale\",\"plan\":")
                    .append("\"basic\",\"metadata\":{\"pad\":\"")
                    .append("x".repeat(300))
                    .append("\"}}\n");
        }
        HttpRequest request =
                HttpRequest.newBuilder(usage)
                        .header("Authorization", "Bearer " + key)
                        .header("Content-Type", "application/x-ndjson")
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                        .build();
        int status = http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
        if (status == 202) {
            acknowledged.addAll(ids);
        }
        return status;
    }

    private int status(URI address, String key) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(address).header("Authorization", "Bearer " + key).build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
    }

    private void count(House house) {
        SqlConsole.Answer answer =
                house.sql()
                        .ask(
                                "SELECT COUNT(*), COUNT(DISTINCT id) FROM api_usage_logs",
                                1,
                                Duration.ofMinutes(1));
        String rows =
                answer instanceof SqlConsole.Answer.Rows found
                        ? found.rows().getFirst().toString()
                        : answer.toString();
        String should = String.valueOf(acknowledged.size());
        say(should + " events acknowledged; rows and different ids in the ledger: " + rows);
        require(rows.equals("[" + should + ", " + should + "]"), "the counts differ");
        require(
                house.verify().stream().allMatch(Verification.Check::passed),
                "the ledger doesn't add up");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }
}
