package dev.tare.server.wiring;

import dev.tare.core.ledger.UnmatchedCorrection;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the corrections that couldn't be booked since the start, and names the first of each
 * record in the log: what was answered with 202 must not vanish without a word.
 */
final class CorrectionsWatch implements Consumer<List<UnmatchedCorrection>> {
    private static final Logger LOG = LoggerFactory.getLogger(CorrectionsWatch.class);
    private static final int NAMED_MAX = 5;

    private final AtomicLong count = new AtomicLong();

    /** How many there were. */
    long count() {
        return count.get();
    }

    @Override
    public void accept(List<UnmatchedCorrection> unmatched) {
        if (unmatched.isEmpty()) {
            return;
        }
        count.addAndGet(unmatched.size());
        LOG.warn(
                "Not booked of the corrections {}: {}, {}. Send them again once their events are"
                        + " recorded; what is booked already isn't booked twice.",
                unmatched.getFirst().batch(),
                unmatched.size() == 1 ? "1 event" : unmatched.size() + " events",
                named(unmatched));
    }

    private static String named(List<UnmatchedCorrection> unmatched) {
        String first =
                unmatched.stream()
                        .limit(NAMED_MAX)
                        .map(one ->
                                "%s of %s at %s %s"
                                        .formatted(
                                                one.key().id(),
                                                one.key().source(),
                                                one.time(),
                                                one.reason().words()))
                        .collect(Collectors.joining("; "));
        int more = unmatched.size() - NAMED_MAX;
        return more > 0 ? first + "; and " + more + " more" : first;
    }
}
