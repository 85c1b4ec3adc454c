package dev.tare.server.cli;

import dev.tare.server.postgres.DaysCut;
import dev.tare.server.wire.Figures;
import java.io.PrintWriter;
import java.time.ZoneId;

/**
 * How far a server has cut its ledger's days anew, as lines: at the beginning, after each tenth,
 * and at the end. Until then nothing else is recorded, and pages wait.
 */
final class CutLines implements DaysCut {
    private static final int LINES = 10;

    private final ZoneId zone;
    private final PrintWriter out;
    private long told = -1;

    CutLines(ZoneId zone, PrintWriter out) {
        this.zone = zone;
        this.out = out;
    }

    @Override
    public void at(long done, long events) {
        long line = done * LINES / events;
        if (done != 0 && line == told) {
            return;
        }
        told = line;
        out.printf(
                "Cutting the days anew in %s: %s of %s events%s%n",
                zone,
                Figures.grouped(Long.toString(done)),
                Figures.grouped(Long.toString(events)),
                done < events ? "" : ", done");
        out.flush();
    }
}
