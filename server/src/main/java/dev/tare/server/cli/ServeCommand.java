package dev.tare.server.cli;

import dev.tare.server.dashboard.RecordedSignal;
import dev.tare.server.security.AccessFile;
import dev.tare.server.wiring.House;
import dev.tare.server.wiring.HouseSettings;
import dev.tare.server.wiring.ServerAddress;
import dev.tare.server.wiring.ShippedPrices;
import dev.tare.server.wiring.WebServer;
import dev.tare.server.wiring.upkeep.UpkeepSettings;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tare serve}: the server, until it is stopped. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = {
            "Takes usage in, keeps the ledger and shows the dashboard, until stopped (Ctrl-C).",
            "On first start it makes keys and a password and shows them once.",
            "",
            "Examples:",
            "  tare serve",
            "  tare serve --data /var/lib/tare --zone Europe/Berlin",
            "  TARE_DB_URL=postgres://tare:secret@db.example.com/app tare serve",
            "  tare serve --backup-every 6h --backup-keep 4 --backup-dir /mnt/backups",
            "  tare serve --keep-rows 400d",
            ""
        })
final class ServeCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private DataOption data;
    @Mixin private WebOption web;
    @Mixin private UpkeepOption upkeep;

    @Option(names = "--demo", description = "Serve a folder that holds the demo's made-up data.")
    private boolean demo;

    @Override
    public Integer call() throws InterruptedException {
        HouseSettings settings = data.settings();
        if (settings.isDemo() && !demo) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    settings.data()
                            + " holds the demo's made-up data. Serve another folder with"
                            + " --data, or this one with --demo.");
        }
        refuseSecond(settings);
        UpkeepSettings kept = upkeep.settings(settings);
        PrintWriter out = spec.commandLine().getOut();
        RecordedSignal signal = new RecordedSignal();
        try (House house =
                        House.openToServe(
                                settings.telling(new CutLines(settings.zone(), out)),
                                Clock.systemUTC(),
                                ShippedPrices::read,
                                state -> signal.recorded(1));
                WebServer server =
                        WebServer.start(
                                house, signal, web.settings(), made -> showOnce(made, out))) {
            house.keepUp(kept);
            show(server, out);
            if (!web.settings().isLoopback()) {
                out.println(
                        "Listening on "
                                + web.settings().listen()
                                + ": other machines can reach"
                                + " this server. Put TLS in front of it.");
            }
            out.println("Stop with Ctrl-C.");
            out.flush();
            untilStopped(server, house);
        }
        return ExitCode.OK;
    }

    static void refuseSecond(HouseSettings settings) {
        ServerAddress running = ServerAddress.read(settings.address());
        if (running != null) {
            throw new CommandFailed(
                    ExitCode.ENVIRONMENT,
                    "A server runs on "
                            + settings.data()
                            + " already: "
                            + running.address()
                            + " (process "
                            + running.pid()
                            + ").");
        }
    }

    static void showOnce(AccessFile.FirstSecrets made, PrintWriter out) {
        out.println("Shown this once; only hashes are kept:");
        out.println("  ingest key  " + made.ingestKey() + "   (writes usage, nothing else)");
        out.println("  admin key   " + made.adminKey());
        out.println("  password    " + made.password() + "   (for the dashboard)");
        out.println();
        out.flush();
    }

    static void show(WebServer server, PrintWriter out) {
        out.println("Tare listens on " + server.address());
        out.println("Dashboard:      " + server.address() + "/admin/analytics");
        out.flush();
    }

    /** Waits for the process to be told to end, and lets what is under way finish first. */
    static void untilStopped(WebServer server, House house) throws InterruptedException {
        CountDownLatch forever = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(
                        Thread.ofPlatform()
                                .name("stop")
                                .unstarted(() -> {
                                    server.close();
                                    house.close();
                                }));
        forever.await();
    }
}
