package dev.tare.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A program in the machine's Node, which has the tracker of {@code clients/node}. */
final class NodeScript implements AutoCloseable {
    private static final int OLDEST = 18;
    private static final String BEGIN =
            """
            import { createInterface } from 'node:readline';
            const { Tracker } = await import(process.env.TRACKER);
            const say = (it) => console.log(typeof it === 'string' ? it : JSON.stringify(it));
            """;

    private final Process process;
    private final BufferedReader out;

    private NodeScript(Process process) {
        this.process = process;
        this.out = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Where the tracker and its own tests are. */
    static Path folder() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("mvnw"))) {
            folder = Objects.requireNonNull(folder.getParent(), "No checkout above");
        }
        return folder.resolve("clients/node");
    }

    /** Skips the test where there is no Node, or one that is too old; says so where all see it. */
    static void assumeNode() {
        String version = version();
        boolean fits =
                version.matches("v[0-9]{2,4}\\..*")
                        && Integer.parseInt(version.substring(1, version.indexOf('.'))) >= OLDEST;
        if (!fits) {
            String missing =
                    "The Node tracker is NOT TESTED here: it needs node "
                            + OLDEST
                            + " or newer on the PATH, and there is "
                            + (version.isEmpty() ? "none." : version + ".");
            System.err.println(missing);
            Assumptions.abort(missing);
        }
    }

    private static String version() {
        try (NodeScript node = new NodeScript(started(List.of("--version")).start())) {
            return node.lastLine();
        } catch (IOException none) {
            return "";
        }
    }

    /** Runs the tracker's own tests; returns what they print and ends with. */
    static NodeScript unitTests() throws IOException {
        return new NodeScript(
                started(List.of("--test"))
                        .directory(folder().toFile())
                        .redirectErrorStream(true)
                        .start());
    }

    /**
     * Starts a script; {@code Tracker} and {@code say} are there, url and key in the environment.
     */
    static NodeScript start(URI url, String key, String script) throws IOException {
        ProcessBuilder builder = started(List.of("--input-type=module", "-e", BEGIN + script));
        builder.environment().put("TRACKER", folder().resolve("tare.mjs").toUri().toString());
        builder.environment().put("TARE_URL", url.toString());
        builder.environment().put("TARE_KEY", key);
        return new NodeScript(builder.start());
    }

    private static ProcessBuilder started(List<String> arguments) {
        ProcessBuilder builder = new ProcessBuilder();
        builder.command().add("node");
        builder.command().addAll(arguments);
        return builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    /** The next line it says. */
    String line() throws IOException {
        String line = out.readLine();
        assertThat(line).as("what the script says next").isNotNull();
        return line;
    }

    /** Waits for its end, which must be a good one; returns the last line it said. */
    String lastLine() throws IOException {
        String all = rest();
        assertThat(exitCode()).as(all).isZero();
        return all.substring(all.lastIndexOf('\n') + 1);
    }

    /** Everything it says until its end. */
    String rest() throws IOException {
        return String.join("\n", out.lines().toList());
    }

    int exitCode() throws IOException {
        try {
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("ends by itself").isTrue();
        } catch (InterruptedException stranger) {
            throw new IOException(stranger);
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
