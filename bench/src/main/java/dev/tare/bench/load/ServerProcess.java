package dev.tare.bench.load;

import dev.tare.server.cli.Tare;
import dev.tare.server.wiring.ServerAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real server as {@code ./tare serve} starts it, in a process of its own. */
public final class ServerProcess implements AutoCloseable {
    private static final Duration START_MAX = Duration.ofMinutes(5);
    private static final JsonMapper JSON = new JsonMapper();

    private final Path data;
    private final Process process;
    private final URI address;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final double secondsToReady;

    private ServerProcess(Path data, Process process, URI address, double secondsToReady) {
        this.data = data;
        this.process = process;
        this.address = address;
        this.secondsToReady = secondsToReady;
    }

    /** Starts on that data folder; returns once it is ready. */
    public static ServerProcess start(Path data, List<String> jvmOptions) throws IOException {
        return start(data, jvmOptions, List.of());
    }

    /**
     * The same.
     *
     * @param options for {@code tare serve}, such as the database
     */
    public static ServerProcess start(Path data, List<String> jvmOptions, List<String> options)
            throws IOException {
        Files.createDirectories(data);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.add("-Xmx1g");
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Tare.class.getName()));
        command.addAll(List.of("serve", "--port", "0", "--data", data.toString()));
        command.addAll(options);
        long begin = System.nanoTime();
        Path log = data.resolveSibling(data.getFileName() + ".log");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        ServerAddress address = null;
        while (address == null || address.pid() != process.pid()) {
            if (!process.isAlive() || System.nanoTime() - begin > START_MAX.toNanos()) {
                process.destroyForcibly();
                throw new IOException("The server didn't start: " + Files.readString(log));
            }
            pause(20);
            address = ServerAddress.read(data.resolve("server.json"));
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        return new ServerProcess(data, process, address.address(), seconds);
    }

    /** Enters prices and plans for all that {@link Traffic} sends. */
    public void enterPrices() throws IOException, InterruptedException {
        enterPrices(trafficPrices());
    }

    /** The price file for all that {@link Traffic} sends. */
    public static String trafficPrices() throws IOException {
        try (var file = ServerProcess.class.getResourceAsStream("traffic.prices.yaml")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Enters a price file. */
    public void enterPrices(String yaml) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                http.send(
                        request("/v1/prices")
                                .header("Content-Type", "application/yaml")
                                .POST(HttpRequest.BodyPublishers.ofString(yaml))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 202) {
            throw new IOException(answer.body());
        }
        awaitRecorded(Duration.ofMinutes(1));
    }

    public URI address() {
        return address;
    }

    public Path data() {
        return data;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** From the start of the process to the first answer. */
    public double secondsToReady() {
        return secondsToReady;
    }

    /** The key under which this machine's user may do everything. */
    public String key() {
        try {
            return Files.readString(data.resolve("cli.token")).strip();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public Sender sender(String contentType) throws IOException {
        return new Sender(address, "/v1/usage", key(), contentType);
    }

    /** The body of an answer. */
    public String get(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                http.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(path + " answered " + answer.statusCode() + answer.body());
        }
        return answer.body();
    }

    public JsonNode json(String path) throws IOException, InterruptedException {
        return JSON.readTree(get(path));
    }

    /** The rows of an answer to a question in SQL, as {@code tare sql} asks it. */
    public JsonNode sql(String query) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                http.send(
                        request("/v1/sql")
                                .header("Content-Type", "application/json")
                                .POST(
                                        HttpRequest.BodyPublishers.ofString(
                                                JSON.createObjectNode()
                                                        .put("query", query)
                                                        .toString()))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(answer.body());
        }
        return JSON.readTree(answer.body()).path("rows");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve(path))
                .timeout(Duration.ofMinutes(10))
                .header("Authorization", "Bearer " + key());
    }

    /** Waits until all that was accepted is in the ledger; returns the seconds it took. */
    public double awaitRecorded(Duration atMost) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        while (json("/v1/status").path("bytes_behind").asLong() > 0) {
            if (System.nanoTime() - begin > atMost.toNanos()) {
                throw new IOException("The ledger lags behind: " + get("/v1/status"));
            }
            pause(50);
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    /** What {@code /proc} says of its memory in use, in megabytes; {@code null} elsewhere. */
    public @Nullable Long residentMegabytes() throws IOException {
        return memory("VmRSS:");
    }

    /** The most memory it ever had in use, in megabytes; {@code null} where nothing tells it. */
    public @Nullable Long peakMegabytes() throws IOException {
        return memory("VmHWM:");
    }

    private @Nullable Long memory(String which) throws IOException {
        Path status = Path.of("/proc/" + process.pid() + "/status");
        if (!Files.exists(status)) {
            return null;
        }
        for (String line : Files.readAllLines(status)) {
            if (line.startsWith(which)) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1_024;
            }
        }
        return null;
    }

    /** As {@code kill -9}. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    public static void pause(long ms) {
        try {
            TimeUnit.MILLISECONDS.sleep(ms);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped", stopped);
        }
    }

    /** Stops it as {@code Ctrl-C} does. */
    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(3, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IOException("The server didn't stop within 3 minutes.");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
