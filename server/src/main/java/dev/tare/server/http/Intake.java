package dev.tare.server.http;

import dev.tare.core.ledger.JournalRecord;
import dev.tare.server.wire.Problem;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One request's events on their way in, in one of the forms they can have. */
interface Intake {
    /** Reads the events; {@code false} = there were more than {@code eventsMax}. */
    boolean read(InputStream text, UsageBody body, int eventsMax) throws IOException;

    /** Why the request as a whole is refused, {@code null} where it isn't. */
    @Nullable Problem problem();

    /** What goes into the journal; may be empty. */
    List<JournalRecord> records();

    int accepted();

    int rejected();

    /** Answers, once the records are on disk. */
    void answer(HttpServletResponse response) throws IOException;
}
