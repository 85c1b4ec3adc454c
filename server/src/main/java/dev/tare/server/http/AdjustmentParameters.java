package dev.tare.server.http;

import dev.tare.core.event.Rejection;
import dev.tare.server.security.AccessKey;
import dev.tare.server.wire.Problem;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an address of {@code /v1/adjustments} says besides the body. */
final class AdjustmentParameters {
    private static final Set<String> NAMES = Set.of("source", "reason", "batch");
    private static final int NAME_SHOWN = 80;
    private static final int REASON_MAX = 200;
    private static final int BATCH_MAX = 100;

    private final Map<String, String[]> sent;

    AdjustmentParameters(Map<String, String[]> sent) {
        this.sent = sent;
    }

    /** Whose events are meant. */
    String source() {
        String source = first("source");
        return source == null ? AccessKey.DEFAULT_SOURCE : source;
    }

    /** Why; empty where nothing is said. */
    String reason() {
        String reason = first("reason");
        return reason == null ? "" : reason;
    }

    /** The name of what belongs together, else that one. */
    String batchOr(String name) {
        String batch = first("batch");
        return batch == null ? name : batch;
    }

    private @Nullable String first(String name) {
        String[] values = sent.get(name);
        return values == null ? null : values[0];
    }

    /** What is wrong with them, {@code null} where nothing is. */
    @Nullable Problem problem() {
        for (Map.Entry<String, String[]> one : sent.entrySet()) {
            Problem unclear = unclear(one.getKey(), one.getValue().length);
            if (unclear != null) {
                return unclear;
            }
        }
        return wrong(first("reason"), first("batch"));
    }

    private static @Nullable Problem unclear(String name, int times) {
        String shown = name.length() > NAME_SHOWN ? name.substring(0, NAME_SHOWN) : name;
        if (!NAMES.contains(name)) {
            return Problem.caller(
                            400,
                            "unknown_parameter",
                            "There is no parameter " + Rejection.shown(name) + ".")
                    .at(shown)
                    .mendedBy("Send reason, batch or source.");
        }
        return times == 1
                ? null
                : Problem.caller(
                                400,
                                "repeated_parameter",
                                "The parameter \"" + name + "\" comes " + times + " times.")
                        .at(shown)
                        .mendedBy("Send it once.");
    }

    private @Nullable Problem wrong(@Nullable String reason, @Nullable String batch) {
        if (!AccessKey.isSource(source())) {
            return Problem.caller(400, "invalid_source", "This is not the name of a source.")
                    .at("source")
                    .mendedBy("Send letters, digits and . _ : / -, 100 at most.");
        }
        if (reason == null || !isText(reason, REASON_MAX)) {
            return Problem.caller(
                            400,
                            "reason_needed",
                            reason == null
                                    ? "A correction needs a reason."
                                    : "The reason can't be " + Rejection.shown(reason) + ".")
                    .at("reason")
                    .mendedBy(
                            "Send ?reason= and a few words, "
                                    + REASON_MAX
                                    + " characters at most.");
        }
        if (batch != null && !isText(batch, BATCH_MAX)) {
            return Problem.caller(
                            400,
                            "invalid_batch",
                            "The batch can't be " + Rejection.shown(batch) + ".")
                    .at("batch")
                    .mendedBy("Send a name of at most " + BATCH_MAX + " characters.");
        }
        return null;
    }

    private static boolean isText(String text, int most) {
        return !text.isBlank()
                && text.length() <= most
                && text.chars().noneMatch(Character::isISOControl);
    }
}
