package dev.tare.server.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.YearMonth;
import java.util.HashSet;
import java.util.Set;

/** The months for which the log has a partition, made where one is missing. */
final class Months {
    private final Connection connection;
    private final Set<YearMonth> known;
    private final Set<YearMonth> added = new HashSet<>();

    /**
     * Within the transaction of that connection.
     *
     * @param known those made by transactions that were committed; others are added by {@link
     *     #committed}
     */
    Months(Connection connection, Set<YearMonth> known) {
        this.connection = connection;
        this.known = known;
    }

    /** Makes the partitions that are missing among these. */
    void prepare(Set<YearMonth> months) throws SQLException {
        for (YearMonth month : months) {
            if (!known.contains(month) && added.add(month)) {
                try (PreparedStatement statement =
                        connection.prepareStatement("SELECT tare_add_month(?)")) {
                    statement.setObject(1, month.atDay(1));
                    statement.execute();
                }
            }
        }
    }

    /** What was made stays. */
    void committed() {
        known.addAll(added);
    }
}
