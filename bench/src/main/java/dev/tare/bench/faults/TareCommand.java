package dev.tare.bench.faults;

import dev.tare.server.cli.Tare;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One verb of the command line on a data folder, in a process of its own. */
public final class TareCommand {
    private static final int SECONDS_MAX = 300;

    private final Process process;
    private final Path log;

    private TareCommand(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts it; what it says is added to a log beside the data. */
    public static TareCommand start(Path data, List<String> jvmOptions, String... words)
            throws IOException {
        return start(data, data.resolveSibling("commands.log"), jvmOptions, words);
    }

    /** Starts it; what it says is added to that log. */
    static TareCommand start(Path data, Path log, List<String> jvmOptions, String... words)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.add("-Xmx1g");
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Tare.class.getName()));
        command.addAll(List.of(words));
        command.addAll(List.of("--data", data.toString()));
        Files.writeString(
                log,
                "$ tare " + String.join(" ", words) + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        return new TareCommand(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start(),
                log);
    }

    /** Its exit code. */
    public int code() throws IOException, InterruptedException {
        if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("A command hangs; see " + log);
        }
        return process.exitValue();
    }

    /** Kills it after that time, where it still runs; returns whether it did. */
    boolean killAfter(long ms) throws InterruptedException {
        boolean ended = process.waitFor(ms, TimeUnit.MILLISECONDS);
        process.destroyForcibly();
        process.waitFor();
        return !ended;
    }
}
