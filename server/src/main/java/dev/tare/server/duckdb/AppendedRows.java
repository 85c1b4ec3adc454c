package dev.tare.server.duckdb;

import dev.tare.server.tables.RowSink;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.duckdb.DuckDBAppender;
import org.jspecify.annotations.Nullable;

/** Rows by the engine's own appender. */
class AppendedRows implements RowSink {
    private final DuckDBAppender appender;
    private boolean inRow;

    AppendedRows(DuckDBAppender appender) {
        this.appender = appender;
    }

    private DuckDBAppender row() throws SQLException {
        if (!inRow) {
            inRow = true;
            appender.beginRow();
        }
        return appender;
    }

    @Override
    public final RowSink text(@Nullable String value) throws SQLException {
        if (value == null) {
            row().appendNull();
        } else {
            row().append(value);
        }
        return this;
    }

    @Override
    public final RowSink number(long value) throws SQLException {
        row().append(value);
        return this;
    }

    @Override
    public final RowSink number(@Nullable Long value) throws SQLException {
        if (value == null) {
            row().appendNull();
        } else {
            row().append(value.longValue());
        }
        return this;
    }

    @Override
    public final RowSink flag(boolean value) throws SQLException {
        row().append(value);
        return this;
    }

    @Override
    public final RowSink time(@Nullable Instant value) throws SQLException {
        if (value == null) {
            row().appendNull();
        } else {
            row().appendEpochMicros(ChronoUnit.MICROS.between(Instant.EPOCH, value));
        }
        return this;
    }

    @Override
    public final RowSink day(LocalDate value) throws SQLException {
        row().append(value);
        return this;
    }

    @Override
    public final RowSink amount(@Nullable BigDecimal value, int scale) throws SQLException {
        if (value == null) {
            row().appendNull();
        } else {
            row().append(value.setScale(scale));
        }
        return this;
    }

    @Override
    public final RowSink units(long value) throws SQLException {
        row().appendDecimal(value);
        return this;
    }

    @Override
    public final void endRow() throws SQLException {
        appender.endRow();
        inRow = false;
    }

    @Override
    public void flush() throws SQLException {
        appender.flush();
    }

    @Override
    public final void close() throws SQLException {
        appender.close();
    }
}
