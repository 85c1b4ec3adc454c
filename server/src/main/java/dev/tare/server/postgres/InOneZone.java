package dev.tare.server.postgres;

import dev.tare.server.tables.Questions;
import dev.tare.server.tables.Sql;
import java.time.ZoneId;

/** Questions about days, answered only while the tables' days are cut in the asker's zone. */
final class InOneZone implements Questions {
    private final Sessions sessions;
    private final ZoneId zone;

    InOneZone(Sessions sessions, ZoneId zone) {
        this.sessions = sessions;
        this.zone = zone;
    }

    @Override
    public <T> T read(String doing, Question<T> question) {
        return sessions.read(
                doing,
                connection -> {
                    String held = Sql.value(connection, "SELECT workspace_zone FROM tare_ledger");
                    if (!zone.getId().equals(held)) {
                        throw Head.otherZone(String.valueOf(held));
                    }
                    return question.from(connection);
                });
    }
}
