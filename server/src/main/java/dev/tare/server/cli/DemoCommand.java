package dev.tare.server.cli;

import dev.tare.core.event.UsageEvent;
import dev.tare.server.dashboard.RecordedSignal;
import dev.tare.server.demo.DemoScenario;
import dev.tare.server.wire.Figures;
import dev.tare.server.wiring.House;
import dev.tare.server.wiring.HouseSettings;
import dev.tare.server.wiring.WebServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code tare demo}: made-up sales of an image editor, through the real journey. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Shows Tare at work: sends 180 days of a made-up image editor's calls through the"
                    + " server, prints the profit report and serves the dashboard.",
            "Its data lies in a folder of its own, marked DEMO, and is made anew each time.",
            "",
            "Examples:",
            "  tare demo",
            "  tare demo --port 0 --exit",
            ""
        })
final class DemoCommand implements Callable<Integer> {
    private static final int BATCH = 1_000;
    private static final long SEED_DEFAULT = 20_261_123;

    @Spec private CommandSpec spec;
    @Mixin private DataOption data;
    @Mixin private WebOption web;

    @Option(names = "--seed", paramLabel = "NUMBER", description = "Another seed makes other data.")
    private long seed = SEED_DEFAULT;

    @Option(names = "--exit", description = "End after the report instead of serving.")
    private boolean exit;

    @Override
    public Integer call() throws IOException, InterruptedException {
        HouseSettings settings = data.demoSettings();
        ServeCommand.refuseSecond(settings);
        if (settings.isDemo()) {
            spec.commandLine()
                    .getOut()
                    .println("Replacing the demo that was made before in " + settings.data() + ".");
        }
        renew(settings);
        Clock clock = Clock.systemUTC();
        LocalDate today = clock.instant().atZone(settings.zone()).toLocalDate();
        DemoScenario scenario = new DemoScenario(seed, today.minusDays(1));
        RecordedSignal signal = new RecordedSignal();
        PrintWriter out = spec.commandLine().getOut();
        try (House house =
                        House.open(settings, clock, scenario::prices, state -> signal.recorded(1));
                WebServer server =
                        WebServer.start(
                                house,
                                signal,
                                web.settings(),
                                made -> ServeCommand.showOnce(made, out));
                TareLink link = new RemoteLink(server.address(), settings.cliToken())) {
            long started = System.nanoTime();
            long sent = send(scenario, link);
            link.awaitRecorded();
            out.printf(
                    "Sent %s made-up events through HTTP, journal and ledger in %.1f s.%n%n",
                    Figures.grouped(Long.toString(sent)), (System.nanoTime() - started) / 1e9);
            report(link, out);
            if (!exit) {
                ServeCommand.show(server, out);
                out.println("All of it is made up (DEMO). Stop with Ctrl-C.");
                out.flush();
                ServeCommand.untilStopped(server, house);
            }
        }
        return ExitCode.OK;
    }

    /** Empties the demo's own folder; touches no folder that isn't the demo's. */
    private static void renew(HouseSettings settings) throws IOException {
        Path folder = settings.data();
        if (Files.isDirectory(folder) && !settings.isDemo()) {
            try (Stream<Path> inside = Files.list(folder)) {
                if (inside.findAny().isPresent()) {
                    throw new CommandFailed(
                            ExitCode.USAGE,
                            folder
                                    + " isn't empty and isn't the demo's; name another folder with"
                                    + " --data.");
                }
            }
        }
        if (settings.isDemo()) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        Files.createDirectories(folder);
        Files.writeString(
                settings.demoMark(), "Made-up data of `tare demo`. Delete this folder freely.\n");
    }

    private long send(DemoScenario scenario, TareLink link) {
        long sent = 0;
        try (ImportBar bar = new ImportBar("Sending made-up events", " days", 1)) {
            List<UsageEvent> batch = new ArrayList<>(BATCH);
            Iterator<UsageEvent> events = scenario.events().iterator();
            while (events.hasNext()) {
                batch.add(events.next());
                if (batch.size() == BATCH || !events.hasNext()) {
                    link.send(DemoScenario.SOURCE, batch);
                    sent += batch.size();
                    bar.at(daysDone(scenario, batch.getLast()), DemoScenario.DAYS, sent);
                    batch.clear();
                }
            }
        }
        return sent;
    }

    private static long daysDone(DemoScenario scenario, UsageEvent event) {
        return event.time() == null
                ? 0
                : ChronoUnit.DAYS.between(
                                scenario.firstDay(),
                                event.time().atZone(ZoneOffset.UTC).toLocalDate())
                        + 1;
    }

    private static void report(TareLink link, PrintWriter out) {
        String report =
                link.profit(
                        Map.of("range", List.of("181d"), "group_by", List.of("provider,operation")),
                        "json");
        out.println(new ReportText(new JsonMapper().readTree(report)));
        out.flush();
    }
}
