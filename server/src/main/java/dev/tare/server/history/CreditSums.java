package dev.tare.server.history;

import dev.tare.server.history.CallTable.CreditRows;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a page's calls were charged, where rows elsewhere say so. */
final class CreditSums {
    private final CallTable table;
    private final boolean sameType;

    CreditSums(CallTable table, SourceShape shape) {
        this.table = table;
        this.sameType = shape.sameType(table.path() + ".key", table.path() + ".credits.call");
    }

    /** By the key of the call; calls without such rows are left out. */
    Map<String, String> of(SourceSession.Snapshot snapshot, List<CallRow> calls)
            throws SQLException, SourceFault {
        CreditRows credits = table.credits();
        if (credits == null || calls.isEmpty()) {
            return Map.of();
        }
        Map<String, String> sums = new HashMap<>();
        snapshot.each(
                table.path() + ".credits",
                "SELECT "
                        + SqlParts.asText(credits.call())
                        + ", "
                        + SqlParts.asText("SUM(" + credits.sum() + "\n)")
                        + " FROM "
                        + credits.from()
                        + "\nWHERE "
                        + SqlParts.and(
                                credits.where(),
                                SqlParts.oneOf(
                                        credits.call(),
                                        calls.stream().map(CallRow::key).toList(),
                                        sameType))
                        + " GROUP BY 1",
                row -> {
                    String sum = row.getString(2);
                    if (sum != null) {
                        sums.put(row.getString(1), sum);
                    }
                });
        return sums;
    }
}
