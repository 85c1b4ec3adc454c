package dev.tare.server.dashboard;

import dev.tare.core.ledger.EventScope;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The command that prices logged events anew, ready to be run. */
final class RepriceLine {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._/:@+-]+");

    private RepriceLine() {}

    /** For that scope; its end is put up to the full second, so that nothing of it is left out. */
    static String of(EventScope scope) {
        StringBuilder line = new StringBuilder("./tare reprice");
        add(line, "--from", scope.from().toString());
        add(line, "--to", fullSecond(scope.to()).toString());
        add(line, "--provider", scope.provider());
        add(line, "--operation", scope.operation());
        String model = scope.model();
        add(line, "--model", model != null && model.isEmpty() ? "(none)" : model);
        return line.append(" --apply").toString();
    }

    private static Instant fullSecond(Instant time) {
        Instant second = time.truncatedTo(ChronoUnit.SECONDS);
        return second.equals(time) ? second : second.plusSeconds(1);
    }

    private static void add(StringBuilder line, String option, @Nullable String value) {
        if (value != null) {
            line.append(' ').append(option).append(' ').append(quoted(value));
        }
    }

    /** A word of a command line, for every shell that knows single quotes. */
    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
