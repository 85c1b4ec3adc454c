package dev.tare.server.journal;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A program that appends until it is killed, and prints each id once it was told of it. */
final class KilledAppender {
    private static final int THREADS = 6;
    private static final int EACH_MAX = 200_000;

    private KilledAppender() {}

    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        FileJournal journal = Journals.small(Path.of(args[0]), Disk.LOCAL);
        for (int t = 0; t < THREADS; t++) {
            String prefix = args[1] + "-" + t + "-";
            Thread.ofPlatform()
                    .start(() -> {
                        for (int i = 0; i < EACH_MAX; i++) {
                            String id = prefix + i;
                            long offset = Journals.append(journal, id).offset();
                            out.println(id + " " + offset);
                        }
                    });
        }
    }
}
