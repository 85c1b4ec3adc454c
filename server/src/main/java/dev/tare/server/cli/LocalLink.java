package dev.tare.server.cli;

import dev.tare.core.event.UsageBatch;
import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.Backups;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.ledger.LedgerState;
import dev.tare.core.ledger.Quarantine;
import dev.tare.core.ledger.QuarantineDecision.Action;
import dev.tare.core.ledger.QuarantineDesk;
import dev.tare.core.ledger.SliceProgress;
import dev.tare.core.ledger.SqlConsole;
import dev.tare.core.pricing.PriceChange;
import dev.tare.core.rollup.Verification;
import dev.tare.server.wire.PriceFile;
import dev.tare.server.wire.QuarantineJson;
import dev.tare.server.wire.ReconcileRequest;
import dev.tare.server.wire.RepriceRequest;
import dev.tare.server.wire.RepricingJson;
import dev.tare.server.wire.SnapshotNote;
import dev.tare.server.wiring.BillReconciliation;
import dev.tare.server.wiring.House;
import dev.tare.server.wiring.upkeep.Snapshots;
import dev.tare.server.wiring.upkeep.Upkeep;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Works on a data folder opened by this very process, where no server runs. */
final class LocalLink implements TareLink {
    private final House house;

    LocalLink(House house) {
        this.house = house;
    }

    @Override
    public String profit(Map<String, List<String>> params, String format) {
        return new LocalAnswers(house).profit(params, format);
    }

    @Override
    public void send(String source, List<UsageEvent> events) {
        house.accept(source, events);
    }

    @Override
    public void correct(String source, List<UsageEvent> events, String reason, String batch) {
        UsageBatch anew = new UsageBatch(source, house.now(), events);
        house.append(new JournalRecord.Correction(anew, reason, batch));
    }

    @Override
    public String reprice(Map<String, String> fields, boolean dryRun) {
        return switch (RepriceRequest.parse(fields, house.clock().instant(), house.zone())) {
            case RepriceRequest.Bad bad -> throw new CommandFailed(ExitCode.USAGE, bad.message());
            case RepriceRequest.Wish wish -> {
                if (dryRun) {
                    yield RepricingJson.preview(
                            wish,
                            house.repricings().preview(wish.scope(), wish.aim(), house.now()));
                }
                JournalRecord.Repricing record = wish.record(house.now());
                house.append(record);
                yield RepricingJson.accepted(record.batch());
            }
        };
    }

    @Override
    public String repriced(String batch) {
        SliceProgress progress = house.slices();
        boolean waits = house.state().position().offset() < house.journal().end().offset();
        RepricingJson.State state =
                progress != null
                        ? RepricingJson.State.RUNNING
                        : waits ? RepricingJson.State.WAITING : RepricingJson.State.BOOKED;
        boolean booked = state == RepricingJson.State.BOOKED;
        return RepricingJson.state(
                batch, state, progress, booked ? house.repricings().booked(batch) : null);
    }

    @Override
    public String reconcile(String provider, BillToSend bill, Map<String, String> fields) {
        ReconcileRequest.Wish wish =
                switch (ReconcileRequest.parse(provider, fields)) {
                    case ReconcileRequest.Bad bad ->
                            throw new CommandFailed(ExitCode.USAGE, bad.message());
                    case ReconcileRequest.Wish read -> read;
                };
        try (InputStream csv = bill.open()) {
            return switch (new BillReconciliation(house).answer(csv, bill.mapping(), wish)) {
                case ReconcileRequest.Compared compared -> compared.json();
                case ReconcileRequest.Unusable unusable ->
                        throw new CommandFailed(ExitCode.USAGE, unusable.message());
                case ReconcileRequest.Later later ->
                        throw new CommandFailed(ExitCode.ENVIRONMENT, later.message());
            };
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public void awaitRecorded() {
        try {
            if (!house.awaitRecorded(House.RECORDED_WAIT)) {
                String trouble = house.trouble();
                throw new CommandFailed(
                        ExitCode.ENVIRONMENT,
                        "All is safe in the journal, but the ledger lags behind"
                                + (trouble == null ? "." : ": " + trouble));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CommandFailed(ExitCode.ENVIRONMENT, "Interrupted.");
        }
    }

    @Override
    public Progress progress() {
        LedgerState state = house.state();
        return new Progress(
                state.acknowledged(),
                state.recorded(),
                state.duplicates(),
                state.quarantined(),
                house.desk().tally().waiting(),
                house.reports().rowsKept().date(),
                null);
    }

    @Override
    public PricesEntered enterPrices(String yamlOrJson) {
        PriceChange change = PriceFiles.read(yamlOrJson);
        List<String> taken = house.books().takenIds(change);
        if (!taken.isEmpty()) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "Nothing was entered; these ids stand for other rate cards: "
                            + String.join(", ", taken)
                            + ". A card is never changed: give the new price an id of its own.");
        }
        PriceChange news = house.books().newIn(change);
        house.enter(news);
        awaitRecorded();
        return new PricesEntered(
                news.rateCards().size(), news.plans().size(), news.tariffs().size());
    }

    @Override
    public String prices() {
        return PriceFile.write(
                new PriceChange(
                        house.books().prices().cards(),
                        house.books().plans().plans(),
                        house.books().plans().tariffs()));
    }

    @Override
    public String missingPrices(Map<String, List<String>> params) {
        return new LocalAnswers(house).missingPrices(params);
    }

    @Override
    public String toldCosts(Map<String, List<String>> params) {
        return new LocalAnswers(house).toldCosts(params);
    }

    @Override
    public String event(String id, @Nullable String source) {
        return new LocalAnswers(house).event(id, source);
    }

    @Override
    public String quarantine(Quarantine.Filter filter) {
        QuarantineDesk desk = house.desk();
        return QuarantineJson.page(desk.tally(), desk.list(filter), filter);
    }

    @Override
    public String quarantineEntry(String entry) {
        QuarantineDesk.Case found = house.desk().find(entry);
        if (found == null) {
            throw new CommandFailed(
                    ExitCode.USAGE, "There is no entry \"" + entry + "\" in quarantine.");
        }
        return QuarantineJson.entry(found);
    }

    @Override
    public void decide(String entry, Action action, @Nullable String newId, @Nullable String note) {
        QuarantineDesk.Wish wish = new QuarantineDesk.Wish(entry, action, newId, note, "cli");
        switch (house.desk().judge(wish, house.now())) {
            case QuarantineDesk.Judged.Refused refused ->
                    throw new CommandFailed(
                            ExitCode.USAGE, refused.message() + " " + refused.mend());
            case QuarantineDesk.Judged.Ready(var decision) -> house.append(decision);
        }
    }

    @Override
    public SqlConsole.Answer sql(String query) {
        return house.sql().ask(query, SqlCommand.ROWS_MAX, SqlCommand.TIME_MAX);
    }

    @Override
    public List<Verification.Check> verify() {
        return house.verify();
    }

    @Override
    public Backups.Backup backup(Path target) {
        Backups backups = house.backups();
        if (backups == null) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "This ledger lies in a PostgreSQL database, and Tare makes no copy of that."
                            + " Back the database up with its own means, such as pg_dump.");
        }
        return backups.backup(target);
    }

    @Override
    public Flow flow() {
        // Opening the folder applied all that was accepted.
        return new Flow(0, 0, house.trouble(), 0, house.correctionsUnmatched(), null);
    }

    @Override
    public BackupState backupState() {
        try {
            List<Path> files = Snapshots.in(house.settings().backups(), Upkeep.PREFIX);
            SnapshotNote newest = files.isEmpty() ? null : Snapshots.note(files.getFirst());
            return new BackupState(newest == null ? null : newest.madeAt().toString(), null);
        } catch (IOException unreadable) {
            return new BackupState(null, unreadable.toString());
        }
    }

    @Override
    public void close() {
        house.close();
    }
}
