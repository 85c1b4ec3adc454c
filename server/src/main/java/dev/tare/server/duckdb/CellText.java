package dev.tare.server.duckdb;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A value of an answer as text, as the engine itself prints it. */
final class CellText {
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder()
                    .appendPattern("uuuu-MM-dd HH:mm:ss")
                    .appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true)
                    .toFormatter(Locale.ROOT);

    private CellText() {}

    static @Nullable String of(ResultSet row, int column) throws SQLException {
        Object value = row.getObject(column);
        return switch (value) {
            case null -> null;
            case BigDecimal number -> number.toPlainString();
            case OffsetDateTime time ->
                    TIME.format(time.withOffsetSameInstant(ZoneOffset.UTC)) + "+00";
            case LocalDateTime time -> TIME.format(time);
            case Timestamp time -> TIME.format(time.toLocalDateTime());
            case Double number when number.isNaN() -> "nan";
            case Double number when number.isInfinite() -> number > 0 ? "inf" : "-inf";
            default -> row.getString(column);
        };
    }
}
