package dev.tare.server.postgres;

import dev.tare.server.tables.Questions;
import dev.tare.server.tables.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
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
                    check(connection);
                    return question.from(connection);
                });
    }

    @Override
    public <T> T within(Duration atMost, String doing, Watched<T> question) {
        return sessions.within(
                atMost,
                doing,
                (connection, watch) -> {
                    check(connection);
                    return question.from(connection, watch);
                });
    }

    private void check(Connection connection) throws SQLException {
        String held = Sql.value(connection, "SELECT workspace_zone FROM tare_ledger");
        if (!zone.getId().equals(held)) {
            throw Head.otherZone(String.valueOf(held));
        }
    }
}
