package dev.tare.server.postgres;

import dev.tare.core.ledger.LedgerMovedOn;
import dev.tare.core.ledger.Lineage;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where this process last saw the ledger stand. Whoever finds another stamp than it left may not
 * write: others have recorded, or the database has lost its last transactions. It must look anew.
 */
final class LastLook {
    private final ZoneId zone;
    private final OwnMark mark = new OwnMark();

    /** The stamp this process left or found; {@code null}: it never looked. */
    private @Nullable UUID seen;

    /** Whether what it knows is of two different looks. */
    private boolean stale;

    LastLook(ZoneId zone) {
        this.zone = zone;
    }

    /** The ledger's head, which must be as this process knows it. */
    Head expected(Connection connection) throws SQLException {
        Head head = Head.lock(connection);
        if (!head.zone().equals(zone.getId())) {
            throw Head.otherZone(head.zone());
        }
        if (stale || (seen != null && !seen.equals(head.stamp()))) {
            throw new LedgerMovedOn("Others have recorded meanwhile; what is new is read.");
        }
        seen = head.stamp();
        return head;
    }

    /** Looks anew, for the server that has this journal. */
    void renew(Connection connection, UUID journal) throws SQLException {
        Head head = Head.lock(connection);
        mark.look(connection, journal, head.rows());
        seen = head.stamp();
        stale = false;
    }

    /** What is read now belongs to the last look, unless the ledger moved on. */
    void extend(Connection connection) throws SQLException {
        Head head = Head.lock(connection);
        stale |= seen != null && !seen.equals(head.stamp());
    }

    /** Commits, with so many rows in the log. */
    void commit(Connection connection, long rows) throws SQLException {
        Head.Moved moved = Head.moveOn(connection, rows);
        mark.trying(moved.transaction(), rows);
        connection.commit();
        mark.committed();
        seen = moved.stamp();
    }

    /** What is proven of the log. */
    Lineage lineage() {
        return mark.lineage();
    }
}
