package dev.tare.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;

/** What the figures depend on: to be printed beside them. */
public final class Machine {
    private static final int FSYNCS = 200;

    private Machine() {}

    /** A new folder for a trial, gone when the trial's process ends. */
    public static Path folder(String name) throws IOException {
        Path folder = Files.createTempDirectory(name);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder)));
        return folder;
    }

    private static void remove(Path folder) {
        try (var all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException | UncheckedIOException left) {
            System.err.println("Some of " + folder + " is left: " + left);
        }
    }

    /** Cores, Java, and the median time of a 4 kB write with fsync in that folder. */
    public static String line(Path folder) throws IOException {
        return String.format(
                Locale.ROOT,
                "%d cores, Java %s, %s; one fsync %.2f ms",
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                System.getProperty("os.name"),
                fsyncMs(folder));
    }

    /** Median of {@value #FSYNCS} writes of 4 kB, in milliseconds. */
    public static double fsyncMs(Path folder) throws IOException {
        Path file = folder.resolve("fsync");
        long[] times = new long[FSYNCS];
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (int i = 0; i < FSYNCS; i++) {
                long start = System.nanoTime();
                channel.write(ByteBuffer.wrap(new byte[4_096]));
                channel.force(false);
                times[i] = System.nanoTime() - start;
            }
        }
        Files.delete(file);
        Arrays.sort(times);
        return times[FSYNCS / 2] / 1e6;
    }

    /** Bytes of all files at or below that place. */
    public static long bytes(Path place) throws IOException {
        try (var files = Files.walk(place)) {
            long bytes = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
            return bytes;
        }
    }
}
