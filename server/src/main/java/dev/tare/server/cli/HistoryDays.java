package dev.tare.server.cli;

import dev.tare.server.history.HistorySpan;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** Reads {@code --since} and {@code --until}: days of a zone, or instants. */
final class HistoryDays {
    private HistoryDays() {}

    static HistorySpan span(@Nullable String since, @Nullable String until, ZoneId zone) {
        HistorySpan span =
                new HistorySpan(
                        instant("--since", since, zone, 0), instant("--until", until, zone, 1));
        if (span.since() != null && span.until() != null && !span.since().isBefore(span.until())) {
            throw new CommandFailed(
                    ExitCode.USAGE, "--since " + since + " isn't before --until " + until + ".");
        }
        return span;
    }

    /** A day is the instant it begins, moved by so many days. */
    private static @Nullable Instant instant(
            String option, @Nullable String text, ZoneId zone, int daysOn) {
        if (text == null) {
            return null;
        }
        try {
            return text.length() == "2026-11-23".length()
                    ? LocalDate.parse(text).plusDays(daysOn).atStartOfDay(zone).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException unreadable) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    option
                            + " can't be \""
                            + text
                            + "\"; write a day such as 2026-11-23, or an instant such as"
                            + " 2026-11-23T10:15:30Z.");
        }
    }
}
