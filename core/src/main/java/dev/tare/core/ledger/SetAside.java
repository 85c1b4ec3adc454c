package dev.tare.core.ledger;

import dev.tare.core.pricing.PricedEvent;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** Events that recognition sets aside, and what is said of them. */
final class SetAside {
    private SetAside() {}

    /** Another event has its identity. */
    static QuarantinedEvent conflict(PricedEvent event, List<String> differences) {
        return of(
                event,
                QuarantinedEvent.Reason.CONFLICT,
                "An event with this id is in the ledger with another "
                        + String.join(", ", differences)
                        + "; the first one stands.");
    }

    /** It lies before what is kept, whether or not it was there. */
    static QuarantinedEvent tooOld(PricedEvent event, Instant keptSince) {
        String date = keptSince.atOffset(ZoneOffset.UTC).toLocalDate().toString();
        return of(
                event,
                QuarantinedEvent.Reason.TOO_OLD,
                "Its time "
                        + event.time()
                        + " lies before "
                        + date
                        + " (UTC), from when on events are kept one by one: whether it was counted"
                        + " before can't be told any more. Discard it; if it is known to be missing"
                        + " and has to count, send it under a new id with a time from "
                        + date
                        + " on.");
    }

    private static QuarantinedEvent of(
            PricedEvent event, QuarantinedEvent.Reason reason, String explanation) {
        return new QuarantinedEvent(
                event.source(), event.receivedAt(), event.event(), reason, explanation);
    }
}
