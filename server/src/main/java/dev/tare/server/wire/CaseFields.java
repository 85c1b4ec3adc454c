package dev.tare.server.wire;

import dev.tare.core.event.Quantities;
import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.QuarantineDesk;
import dev.tare.core.ledger.StoredEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An event set aside beside the row of the log that has its identity, field by field. What neither
 * says is left out.
 */
public final class CaseFields {
    /**
     * One field of both.
     *
     * @param stands what the row of the log says; {@code null} = nothing, or there is no row
     * @param setAside what the event set aside says; {@code null} = nothing
     * @param differs whether the two are at odds
     */
    public record Field(
            String name, @Nullable String stands, @Nullable String setAside, boolean differs) {}

    private final Set<String> differences;
    private final List<Field> fields = new ArrayList<>();

    private CaseFields(Set<String> differences) {
        this.differences = differences;
    }

    /** The fields of a case, in the order of an event's form. */
    public static List<Field> of(QuarantineDesk.Case one) {
        UsageEvent event = one.entry().event().event();
        StoredEvent row = one.first();
        CaseFields both = new CaseFields(Set.copyOf(one.differences()));
        both.add("time", row == null ? null : row.time(), event.time());
        both.add("user_id", row == null ? null : row.userId(), event.userId());
        both.add("provider", row == null ? null : row.provider(), event.provider());
        both.add("operation", row == null ? null : row.operation(), event.operation());
        both.add("model", row == null ? null : row.model(), event.model());
        both.add("quantities", row == null ? null : row.quantities(), event.quantities());
        both.add("status", row == null ? null : row.status(), event.status().text());
        both.add("error", row == null ? null : row.error(), event.error());
        both.add(
                "processing_time_ms",
                row == null ? null : row.processingTimeMs(),
                event.processingTimeMs());
        both.add("credits", row == null ? null : row.credits(), event.credits());
        both.add("plan", row == null ? null : row.plan(), event.plan());
        both.add("fingerprint", row == null ? null : row.fingerprint(), event.fingerprint());
        both.add("cost", row == null ? null : row.clientCost(), event.cost());
        both.add("metadata", row == null ? null : row.metadata(), event.metadata());
        return both.fields;
    }

    private void add(String name, @Nullable Object stands, @Nullable Object setAside) {
        if (stands != null || setAside != null) {
            fields.add(new Field(name, text(stands), text(setAside), differences.contains(name)));
        }
    }

    /** A value as people read it. */
    static @Nullable String text(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case BigDecimal number -> plain(number);
            case Quantities quantities ->
                    quantities.byUnit().entrySet().stream()
                            .map(unit -> plain(unit.getValue()) + " " + unit.getKey())
                            .collect(Collectors.joining(", "));
            case Instant time -> time.toString();
            default -> value.toString();
        };
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
