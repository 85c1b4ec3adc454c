package dev.tare.server.journal;

import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.ledger.QuarantineDecision.Action;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decisions about the quarantine in a payload. */
final class DecisionForm {
    private DecisionForm() {}

    static void write(ByteSink sink, JournalRecord.Decision decision) {
        sink.instant(decision.receivedAt(), Instant.EPOCH);
        sink.u8(
                switch (decision.action()) {
                    case RETRY -> 0;
                    case DISCARD -> 1;
                });
        sink.unsigned(decision.entries().size());
        decision.entries().forEach(sink::text);
        write(sink, decision.newId());
        sink.text(decision.by());
        write(sink, decision.note());
    }

    private static void write(ByteSink sink, @Nullable String text) {
        sink.u8(text == null ? 0 : 1);
        if (text != null) {
            sink.text(text);
        }
    }

    static JournalRecord.Decision read(ByteSource source) {
        Instant receivedAt = source.instant(Instant.EPOCH);
        Action action =
                switch (source.u8()) {
                    case 0 -> Action.RETRY;
                    case 1 -> Action.DISCARD;
                    default -> throw new MalformedRecord("a decision is unknown");
                };
        int count = source.count(1);
        List<String> entries = new ArrayList<>(Math.min(count, 1_000));
        for (int i = 0; i < count; i++) {
            entries.add(source.text());
        }
        String newId = readText(source);
        String by = source.text();
        return new JournalRecord.Decision(receivedAt, entries, action, newId, by, readText(source));
    }

    private static @Nullable String readText(ByteSource source) {
        return source.u8() == 0 ? null : source.text();
    }
}
