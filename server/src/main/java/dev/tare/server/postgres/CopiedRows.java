package dev.tare.server.postgres;

import dev.tare.server.tables.RowSink;
import dev.tare.server.tables.Sql;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Rows by COPY, put together in memory and sent at {@link #flush}. */
class CopiedRows implements RowSink {
    private final Connection connection;
    private final Destination to;
    private final int columns;
    private final CopyBytes bytes = new CopyBytes();
    private boolean inRow;

    /**
     * Rows that go there.
     *
     * @param columns how many a row has
     */
    CopiedRows(Connection connection, Destination to, int columns) {
        this.connection = connection;
        this.to = to;
        this.columns = columns;
    }

    /** Where the next value goes. */
    final CopyBytes value() {
        if (!inRow) {
            inRow = true;
            bytes.row(columns);
        }
        return bytes;
    }

    @Override
    public final RowSink text(@Nullable String value) {
        value().text(value);
        return this;
    }

    @Override
    public final RowSink number(long value) {
        value().number(value);
        return this;
    }

    @Override
    public final RowSink number(@Nullable Long value) {
        if (value == null) {
            value().nothing();
        } else {
            value().number(value);
        }
        return this;
    }

    @Override
    public final RowSink flag(boolean value) {
        value().flag(value);
        return this;
    }

    @Override
    public RowSink time(@Nullable Instant value) {
        if (value == null) {
            value().nothing();
        } else {
            value().time(value);
        }
        return this;
    }

    @Override
    public final RowSink day(LocalDate value) {
        value().day(value);
        return this;
    }

    @Override
    public final RowSink amount(@Nullable BigDecimal value, int scale) {
        if (value == null) {
            value().nothing();
        } else {
            value().amount(value.setScale(scale));
        }
        return this;
    }

    @Override
    public final RowSink units(long value) {
        value().units(value);
        return this;
    }

    @Override
    public void endRow() {
        inRow = false;
    }

    @Override
    public void flush() throws SQLException {
        if (bytes.isEmpty()) {
            return;
        }
        CopyIn copy =
                connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn("COPY " + to.target() + " FROM STDIN (FORMAT binary)");
        try {
            bytes.give((all, size) -> copy.writeToCopy(all, 0, size));
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
            bytes.clear();
        }
        for (String step : to.afterwards()) {
            Sql.execute(connection, step);
        }
    }

    @Override
    public void close() {
        bytes.clear();
    }
}
