package dev.tare.server.wire;

import static dev.tare.testkit.SampleEvents.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.event.UsageBatch;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.ledger.Recorder;
import dev.tare.core.profit.ProfitReports;
import dev.tare.core.profit.ReportAmounts;
import dev.tare.core.profit.ReportQuery;
import dev.tare.core.profit.ReportRequest;
import dev.tare.testkit.InMemoryJournal;
import dev.tare.testkit.InMemoryLedger;
import dev.tare.testkit.SampleEvents;
import dev.tare.testkit.SettableClock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A report says that corrections are in it, even where they cancel out. */
class CorrectedNoteTest {
    private final InMemoryLedger ledger = new InMemoryLedger(ZoneOffset.UTC);

    /** Free of charge on either plan, so no sum changes. */
    private void movedToAnotherPlan() {
        InMemoryJournal journal = new InMemoryJournal(new UUID(1, 2));
        SampleEvents call = event("a").credits("0");
        journal.append(SampleEvents.record(call.plan("basic").build())).join();
        UsageBatch anew = SampleEvents.batch(call.plan("pro").build());
        journal.append(new JournalRecord.Correction(anew, "plan known", "b")).join();
        new Recorder(journal, ledger, new SettableClock(SampleEvents.RECEIVED), state -> {})
                .drain();
    }

    private List<ReportNote> notes(ReportQuery query) {
        return ReportNote.of(new ProfitReports(ledger).report(query)).stream()
                .filter(note -> note.code().equals("corrected"))
                .toList();
    }

    private static ReportQuery of(String from, String to) {
        return ((ReportRequest.Parsed.Query)
                        ReportRequest.parse(
                                Map.of("from", List.of(from), "to", List.of(to)),
                                SampleEvents.RECEIVED,
                                ZoneOffset.UTC,
                                () -> null))
                .query();
    }

    @Test
    void moves_between_groups_are_said_in_the_span_they_lie_in_and_no_other() {
        movedToAnotherPlan();

        assertThat(notes(of("2026-11-23", "2026-11-23")))
                .singleElement()
                .extracting(ReportNote::text)
                .asString()
                .contains("the total stay");
        assertThat(notes(of("2026-11-22", "2026-11-22"))).isEmpty();
        assertThat(notes(of("2026-11-23", "2026-11-23").of(ReportAmounts.AS_CHARGED))).isEmpty();
    }

    @Test
    void without_corrections_nothing_is_said() {
        assertThat(notes(of("2026-11-23", "2026-11-23"))).isEmpty();
    }
}
