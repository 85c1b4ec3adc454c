package dev.tare.server.cli;

import dev.tare.server.journal.FileJournal;
import dev.tare.server.journal.RepairReport;
import dev.tare.server.wire.Figures;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A repair's report for a person, and for a machine. */
final class RepairText {
    private RepairText() {}

    static void print(RepairReport report, boolean applied, PrintWriter out) {
        if (report.impossible() != null) {
            out.println(report.impossible());
            return;
        }
        report.findings()
                .forEach(found ->
                        out.printf(
                                "damaged      %s, byte %d: %s%n",
                                found.file(), found.place(), found.what()));
        report.losses().forEach(loss -> lost(loss, out));
        for (FileJournal.Hole hole : report.declared()) {
            out.printf(
                    "given up     offsets %d to %d, by an earlier repair%n",
                    hole.from(), hole.to());
        }
        report.setAside().forEach(file -> out.printf("%s %s%n", verb(applied, "set aside"), file));
        report.written().forEach(file -> out.printf("%s %s%n", verb(applied, "write"), file));
        out.printf("whole        %s records%n", Figures.grouped("" + report.records()));
        if (report.tornBytes() > 0) {
            out.printf(
                    "torn end     %d bytes of a write that never finished; the next start cuts"
                            + " them off%n",
                    report.tornBytes());
        }
        if (report.isClean()) {
            out.println("Nothing is damaged.");
        } else {
            out.println(
                    applied
                            ? "Repaired. Damaged files are kept as *.damaged."
                            : "Nothing was changed; --apply does it. A backup that covers what is"
                                    + " missing is better: see `tare rebuild`.");
        }
    }

    private static String verb(boolean applied, String what) {
        String done = what.equals("write") ? "written" : what;
        return String.format("%-12s", applied ? done : "would " + what);
    }

    private static void lost(RepairReport.Loss loss, PrintWriter out) {
        out.printf(
                "lost         offsets %d to %d, %d bytes, %s%n",
                loss.from(), loss.to(), loss.bytes(), records(loss));
        if (loss.after() != null || loss.before() != null) {
            out.printf(
                    "             received after %s and before %s%n",
                    loss.after() == null ? "the beginning" : loss.after(),
                    loss.before() == null ? "the end" : loss.before());
        }
        out.println("             " + consequence(loss));
    }

    private static String records(RepairReport.Loss loss) {
        return loss.recordsTold() == 0
                ? "the number of records can't be told"
                : loss.recordsTold() + " records at least";
    }

    private static String consequence(RepairReport.Loss loss) {
        if (loss.ledger() == null) {
            return "The ledger can't be asked: what of it is lost for good isn't known.";
        }
        long lost = loss.bytesNotInLedger();
        if (lost == 0) {
            return "The ledger or a backup had recorded all of it: no event is missing there.";
        }
        return "The ledger has recorded up to offset "
                + loss.ledger()
                + ": up to "
                + lost
                + " bytes of acknowledged records are really lost.";
    }

    static Map<String, @Nullable Object> map(RepairReport report, boolean applied) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("applied", applied && report.impossible() == null && !report.isClean());
        map.put("clean", report.isClean());
        map.put("impossible", report.impossible());
        map.put("journal", report.journal() == null ? null : report.journal().toString());
        map.put("records", report.records());
        map.put("torn_bytes", report.tornBytes());
        map.put("findings", report.findings());
        List<Map<String, @Nullable Object>> losses = new ArrayList<>();
        report.losses().forEach(loss -> losses.add(map(loss)));
        map.put("losses", losses);
        map.put("given_up", report.declared());
        map.put("set_aside", report.setAside());
        map.put("written", report.written());
        return map;
    }

    private static Map<String, @Nullable Object> map(RepairReport.Loss loss) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("from", loss.from());
        map.put("to", loss.to());
        map.put("records_at_least", loss.recordsTold());
        map.put("received_after", loss.after() == null ? null : loss.after().toString());
        map.put("received_before", loss.before() == null ? null : loss.before().toString());
        map.put("ledger", loss.ledger());
        map.put("bytes_not_in_ledger", loss.bytesNotInLedger());
        return map;
    }
}
