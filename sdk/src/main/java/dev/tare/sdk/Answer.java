package dev.tare.sdk;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What became of a request, as far as the sender must know. */
sealed interface Answer {
    /** Everything that isn't refused is on the server's disk. */
    record Taken(List<Refusal> refusals) implements Answer {}

    /** Nothing was taken, and the same again wouldn't be: there is something wrong in it. */
    record Culprit(String code, String message) implements Answer {}

    /** Nothing was taken, or nobody knows; the same again, later, can go well. */
    record Later(
            String code, String message, @Nullable Duration retryAfter, @Nullable Throwable cause)
            implements Answer {}

    /** One event that will never be taken. */
    record Refusal(int index, String code, String message) {}

    /**
     * Reads what the server wrote.
     *
     * @param sent how many events the request had
     * @param retryAfter what the server asked for
     */
    static Answer of(int status, String body, int sent, @Nullable Duration retryAfter) {
        Object json = json(body);
        if (status == 202 || status == 400) {
            Answer taken = json instanceof Map<?, ?> map ? taken(map, sent) : null;
            if (taken != null) {
                return taken;
            }
        }
        String code = json instanceof Map<?, ?> map && map.get("code") instanceof String s ? s : "";
        if ((status == 400 || status == 413) && !code.isEmpty()) {
            // Without a code it is someone else who speaks, such as a proxy: nothing is given up.
            return new Culprit(code, "The server answers " + status + " " + code + ".");
        }
        if (status == 413 && sent > 1) {
            return new Culprit("http_413", "Something before the server finds it too large.");
        }
        if (status >= 200 && status < 300) {
            return new Later(
                    "answer_not_understood",
                    "What answers with "
                            + status
                            + " doesn't speak as a Tare server does; check the address.",
                    retryAfter,
                    null);
        }
        return new Later("http_" + status, words(status, code), retryAfter, null);
    }

    private static String words(int status, String code) {
        String said = "The server answers " + status + (code.isEmpty() ? "" : " " + code);
        return switch (status) {
            case 401, 403 -> said + ": check the key. Events wait in the spool.";
            case 404, 405 -> said + ": check the address. Events wait in the spool.";
            case 507 -> said + ": its disk is full. Events wait in the spool.";
            default -> said + ". Events wait in the spool.";
        };
    }

    private static @Nullable Object json(String body) {
        try {
            return JsonReader.read(body);
        } catch (JsonReader.Malformed malformed) {
            return null;
        }
    }

    /** {@code null} where it isn't the answer to that many events. */
    private static @Nullable Answer taken(Map<?, ?> answer, int sent) {
        if (!(answer.get("accepted") instanceof BigDecimal accepted)
                || !(answer.get("rejected") instanceof List<?> rejected)) {
            return null;
        }
        List<Refusal> refusals = new ArrayList<>();
        int next = 0;
        for (Object element : rejected) {
            if (!(element instanceof Map<?, ?> refusal)
                    || !(refusal.get("index") instanceof BigDecimal index)
                    || index.compareTo(BigDecimal.valueOf(next)) < 0
                    || index.compareTo(BigDecimal.valueOf(sent)) >= 0) {
                return null;
            }
            next = index.intValue() + 1;
            refusals.add(
                    new Refusal(next - 1, text(refusal.get("code")), text(refusal.get("message"))));
        }
        boolean adds = accepted.compareTo(BigDecimal.valueOf(sent - refusals.size())) == 0;
        return adds ? new Taken(List.copyOf(refusals)) : null;
    }

    private static String text(@Nullable Object value) {
        return value instanceof String text ? text : "";
    }
}
