package dev.tare.server.tables;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Where rows are put together, value by value in the order of the table's columns. */
public interface RowSink extends AutoCloseable {
    RowSink text(@Nullable String value) throws SQLException;

    RowSink number(long value) throws SQLException;

    RowSink number(@Nullable Long value) throws SQLException;

    RowSink flag(boolean value) throws SQLException;

    /** A moment, to the microsecond. */
    RowSink time(@Nullable Instant value) throws SQLException;

    RowSink day(LocalDate value) throws SQLException;

    /**
     * A number of exactly that scale.
     *
     * @throws ArithmeticException where digits would be lost
     */
    RowSink amount(@Nullable BigDecimal value, int scale) throws SQLException;

    /** An amount in units of its column's last decimal. */
    RowSink units(long value) throws SQLException;

    void endRow() throws SQLException;

    /** What was put together is in the table, or the failure is told. */
    void flush() throws SQLException;

    /** Ends it. What wasn't flushed may get lost, and so may the word of a failure. */
    @Override
    void close() throws SQLException;
}
