package dev.tare.server.postgres;

import dev.tare.server.tables.RowSink;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rows for the log: each gets its number, and the months they lie in get their partitions. */
final class LogCopy extends CopiedRows {
    /** Named, so that a column somebody adds is left alone. */
    static final String COLUMNS =
            " (id, source, created_at, received_at, user_id, provider, operation, model, plan,"
                    + " status, error_message, processing_time_ms, quantities, credits, api_cost,"
                    + " credit_value, rate_card_id, pricing, estimated, fingerprint, metadata,"
                    + " tier_position, row_number)";

    private static final int COLUMNS_COUNT = 23;

    private final RowNumbers numbers;
    private final Months months;
    private final Set<YearMonth> touched = new HashSet<>();
    private boolean timed;

    LogCopy(Connection connection, Destination to, RowNumbers numbers, Months months) {
        super(connection, to, COLUMNS_COUNT);
        this.numbers = numbers;
        this.months = months;
    }

    /** The first time of a row is the event's own. */
    @Override
    public RowSink time(@Nullable Instant value) {
        if (!timed && value != null) {
            touched.add(YearMonth.from(value.atOffset(ZoneOffset.UTC)));
            timed = true;
        }
        return super.time(value);
    }

    @Override
    public void endRow() {
        number(numbers.next());
        super.endRow();
        timed = false;
    }

    @Override
    public void flush() throws SQLException {
        months.prepare(touched);
        touched.clear();
        super.flush();
    }
}
