package dev.tare.server.history;

import dev.tare.core.event.Rejection;
import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.StoredEvent;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says in words what a row says otherwise than the ledger. */
final class ChangedFields {
    private ChangedFields() {}

    static String told(StoredEvent recorded, UsageEvent now, List<String> fields) {
        return fields.stream()
                .map(field ->
                        field + " " + shown(of(recorded, field)) + " → " + shown(of(now, field)))
                .collect(Collectors.joining(", "));
    }

    private static String shown(@Nullable Object value) {
        return value == null ? "none" : Rejection.shown(value.toString());
    }

    private static @Nullable Object of(StoredEvent event, String field) {
        return switch (field) {
            case "time" -> event.time();
            case "user_id" -> event.userId();
            case "provider" -> event.provider();
            case "operation" -> event.operation();
            case "model" -> event.model();
            case "quantities" -> event.quantities().byUnit();
            case "status" -> event.status();
            case "error" -> event.error();
            case "processing_time_ms" -> event.processingTimeMs();
            case "credits" -> plain(event.credits());
            case "plan" -> event.plan();
            case "fingerprint" -> event.fingerprint();
            case "cost" -> plain(event.clientCost());
            default -> event.metadata();
        };
    }

    private static @Nullable Object of(UsageEvent event, String field) {
        return switch (field) {
            case "time" -> event.time();
            case "user_id" -> event.userId();
            case "provider" -> event.provider();
            case "operation" -> event.operation();
            case "model" -> event.model();
            case "quantities" -> event.quantities().byUnit();
            case "status" -> event.status().text();
            case "error" -> event.error();
            case "processing_time_ms" -> event.processingTimeMs();
            case "credits" -> plain(event.credits());
            case "plan" -> event.plan();
            case "fingerprint" -> event.fingerprint();
            case "cost" -> plain(event.cost());
            default -> event.metadata();
        };
    }

    private static @Nullable Object plain(java.math.@Nullable BigDecimal amount) {
        return amount == null ? null : amount.stripTrailingZeros().toPlainString();
    }
}
