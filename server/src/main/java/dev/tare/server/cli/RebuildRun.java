package dev.tare.server.cli;

import dev.tare.server.wire.Figures;
import dev.tare.server.wiring.upkeep.Rebuild;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Makes the ledger anew, for {@code tare rebuild} and {@code tare restore}, and tells of it. */
final class RebuildRun {
    private RebuildRun() {}

    static int run(Rebuild.Order order, boolean json, PrintWriter out, PrintWriter err) {
        ServeCommand.refuseSecond(order.settings());
        Rebuild.Outcome outcome;
        try (ImportBar bar = new ImportBar("Applying the journal", " kB", 1_024)) {
            outcome = new Rebuild(order, Clock.systemUTC()).run(bar::at);
        }
        if (json) {
            out.println(new JsonMapper().writeValueAsString(map(outcome)));
        } else {
            tell(outcome, out, err);
        }
        out.flush();
        return outcome instanceof Rebuild.Outcome.Done ? ExitCode.OK : ExitCode.FINDING;
    }

    private static void tell(Rebuild.Outcome outcome, PrintWriter out, PrintWriter err) {
        switch (outcome) {
            case Rebuild.Outcome.Refused refused -> {
                err.println(refused.message());
                err.println("Nothing was changed (" + refused.code() + ").");
            }
            case Rebuild.Outcome.Done done -> {
                out.printf("began with      %s%n", done.base() == null ? "nothing" : done.base());
                out.printf(
                        "applied         %s records of the journal%n",
                        Figures.grouped(Long.toString(done.applied())));
                out.printf(
                        "events          %s, verified%n",
                        Figures.grouped(Long.toString(done.events())));
                if (done.eventsBefore() != null) {
                    out.printf(
                            "events before   %s%n",
                            Figures.grouped(Long.toString(done.eventsBefore())));
                }
                if (done.aside() != null) {
                    out.printf("old ledger      %s%n", done.aside());
                }
            }
        }
    }

    private static Map<String, Object> map(Rebuild.Outcome outcome) {
        Map<String, Object> map = new LinkedHashMap<>();
        switch (outcome) {
            case Rebuild.Outcome.Refused refused -> {
                map.put("done", false);
                map.put("code", refused.code());
                map.put("message", refused.message());
            }
            case Rebuild.Outcome.Done done -> {
                map.put("done", true);
                map.put("base", done.base() == null ? "" : done.base().toString());
                map.put("applied", done.applied());
                map.put("events", done.events());
                if (done.eventsBefore() != null) {
                    map.put("events_before", done.eventsBefore());
                }
                if (done.aside() != null) {
                    map.put("old_ledger", done.aside().toString());
                }
            }
        }
        return map;
    }
}
