package dev.tare.core.ledger;

import dev.tare.core.event.EventRules;
import dev.tare.core.event.Rejection;
import dev.tare.core.ledger.QuarantineDecision.Action;
import dev.tare.core.pricing.Books;
import dev.tare.core.pricing.PricedEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the quarantine is looked at and decided upon, for every face alike. A decision made here is
 * a journal record; only the recorder applies it.
 */
public final class QuarantineDesk {
    /** Characters of a note at most. */
    public static final int NOTE_MAX = 500;

    /**
     * An entry with everything needed to decide.
     *
     * @param priced what the event would cost and earn by today's books
     * @param first the row of the log that has its identity, {@code null} where there is none
     * @param differences the fields in which the two say different things
     */
    public record Case(
            QuarantineEntry entry,
            PricedEvent priced,
            @Nullable StoredEvent first,
            List<String> differences) {
        public Case {
            differences = List.copyOf(differences);
        }
    }

    /** What is asked for: an entry, what to do, and in whose name. */
    public record Wish(
            String entry,
            Action action,
            @Nullable String newId,
            @Nullable String note,
            String by) {}

    /** Whether it can be done. */
    public sealed interface Judged {
        /** It can: this goes into the journal. */
        record Ready(JournalRecord.Decision decision) implements Judged {}

        /** It can't, and the mend. */
        record Refused(String code, @Nullable String field, String message, String mend)
                implements Judged {}
    }

    private final Quarantine quarantine;
    private final Supplier<Books> books;

    public QuarantineDesk(Quarantine quarantine, Supplier<Books> books) {
        this.quarantine = quarantine;
        this.books = books;
    }

    /** How many entries stand where. */
    public Quarantine.Tally tally() {
        return quarantine.tally();
    }

    /** The cases of one page. */
    public List<Case> list(Quarantine.Filter filter) {
        return cases(quarantine.list(filter));
    }

    /** The case of that entry, {@code null} where there is none. */
    public @Nullable Case find(String id) {
        QuarantineEntry entry = quarantine.entry(id);
        return entry == null ? null : cases(List.of(entry)).getFirst();
    }

    private List<Case> cases(List<QuarantineEntry> entries) {
        Books now = books.get();
        Map<EventKey, StoredEvent> first =
                quarantine.firstRows(entries.stream().map(QuarantineEntry::key).toList());
        return entries.stream().map(entry -> of(entry, first.get(entry.key()), now)).toList();
    }

    private static Case of(QuarantineEntry entry, @Nullable StoredEvent first, Books books) {
        QuarantinedEvent event = entry.event();
        return new Case(
                entry,
                PricedEvent.of(event.event(), event.source(), event.receivedAt(), books),
                first,
                first == null ? List.of() : first.differences(event.event()));
    }

    /** Judges a wish at {@code now} (UTC, microseconds). */
    public Judged judge(Wish wish, Instant now) {
        QuarantineEntry entry = quarantine.entry(wish.entry());
        if (entry == null) {
            return new Judged.Refused(
                    "quarantine_unknown",
                    null,
                    "There is no entry " + Rejection.shown(wish.entry()) + " in quarantine.",
                    "List the entries to see their ids.");
        }
        if (entry.decision() != null) {
            return new Judged.Refused(
                    "quarantine_decided",
                    null,
                    "Entry " + entry.id() + " was " + entry.state().code() + " already.",
                    "A decision isn't taken back.");
        }
        String note = wish.note() == null || wish.note().isBlank() ? null : wish.note().strip();
        Judged.Refused unfit = unfit(note);
        if (unfit != null) {
            return unfit;
        }
        Judged.Refused refused = wish.action() == Action.RETRY ? retry(entry, wish.newId()) : null;
        return refused != null
                ? refused
                : new Judged.Ready(
                        new JournalRecord.Decision(
                                now,
                                List.of(entry.id()),
                                wish.action(),
                                wish.action() == Action.RETRY ? wish.newId() : null,
                                wish.by(),
                                note));
    }

    private static Judged.@Nullable Refused unfit(@Nullable String note) {
        if (note != null && note.length() > NOTE_MAX) {
            return new Judged.Refused(
                    "too_long",
                    "note",
                    "The note is too long: " + note.length() + " characters.",
                    "Send at most " + NOTE_MAX + ".");
        }
        if (note != null && note.indexOf('\0') >= 0) {
            return new Judged.Refused(
                    "invalid_text",
                    "note",
                    "The note holds a character that is no text.",
                    "Leave the NUL character out.");
        }
        return null;
    }

    private Judged.@Nullable Refused retry(QuarantineEntry entry, @Nullable String newId) {
        if (newId != null) {
            Rejection broken = EventRules.checkName("new_id", newId);
            if (broken != null) {
                return new Judged.Refused(
                        broken.code().code(), "new_id", broken.message(), "Send another one.");
            }
        }
        EventKey key = newId == null ? entry.key() : new EventKey(entry.event().source(), newId);
        StoredEvent stands = quarantine.firstRows(List.of(key)).get(key);
        if (stands == null || stands.differences(entry.event().event()).isEmpty()) {
            return null;
        }
        return newId == null
                ? new Judged.Refused(
                        "quarantine_conflict_stands",
                        null,
                        "Another event with the id "
                                + Rejection.shown(key.id())
                                + " is in the ledger, and it stands.",
                        "If this was another call, record it under a new id; else discard it.")
                : new Judged.Refused(
                        "quarantine_new_id_taken",
                        "new_id",
                        "An event with the id "
                                + Rejection.shown(newId)
                                + " is in the ledger already.",
                        "Take another id.");
    }
}
