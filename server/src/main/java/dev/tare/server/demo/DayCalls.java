package dev.tare.server.demo;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** The calls of one day, as they are made up. */
final class DayCalls {
    private static final long DAY_MICROS = 86_400_000_000L;
    private static final long MICROS = 1_000_000;

    final LocalDate date;
    final int day;
    final int month;
    private final long midnight;
    private final List<DemoCall> calls = new ArrayList<>(4_096);

    DayCalls(LocalDate date, int day) {
        this.date = date;
        this.day = day;
        this.month = date.getYear() * 12 + date.getMonthValue();
        this.midnight = date.atStartOfDay(ZoneOffset.UTC).toEpochSecond();
    }

    /** The moment so many seconds after midnight UTC, on this day still. */
    Instant at(double second) {
        long micros = Math.min(DAY_MICROS - 1, (long) (second * MICROS));
        return Instant.ofEpochSecond(midnight + micros / MICROS, micros % MICROS * 1_000);
    }

    void add(DemoCall call) {
        calls.add(call);
    }

    List<DemoCall> calls() {
        return calls;
    }
}
