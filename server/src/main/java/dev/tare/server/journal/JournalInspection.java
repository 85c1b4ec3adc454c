package dev.tare.server.journal;

import dev.tare.core.ledger.JournalDamaged;
import dev.tare.core.ledger.JournalPosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads every byte of a journal that no process has open, and plans its repair. */
final class JournalInspection {
    /**
     * A file taken for a segment.
     *
     * @param told whether its own header says where it begins, not only its name
     * @param named whether its name fits
     */
    private record Found(Segment segment, boolean told, boolean named) {
        boolean sound() {
            return told && named;
        }

        /** Where the records before it end. */
        long before() {
            return told ? segment.before() : segment.start();
        }
    }

    private final Path folder;
    private final @Nullable Collection<JournalPosition> ledger;

    /**
     * @param ledger how far the ledger has come with each journal; {@code null} where it can't be
     *     asked
     */
    JournalInspection(Path folder, @Nullable Collection<JournalPosition> ledger) {
        this.folder = folder;
        this.ledger = ledger;
    }

    /** The plan; {@code null} where nothing tells whose journal it is. */
    @Nullable RepairPlan plan() throws IOException {
        List<Path> files = JournalFolder.files(folder, Segment.SUFFIX);
        UUID journal = journal(files);
        if (journal == null) {
            return null;
        }
        RepairPlan plan = new RepairPlan(folder, journal, ledgerOffset(journal));
        List<Found> segments = new ArrayList<>(inOrder(files, plan).values());
        begin(segments, plan);
        for (int i = 0; i < segments.size(); i++) {
            boolean last = i + 1 == segments.size();
            look(segments.get(i), last ? null : segments.get(i + 1), plan);
        }
        end(plan);
        return plan;
    }

    private @Nullable UUID journal(List<Path> files) throws IOException {
        List<UUID> named = new ArrayList<>();
        for (Path file : files) {
            try {
                named.add(Segment.readHeader(file).journal());
            } catch (JournalDamaged damaged) {
                // Found again, and named, when the files are put in order.
            }
        }
        if (named.isEmpty()) {
            UUID marked = DurableMark.journalIn(folder);
            Collection<JournalPosition> asked = ledger;
            return marked == null && asked != null && asked.size() == 1
                    ? asked.iterator().next().journal()
                    : marked;
        }
        return named.stream()
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
                .entrySet()
                .stream()
                .max(Map.Entry.comparingByValue(Comparator.naturalOrder()))
                .orElseThrow()
                .getKey();
    }

    private @Nullable Long ledgerOffset(UUID journal) {
        Collection<JournalPosition> asked = ledger;
        if (asked == null) {
            return null;
        }
        return asked.stream()
                .filter(position -> position.journal().equals(journal))
                .mapToLong(JournalPosition::offset)
                .max()
                .orElse(0);
    }

    private Map<Long, Found> inOrder(List<Path> files, RepairPlan plan) throws IOException {
        TreeMap<Long, Found> segments = new TreeMap<>();
        for (Path file : files) {
            Found found = found(file, plan);
            if (found == null) {
                plan.setAside(file);
                continue;
            }
            Found other = segments.get(found.segment().start());
            if (other != null) {
                plan.find(file, 0, "it begins where " + other.segment().file() + " does");
                boolean better = found.sound() && !other.sound();
                plan.setAside(better ? other.segment().file() : file);
                if (!better) {
                    continue;
                }
            }
            segments.put(found.segment().start(), found);
        }
        return segments;
    }

    private @Nullable Found found(Path file, RepairPlan plan) throws IOException {
        try {
            Segment segment = Segment.readHeader(file);
            if (!segment.journal().equals(plan.journal())) {
                plan.find(file, 0, "it belongs to another journal, " + segment.journal());
                return null;
            }
            boolean named = file.getFileName().toString().equals(Segment.fileName(segment.start()));
            if (!named) {
                plan.find(file, 0, "its name doesn't fit its start, " + segment.start());
            }
            return new Found(segment, true, named);
        } catch (JournalDamaged damaged) {
            plan.find(file, 0, "its header can't be read");
            String name = file.getFileName().toString().replace(Segment.SUFFIX, "");
            return name.matches("0[0-9]{19}")
                    ? new Found(guessed(file, plan.journal(), Long.parseLong(name)), false, true)
                    : null;
        }
    }

    /** The header's form is told by where the first record is. */
    private static Segment guessed(Path file, UUID journal, long start) throws IOException {
        Segment plain = new Segment(file, journal, start);
        if (start == 0) {
            return plain;
        }
        Segment behindHole = new Segment(file, journal, start, 1);
        long plainRecords = SegmentSurvey.of(plain, Long.MAX_VALUE).records();
        long otherRecords = SegmentSurvey.of(behindHole, Long.MAX_VALUE).records();
        return otherRecords > plainRecords ? behindHole : plain;
    }

    private void begin(List<Found> segments, RepairPlan plan) {
        Long ledgerEnd = plan.ledger();
        if (segments.isEmpty()) {
            return;
        }
        Segment first = segments.getFirst().segment();
        long before = segments.getFirst().before();
        if (ledgerEnd != null && ledgerEnd < before) {
            // Older segments are deleted only when the ledger is far beyond them.
            plan.find(first.file(), 0, "files before it are missing");
            plan.reach(ledgerEnd);
        } else {
            plan.reach(before);
        }
    }

    private void look(Found found, @Nullable Found next, RepairPlan plan) throws IOException {
        Segment segment = found.segment();
        if (next == null && found.sound() && isWholeButForATornEnd(segment, plan)) {
            return;
        }
        SegmentSurvey survey =
                SegmentSurvey.of(segment, next == null ? tailEnd(segment, plan) : next.before());
        gap(found, plan);
        for (SegmentSurvey.Bad bad : survey.bads()) {
            plan.find(
                    segment.file(),
                    segment.place(bad.from()),
                    "no whole record is here, nor in"
                            + " the "
                            + (bad.to() - bad.from())
                            + " bytes from here");
        }
        if (found.sound() && survey.bads().isEmpty() && segment.before() == plan.reached()) {
            if (segment.hole() > 0) {
                plan.declared(segment);
            }
            survey.runs().forEach(plan::keep);
            plan.reach(Math.max(plan.reached(), segment.start()));
            return;
        }
        plan.setAside(segment.file());
        anew(segment, survey, plan);
    }

    private static void anew(Segment segment, SegmentSurvey survey, RepairPlan plan) {
        long at = segment.start();
        int bad = 0;
        for (SegmentSurvey.Run run : survey.runs()) {
            while (at < run.from()) {
                SegmentSurvey.Bad lost = survey.bads().get(bad++);
                plan.lose(lost.from(), lost.to(), lost.told());
                at = lost.to();
            }
            plan.copy(segment, run);
            at = run.to();
        }
        for (SegmentSurvey.Bad lost : survey.bads().subList(bad, survey.bads().size())) {
            plan.lose(lost.from(), lost.to(), lost.told());
        }
    }

    /** What lies between the segments before and this one is lost. */
    private static void gap(Found found, RepairPlan plan) {
        Segment segment = found.segment();
        long before = found.before();
        if (before > plan.lossEnd()) {
            plan.lose(plan.lossEnd(), before, 0);
            plan.find(segment.file(), 0, "records before it are missing");
        }
    }

    private boolean isWholeButForATornEnd(Segment last, RepairPlan plan) throws IOException {
        if (last.before() != plan.reached()) {
            return false;
        }
        long end;
        try {
            end = TailScan.end(last, DurableMark.read(folder, plan.journal()));
            end = Math.min(end, tailEnd(last, plan));
        } catch (JournalDamaged damaged) {
            return false;
        }
        if (last.hole() > 0) {
            plan.declared(last);
        }
        SegmentSurvey.of(last, end).runs().forEach(plan::keep);
        plan.reach(Math.max(plan.reached(), last.start()));
        plan.torn(Files.size(last.file()) - last.place(end));
        return true;
    }

    /** Where reading the last segment ends at the latest: what was refused isn't looked at. */
    private long tailEnd(Segment last, RepairPlan plan) throws IOException {
        return DurableMark.tailRefused(folder, plan.journal())
                ? Math.max(DurableMark.read(folder, plan.journal()), last.start())
                : Long.MAX_VALUE;
    }

    /** What was durable, or is in the ledger already, must not be numbered anew. */
    private void end(RepairPlan plan) throws IOException {
        long mark = DurableMark.read(folder, plan.journal());
        Long ledgerEnd = plan.ledger();
        long should = Math.max(plan.lossEnd(), mark);
        should = ledgerEnd == null ? should : Math.max(should, ledgerEnd);
        if (should > plan.lossEnd()) {
            plan.find(
                    folder,
                    0,
                    "the journal ends at offset "
                            + plan.lossEnd()
                            + ", though it once reached "
                            + should);
            plan.lose(plan.lossEnd(), should, 0);
        }
        if (should > plan.reached()) {
            plan.beginEmpty(should);
        }
    }
}
