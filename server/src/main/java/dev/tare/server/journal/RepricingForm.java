package dev.tare.server.journal;

import dev.tare.core.ledger.EventScope;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.ledger.PricedAnew;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Re-pricings in a payload. */
final class RepricingForm {
    private RepricingForm() {}

    static void write(ByteSink sink, JournalRecord.Repricing anew) {
        sink.instant(anew.receivedAt(), Instant.EPOCH);
        sink.text(anew.batch());
        sink.text(anew.reason());
        EventScope scope = anew.scope();
        sink.instant(scope.from(), Instant.EPOCH);
        sink.instant(scope.to(), Instant.EPOCH);
        write(sink, scope.provider());
        write(sink, scope.operation());
        write(sink, scope.model());
        sink.u8((anew.aim().creditValues() ? 1 : 0) + (anew.aim().onlyMonths() ? 2 : 0));
    }

    private static void write(ByteSink sink, @Nullable String text) {
        sink.u8(text == null ? 0 : 1);
        if (text != null) {
            sink.text(text);
        }
    }

    static JournalRecord.Repricing read(ByteSource source) {
        Instant receivedAt = source.instant(Instant.EPOCH);
        String batch = source.text();
        String reason = source.text();
        Instant from = source.instant(Instant.EPOCH);
        Instant to = source.instant(Instant.EPOCH);
        if (!from.isBefore(to)) {
            throw new MalformedRecord("it prices an empty span anew");
        }
        EventScope scope =
                new EventScope(from, to, readText(source), readText(source), readText(source));
        int aim = source.u8();
        return new JournalRecord.Repricing(
                receivedAt,
                batch,
                reason,
                scope,
                new PricedAnew.Aim((aim & 1) != 0, (aim & 2) != 0));
    }

    private static @Nullable String readText(ByteSource source) {
        return source.u8() == 0 ? null : source.text();
    }
}
