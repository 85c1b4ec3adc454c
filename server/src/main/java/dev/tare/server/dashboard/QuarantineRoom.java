package dev.tare.server.dashboard;

import dev.tare.core.ledger.Quarantine;
import dev.tare.core.ledger.QuarantineDecision;
import dev.tare.core.ledger.QuarantineDesk;
import dev.tare.core.ledger.QuarantineEntry;
import dev.tare.core.ledger.QuarantineEntry.State;
import dev.tare.core.ledger.QuarantinedEvent;
import dev.tare.core.profit.Metric;
import dev.tare.server.wire.CaseFields;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Makes the page of the quarantine. */
final class QuarantineRoom {
    static final String PATH = "/quarantine";

    private static final int ENTRIES = 20;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("MMM d, uuuu, HH:mm:ss", Locale.ENGLISH);

    private final QuarantineDesk desk;
    private final DashboardSettings settings;

    QuarantineRoom(QuarantineDesk desk, DashboardSettings settings) {
        this.desk = desk;
        this.settings = settings;
    }

    /**
     * The page.
     *
     * @param state the code of a state; anything else is {@code waiting}
     * @param done an entry just decided upon, {@code null} = none
     * @param problem why a decision was refused; empty = none was
     */
    QuarantineView page(
            @Nullable String state, @Nullable String after, @Nullable String done, String problem) {
        State asked = state == null ? null : State.of(state);
        State in = asked == null ? State.WAITING : asked;
        Quarantine.Filter filter = new Quarantine.Filter(in, null, after, ENTRIES);
        List<QuarantineDesk.Case> cases = desk.list(filter);
        String older =
                cases.size() < ENTRIES
                        ? ""
                        : PATH + "?state=" + in.code() + "&after=" + cases.getLast().entry().id();
        return new QuarantineView(
                Timeline.zoneName(settings.zone()),
                in.code(),
                desk.tally(),
                cases.stream().map(this::item).toList(),
                done == null ? "" : said(done),
                problem,
                older);
    }

    private String said(String id) {
        QuarantineDesk.Case one = desk.find(id);
        if (one == null) {
            return "";
        }
        QuarantineDecision decision = one.entry().decision();
        if (decision == null) {
            return "Entry " + id + " can't be applied now either; it goes on waiting.";
        }
        return switch (decision.outcome()) {
            case RECORDED -> "Entry " + id + " is in the ledger now.";
            case DUPLICATE ->
                    "The ledger has the event of entry " + id + " already; counted as a repeat.";
            default -> "Entry " + id + " was discarded.";
        };
    }

    private QuarantineView.Item item(QuarantineDesk.Case one) {
        QuarantineEntry entry = one.entry();
        QuarantinedEvent aside = entry.event();
        var event = aside.event();
        boolean conflict = !one.differences().isEmpty();
        List<CaseFields.Field> fields = new ArrayList<>(CaseFields.of(one));
        fields.sort(Comparator.comparing((CaseFields.Field field) -> !field.differs()));
        String model = event.model() == null ? "" : " · " + event.model();
        return new QuarantineView.Item(
                entry.id(),
                reason(aside.reason()),
                aside.explanation(),
                time(aside.receivedAt()),
                aside.receivedAt().toString(),
                event.id(),
                aside.source(),
                event.userId(),
                event.provider() + " · " + event.operation() + model,
                usd(one.priced().apiCost(), "No rate card gives its price."),
                usd(one.priced().creditValue(), "Its credit value isn't known."),
                conflict,
                fields,
                conflict ? event.id() + "-2" : "",
                decided(entry.decision()));
    }

    private String decided(@Nullable QuarantineDecision decision) {
        if (decision == null) {
            return "";
        }
        String what =
                switch (decision.outcome()) {
                    case RECORDED ->
                            decision.newId() == null
                                    ? "Recorded"
                                    : "Recorded as " + decision.newId();
                    case DUPLICATE -> "Found to be a repeat";
                    default -> "Discarded";
                };
        String note = decision.note() == null ? "" : ": “" + decision.note() + "”";
        return what + " by " + decision.by() + ", " + time(decision.at()) + note;
    }

    private static Figure usd(@Nullable BigDecimal amount, String whyUnknown) {
        return amount == null
                ? new Figure(Figure.UNKNOWN, "", whyUnknown, false)
                : Figure.of(Metric.Unit.USD, amount);
    }

    private String time(Instant instant) {
        return TIME.format(instant.atZone(settings.zone()));
    }

    private static String reason(QuarantinedEvent.Reason reason) {
        return switch (reason) {
            case CONFLICT -> "Conflict";
            case TOO_OLD -> "Too old";
            case UNSTORABLE -> "Can't be stored";
        };
    }
}
