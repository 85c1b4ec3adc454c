package dev.tare.bench.faults;

import dev.tare.bench.load.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A data folder that can't be written: the server must refuse it by name, change nothing, and take
 * it up again once it can be written. Needs root, to mount a file system.
 */
public final class ReadOnlyTrial {
    private static final int ENVIRONMENT = 3;

    private ReadOnlyTrial() {}

    /** Ends with 0 (held), 1 (broken) or 3 (couldn't be tried). */
    public static void main(String[] args) throws Exception {
        Path disk = Files.createTempDirectory("tare-read-only");
        if (run("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", disk.toString()) != 0) {
            System.out.println("SKIPPED: no file system could be mounted; run this as root.");
            System.exit(ENVIRONMENT);
        }
        int code = 1;
        try {
            code = refused(disk) ? 0 : 1;
        } finally {
            run("umount", disk.toString());
        }
        System.out.println(code == 0 ? "Held." : "BROKEN.");
        System.exit(code);
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    private static boolean refused(Path disk) throws Exception {
        Path data = disk.resolve("data");
        ServerProcess.start(data, List.of()).close();
        Path log = Files.createTempFile("tare-read-only", ".log");
        if (run("mount", "-o", "remount,ro", disk.toString()) != 0) {
            throw new IllegalStateException("It can't be mounted again, for reading only.");
        }
        int code = TareCommand.start(data, log, List.of(), "serve", "--port", "0").code();
        String said = Files.readString(log);
        System.out.println("A second start ended with " + code + " and said:\n" + said);
        boolean named = said.contains(data.toString()) && !said.contains("\tat ");
        run("mount", "-o", "remount,rw", disk.toString());
        ServerProcess.start(data, List.of()).close();
        return code == ENVIRONMENT && named;
    }
}
