package dev.tare.server.dashboard;

import dev.tare.core.event.Quantities;
import dev.tare.core.ledger.ChargedEvent;
import dev.tare.core.ledger.StoredEvent;
import dev.tare.core.profit.Metric;
import dev.tare.server.dashboard.CallsView.Item;
import dev.tare.server.dashboard.CallsView.Mark;
import dev.tare.server.wire.Figures;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a line of a call. */
final class CallItems {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("MMM d, uuuu, HH:mm:ss", Locale.ENGLISH);
    private static final int UNITS_SHOWN = 3;
    private static final char LEFT_TO_RIGHT_ISOLATE = '\u2066';
    private static final char FIRST_STRONG_ISOLATE = '\u2068';
    private static final char POP_ISOLATE = '\u2069';

    private final ZoneId zone;

    /**
     * @param zone of the times
     */
    CallItems(ZoneId zone) {
        this.zone = zone;
    }

    /** A call as it is now. */
    Item of(ChargedEvent row, boolean corrected) {
        StoredEvent event = row.event();
        String model = event.model() == null ? "" : " · " + apart(event.model());
        return new Item(
                CallsAddress.one(row),
                time(event.time()),
                event.time().toString(),
                event.key().id(),
                event.userId(),
                apart(event.provider()) + " · " + apart(event.operation()) + model,
                event.status(),
                used(event.quantities()),
                cost(row.apiCost()),
                revenue(row.creditValue()),
                profit(row),
                marks(row, corrected));
    }

    String time(Instant instant) {
        return TIME.format(instant.atZone(zone));
    }

    private static List<Mark> marks(ChargedEvent row, boolean corrected) {
        List<Mark> marks = new ArrayList<>();
        BigDecimal profit = row.profit();
        if (!row.event().status().equals("success")) {
            marks.add(new Mark(first(row.event().status()), "plain"));
        }
        if (row.apiCost() == null) {
            marks.add(new Mark("Unpriced", "warn"));
        }
        if (row.creditValue() == null) {
            marks.add(new Mark("Unvalued", "warn"));
        }
        if (profit != null && profit.signum() < 0) {
            marks.add(new Mark("Loss", "bad"));
        }
        if (row.pricing().equals("client")) {
            marks.add(new Mark("Cost told", "plain"));
        }
        if (row.estimated()) {
            marks.add(new Mark("Estimated", "plain"));
        }
        if (corrected) {
            marks.add(new Mark("Corrected", "plain"));
        }
        return marks;
    }

    private static String first(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    private static String used(Quantities quantities) {
        List<String> units = new ArrayList<>();
        for (Map.Entry<String, BigDecimal> one : quantities.byUnit().entrySet()) {
            if (units.size() == UNITS_SHOWN) {
                units.add("and " + (quantities.byUnit().size() - UNITS_SHOWN) + " more");
                break;
            }
            units.add(used(one.getValue(), one.getKey()));
        }
        return String.join(", ", units);
    }

    private static String used(BigDecimal quantity, String unit) {
        boolean one = quantity.compareTo(BigDecimal.ONE) == 0;
        return number(quantity) + " " + (one ? Figures.singular(unit) : unit);
    }

    /** A text from outside beside others: what turns the direction of writing ends with it. */
    static String apart(String outside) {
        if (outside.codePoints().noneMatch(CallItems::turns)) {
            return outside;
        }
        // What it opens is closed, and what it closes was opened for it.
        int open = 0;
        int closed = 0;
        for (int i = 0; i < outside.length(); i++) {
            char one = outside.charAt(i);
            if (one >= LEFT_TO_RIGHT_ISOLATE && one <= FIRST_STRONG_ISOLATE) {
                open++;
            } else if (one == POP_ISOLATE && open > 0) {
                open--;
            } else if (one == POP_ISOLATE) {
                closed++;
            }
        }
        return String.valueOf(FIRST_STRONG_ISOLATE).repeat(closed + 1)
                + outside
                + String.valueOf(POP_ISOLATE).repeat(open + 1);
    }

    private static boolean turns(int character) {
        return switch (Character.getDirectionality(character)) {
            case Character.DIRECTIONALITY_LEFT_TO_RIGHT_OVERRIDE,
                    Character.DIRECTIONALITY_RIGHT_TO_LEFT_OVERRIDE,
                    Character.DIRECTIONALITY_LEFT_TO_RIGHT_EMBEDDING,
                    Character.DIRECTIONALITY_RIGHT_TO_LEFT_EMBEDDING,
                    Character.DIRECTIONALITY_LEFT_TO_RIGHT_ISOLATE,
                    Character.DIRECTIONALITY_RIGHT_TO_LEFT_ISOLATE,
                    Character.DIRECTIONALITY_FIRST_STRONG_ISOLATE ->
                    true;
            default -> false;
        };
    }

    /** A number as people read it. */
    static String number(BigDecimal value) {
        return Figure.of(Metric.Unit.NUMBER, value).text();
    }

    static Figure cost(@Nullable BigDecimal amount) {
        return usd(amount, "No price is known.");
    }

    static Figure revenue(@Nullable BigDecimal amount) {
        return usd(amount, "Its credit value isn't known.");
    }

    private static Figure profit(ChargedEvent row) {
        return usd(row.profit(), "Its cost or its credit value isn't known.");
    }

    static Figure usd(@Nullable BigDecimal amount, String whyUnknown) {
        return amount == null
                ? new Figure(Figure.UNKNOWN, "", whyUnknown, false)
                : Figure.of(Metric.Unit.USD, amount);
    }
}
