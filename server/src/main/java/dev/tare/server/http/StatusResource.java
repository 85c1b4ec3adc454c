package dev.tare.server.http;

import dev.tare.core.ledger.Journal;
import dev.tare.core.ledger.JournalPosition;
import dev.tare.core.ledger.LedgerState;
import dev.tare.core.ledger.RowsKept;
import dev.tare.core.ledger.SliceProgress;
import dev.tare.core.ledger.StoreUnavailable;
import dev.tare.core.profit.ProfitReports;
import dev.tare.core.profit.UsageSums;
import dev.tare.server.wire.RepricingJson;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JsonGenerator;

/** {@code GET /v1/status}: how far everything has come. */
@RestController
public final class StatusResource {
    /**
     * What doesn't change while the server runs.
     *
     * @param demo whether the data are made up
     * @param zone the workspace's
     */
    public record Facts(String version, boolean demo, ZoneId zone) {}

    /** Port: what keeps the recorder from its work. */
    @FunctionalInterface
    public interface Trouble {
        /** One sentence, {@code null} where nothing does. */
        @Nullable String text();
    }

    /** Port: how long the recorder is likely to take for what waits in the journal. */
    @FunctionalInterface
    public interface Delay {
        /** {@link Duration#ZERO} where nothing waits, or nobody can tell yet. */
        Duration time();
    }

    /** Port: how far a re-pricing is. */
    @FunctionalInterface
    public interface Slicing {
        /** {@code null} where none is under way. */
        @Nullable SliceProgress progress();
    }

    /** Port: how backups on a schedule stand. */
    @FunctionalInterface
    public interface BackupSchedule {
        /**
         * How it stands now.
         *
         * @param last when the newest was made; {@code null}: none yet
         * @param trouble what went wrong last and wasn't mended since
         */
        record State(@Nullable Instant last, @Nullable String file, @Nullable String trouble) {}

        /** {@code null} where none are made. */
        @Nullable State state();
    }

    private final Journal journal;
    private final Supplier<LedgerState> ledger;
    private final LongSupplier waiting;
    private final LongSupplier unmatched;
    private final Slicing repricing;
    private final ProfitReports reports;
    private final Delay delay;
    private final Trouble trouble;
    private final Trouble heldBack;
    private final BackupSchedule backups;
    private final Trackers trackers;
    private final Facts facts;

    /**
     * Says what these say.
     *
     * @param waiting how many events wait in quarantine
     * @param unmatched corrections that couldn't be booked since the start
     * @param heldBack what keeps rows longer than was asked for
     */
    public StatusResource(
            Journal journal,
            Supplier<LedgerState> ledger,
            LongSupplier waiting,
            LongSupplier unmatched,
            Slicing repricing,
            ProfitReports reports,
            Delay delay,
            Trouble trouble,
            Trouble heldBack,
            BackupSchedule backups,
            Trackers trackers,
            Facts facts) {
        this.journal = journal;
        this.ledger = ledger;
        this.waiting = waiting;
        this.unmatched = unmatched;
        this.repricing = repricing;
        this.reports = reports;
        this.delay = delay;
        this.trouble = trouble;
        this.heldBack = heldBack;
        this.backups = backups;
        this.trackers = trackers;
        this.facts = facts;
    }

    /** Journal, ledger, and what lies between. */
    @GetMapping("/v1/status")
    public ResponseEntity<byte[]> status() {
        LedgerState state = ledger.get();
        JournalPosition end = journal.end();
        UsageSums.Span span = asked(reports::span);
        RowsKept kept = asked(reports::rowsKept);
        return Reply.json(
                200,
                json -> {
                    json.writeStringProperty("version", facts.version());
                    json.writeBooleanProperty("demo", facts.demo());
                    json.writeStringProperty("time_zone", facts.zone().getId());
                    json.writeObjectPropertyStart("journal");
                    json.writeStringProperty("id", journal.id().toString());
                    json.writeNumberProperty("end", end.offset());
                    json.writeEndObject();
                    ledger(json, state, asked(waiting::getAsLong));
                    json.writeNumberProperty(
                            "bytes_behind", Math.max(0, end.offset() - state.position().offset()));
                    json.writeNumberProperty("seconds_behind", delay.time().toSeconds());
                    json.writeStringProperty("trouble", trouble.text());
                    json.writeNumberProperty("corrections_unmatched", unmatched.getAsLong());
                    RepricingJson.progress(json, "repricing", repricing.progress());
                    backup(json, backups.state());
                    trackers(json);
                    json.writeStringProperty("rows_kept_since", kept == null ? null : kept.date());
                    json.writeStringProperty("rows_held_back", heldBack.text());
                    json.writeStringProperty(
                            "first_event", span == null ? null : span.first().toString());
                    json.writeStringProperty(
                            "last_event", span == null ? null : span.last().toString());
                });
    }

    /** {@code null} while the ledger can't be asked: what keeps it away is told beside. */
    private static <T> @Nullable T asked(Supplier<@Nullable T> question) {
        try {
            return question.get();
        } catch (StoreUnavailable away) {
            return null;
        }
    }

    private static void backup(JsonGenerator json, BackupSchedule.@Nullable State state) {
        if (state == null) {
            json.writeNullProperty("backup");
            return;
        }
        json.writeObjectPropertyStart("backup");
        json.writeStringProperty("last", state.last() == null ? null : state.last().toString());
        json.writeStringProperty("file", state.file());
        json.writeStringProperty("trouble", state.trouble());
        json.writeEndObject();
    }

    private void trackers(JsonGenerator json) {
        json.writeArrayPropertyStart("trackers");
        for (Trackers.Told told : trackers.all()) {
            json.writeStartObject();
            json.writeStringProperty("spool", told.spool());
            json.writeStringProperty("source", told.source());
            json.writeNumberProperty("dropped", told.dropped());
            json.writeNumberProperty("rejected", told.rejected());
            json.writeNumberProperty("spooled", told.spooled());
            json.writeStringProperty("heard_at", told.at().toString());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void ledger(JsonGenerator json, LedgerState state, @Nullable Long waiting) {
        json.writeObjectPropertyStart("ledger");
        json.writeNumberProperty("position", state.position().offset());
        json.writeNumberProperty("acknowledged", state.acknowledged());
        json.writeNumberProperty("recorded", state.recorded());
        json.writeNumberProperty("duplicates", state.duplicates());
        json.writeNumberProperty("quarantined", state.quarantined());
        if (waiting == null) {
            json.writeNullProperty("waiting");
        } else {
            json.writeNumberProperty("waiting", waiting);
        }
        json.writeEndObject();
    }
}
